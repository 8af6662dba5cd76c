//! `motif add`: takes files into the study.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::aside::note;
use super::failure::Failure;
use super::output::{Output, count, counting};
use super::score::ScoreJson;
use super::sources::{self, ReadingArgs};
use crate::corpus::{Added, Corpus};
use crate::feedback::Scale;
use crate::ingest::{Column, Content, Intake, Skip, Survey, TableSubject};
use crate::nps::estimate::Footing;
use crate::nps::score::Counts;
use crate::report::words;
use crate::study::Study;
use crate::text::{Filler, filler};

/// Speakers of an interview that are listed, at most.
const LISTED: usize = 12;

#[derive(Debug, Args)]
pub(super) struct Add {
    /// Survey files, interview notes, account tables, or folders of them
    #[arg(required_unless_present_any = ["accounts", "people", "usage"])]
    files: Vec<PathBuf>,

    /// A table of accounts, one a row; can be given several times
    #[arg(long, value_name = "FILE")]
    accounts: Vec<PathBuf>,

    /// A table of people at accounts, one a row, by e-mail address or name; can be given several times
    #[arg(long, value_name = "FILE")]
    people: Vec<PathBuf>,

    /// A table of what accounts or people did (usage, tickets, mails); of several rows the latest
    /// counts, and how many there are; can be given several times
    #[arg(long, value_name = "FILE")]
    usage: Vec<PathBuf>,

    /// Show how the files would be read, without storing anything
    #[arg(long)]
    dry_run: bool,

    /// Stop with an error if any row has to be left out
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    reading: ReadingArgs,
}

/// What `motif add --json` writes of each file.
#[derive(Debug, Serialize)]
struct AddedFileJson<'a> {
    file: String,
    #[serde(flatten)]
    held: Held<'a>,
    doubts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<Added>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Held<'a> {
    Survey {
        form: &'static str,
        encoding: &'a str,
        columns: &'a [Column],
        waves: Vec<&'a str>,
        rows: usize,
        responses: usize,
        #[serde(flatten)]
        counts: Counts,
        scale: &'a Scale,
        #[serde(flatten)]
        score: ScoreJson,
        commented: usize,
        skips: &'a [Skip],
    },
    Interview {
        participant: Option<&'a str>,
        account: Option<&'a str>,
        date: Option<&'a str>,
        speakers: Vec<SpeakerJson<'a>>,
    },
    Accounts {
        columns: &'a [Column],
        accounts: usize,
        people: usize,
        skips: &'a [Skip],
    },
}

#[derive(Debug, Serialize)]
struct SpeakerJson<'a> {
    name: Option<&'a str>,
    role: &'static str,
    turns: usize,
}

impl Add {
    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = if self.dry_run {
            None
        } else {
            Some(sources::study(study)?)
        };
        let scale = study.as_ref().map(Study::scale).transpose()?.flatten();
        let intakes = self.intakes(scale)?;
        let skips: usize = intakes.iter().map(|(_, intake)| skips(intake).len()).sum();
        if self.strict && skips > 0 {
            for (_, intake) in &intakes {
                sources::warn_about(intake);
            }
            return Err(Failure::Strict { skips });
        }
        let bar = counting("adding", intakes.len());
        let mut outcomes = Vec::new();
        for (path, intake) in &intakes {
            bar.inc(1);
            let added = match &mut study {
                Some(study) => Some(study.add(intake, path)?),
                None => None,
            };
            outcomes.push(outcome(intake, added));
        }
        bar.finish_and_clear();
        for (_, intake) in &intakes {
            sources::warn_about(intake);
        }
        if output.json {
            return output.value(&outcomes);
        }
        for outcome in &outcomes {
            self.write(outcome, output)?;
        }
        if self.dry_run {
            note("nothing was stored (`--dry-run`)");
        }
        let tables =
            |(_, intake): &(PathBuf, Intake)| matches!(intake.content, Content::Accounts(_));
        if let Some(study) = study.filter(|_| intakes.iter().any(tables)) {
            output.line(joined(&study.corpus()?))?;
        }
        Ok(())
    }

    /// Reads the files, tables last.
    fn intakes(&self, scale: Option<Scale>) -> Result<Vec<(PathBuf, Intake)>, Failure> {
        let mut intakes = Vec::new();
        if !self.files.is_empty() {
            intakes = sources::read_on(scale, &self.files, &self.reading)?;
        }
        let tables = [
            (TableSubject::Accounts, &self.accounts),
            (TableSubject::People, &self.people),
            (TableSubject::Usage, &self.usage),
        ];
        for (subject, files) in tables {
            for file in files {
                let file = std::slice::from_ref(file);
                intakes.extend(sources::read_table(file, &self.reading, subject)?);
            }
        }
        Ok(intakes)
    }

    fn write(&self, outcome: &AddedFileJson<'_>, output: &mut Output) -> Result<(), Failure> {
        output.line(format!("{}: {}", outcome.file, said(&outcome.held)))?;
        if let (true, Held::Survey { columns, .. } | Held::Accounts { columns, .. }) =
            (self.dry_run, &outcome.held)
        {
            for column in *columns {
                output.line(format!(
                    "  {}: {}, {}",
                    column.name, column.part, column.how
                ))?;
            }
        }
        if let Some(added) = &outcome.added {
            output.line(format!("  {}", changes(added)))?;
        }
        Ok(())
    }
}

fn skips(intake: &Intake) -> &[Skip] {
    match &intake.content {
        Content::Survey(survey) => &survey.skips,
        Content::Accounts(table) => &table.skips,
        Content::Interview(_) => &[],
    }
}

fn outcome(intake: &Intake, added: Option<Added>) -> AddedFileJson<'_> {
    let known_as = added.as_ref().map(|added| &added.name);
    AddedFileJson {
        file: known_as.unwrap_or(&intake.name).clone(),
        held: held(&intake.content),
        doubts: intake.doubts.iter().map(sources::doubted).collect(),
        added,
    }
}

fn held(content: &Content) -> Held<'_> {
    match content {
        Content::Survey(survey) => survey_held(survey),
        Content::Accounts(table) => Held::Accounts {
            columns: &table.columns,
            accounts: table.accounts.len(),
            people: table.people.len(),
            skips: &table.skips,
        },
        Content::Interview(interview) => {
            let mut speakers: Vec<SpeakerJson<'_>> = Vec::new();
            let mut places = HashMap::new();
            for turn in &interview.turns {
                let (name, role) = (turn.speaker.as_deref(), turn.role.name());
                let place = *places.entry((name, role)).or_insert(speakers.len());
                if place == speakers.len() {
                    speakers.push(SpeakerJson {
                        name,
                        role,
                        turns: 0,
                    });
                }
                speakers[place].turns += 1;
            }
            Held::Interview {
                participant: interview.participant.name.as_deref(),
                account: interview.account.as_deref(),
                date: interview.date.as_deref(),
                speakers,
            }
        }
    }
}

fn survey_held(survey: &Survey) -> Held<'_> {
    let scale = &survey.scale;
    let groups = survey
        .responses
        .iter()
        .filter_map(|response| Some(response.rating?.group()));
    let counts: Counts = groups.collect();
    let mut waves: Vec<&str> = survey
        .responses
        .iter()
        .map(|response| response.wave.as_str())
        .collect();
    waves.sort_unstable();
    waves.dedup();
    Held::Survey {
        form: survey.form.name(),
        encoding: survey.encoding,
        columns: &survey.columns,
        waves,
        rows: survey.rows,
        responses: survey.responses.len(),
        counts,
        scale,
        score: ScoreJson::new(counts, scale),
        commented: survey
            .responses
            .iter()
            .filter(|response| response.comment.as_deref().is_some_and(says_something))
            .count(),
        skips: &survey.skips,
    }
}

/// "n/a" is no comment.
fn says_something(comment: &str) -> bool {
    !comment.trim().is_empty() && filler(comment) != Some(Filler::Blank)
}

fn said(held: &Held<'_>) -> String {
    match held {
        Held::Survey {
            form,
            encoding,
            waves,
            responses,
            counts,
            scale,
            commented,
            ..
        } => {
            // A check on the reading, against what people know already. How
            // sure a score is takes the whole study: `status` says it.
            let score = match counts.score().filter(|_| counts.n() >= Footing::SHOWN) {
                Some(score) => format!("{} {}", words::score_name(scale), words::signed(score)),
                None => "no score".to_owned(),
            };
            let groups: Vec<String> = scale
                .groups()
                .map(|group| {
                    words::count(
                        counts.count(group),
                        scale.singular(group),
                        scale.plural(group),
                    )
                })
                .collect();
            format!(
                "{form}, {encoding}, wave `{}`: {}, {} with a comment, {}, {score}",
                waves.join("`, `"),
                count(*responses, "response", "responses"),
                words::thousands(*commented as u64),
                groups.join(" / "),
            )
        }
        Held::Interview {
            participant,
            account,
            speakers,
            ..
        } => {
            let who = participant.unwrap_or("an unnamed participant");
            let of = account
                .map(|account| format!(" ({account})"))
                .unwrap_or_default();
            let named = speakers.iter().filter(|speaker| speaker.role != "heading");
            let rest = named.clone().count().saturating_sub(LISTED);
            let mut speakers: Vec<String> = named
                .take(LISTED)
                .map(|speaker| {
                    let name = speaker.name.unwrap_or("no speaker");
                    format!(
                        "{name}, {}, {}",
                        speaker.role,
                        count(speaker.turns, "turn", "turns")
                    )
                })
                .collect();
            speakers.extend((rest > 0).then(|| format!("and {rest} more")));
            format!("interview with {who}{of}: {}", speakers.join("; "))
        }
        Held::Accounts { people, .. } if *people > 0 => {
            format!("table of people: {}", count(*people, "person", "people"))
        }
        Held::Accounts { accounts, .. } => {
            format!(
                "accounts table: {}",
                count(*accounts, "account", "accounts")
            )
        }
    }
}

/// Says how answers were joined to tables.
fn joined(corpus: &Corpus) -> String {
    let joining = &corpus.joining;
    let all: usize = joining.joined.values().sum();
    let how: Vec<String> = joining
        .joined
        .iter()
        .map(|(how, answers)| format!("{} {}", words::thousands(*answers as u64), how.how()))
        .collect();
    let how = if how.is_empty() {
        String::new()
    } else {
        format!(" ({})", how.join(", "))
    };
    let responses = count(corpus.responses.len(), "answer has", "answers have");
    let mut said = format!(
        "joined: {} of {responses} an account{how}",
        words::thousands(all as u64)
    );
    let open = joining.unmatched.len() + joining.proposals.len();
    if open > 0 || !joining.conflicts.is_empty() {
        said.push_str("; `motif accounts` shows what did not fit");
    }
    said
}

fn changes(added: &Added) -> String {
    let mut parts = Vec::new();
    if added.new > 0 {
        parts.push(format!("{} new", words::thousands(added.new as u64)));
    }
    if !added.replaced.is_empty() {
        const NAMED: usize = 5;
        let mut records: Vec<&str> = added
            .replaced
            .iter()
            .take(NAMED)
            .map(String::as_str)
            .collect();
        if added.replaced.len() > NAMED {
            records.push("…");
        }
        parts.push(format!(
            "{} replaced ({})",
            added.replaced.len(),
            records.join(", ")
        ));
    }
    if added.unchanged > 0 {
        parts.push(format!(
            "{} unchanged",
            words::thousands(added.unchanged as u64)
        ));
    }
    if added.missing > 0 {
        parts.push(format!("{} no longer in the file but kept", added.missing));
    }
    if added.forgotten > 0 {
        parts.push(format!(
            "{} left out: removed for good before",
            added.forgotten
        ));
    }
    if parts.is_empty() {
        "no rows".into()
    } else {
        parts.join(", ")
    }
}
