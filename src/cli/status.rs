//! `motif status`: where the study stands.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::failure::Failure;
use super::narrative::tell;
use super::output::{Output, count};
use super::score::ScoreJson;
use super::sources;
use super::theme::signature;
use super::work::day;
use crate::corpus::{Corpus, File, Repeat};
use crate::feedback::Scale;
use crate::inquiry::Ledger;
use crate::inquiry::answer_clusters::AnswerClusters;
use crate::inquiry::days::today;
use crate::inquiry::watch::change_since;
use crate::nps::intervals::Confidence;
use crate::nps::score::Counts;
use crate::report::{narrative, words};
use crate::study::{People, StudySnapshot};
use crate::themes::Passages;

#[derive(Debug, Args)]
pub(super) struct Status {
    /// Show what changed since a snapshot: its name, or `last`, which also takes the next one; ends
    /// with exit code 3 where something cannot wait
    #[arg(long, value_name = "SNAPSHOT")]
    since: Option<String>,

    /// Take a snapshot of the study under a name
    #[arg(long, value_name = "NAME", conflicts_with = "since")]
    snapshot: Option<String>,

    /// The day it is [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    today: Option<String>,
}

/// What `motif status --json` writes.
#[derive(Debug, Serialize)]
struct StatusJson<'a> {
    responses: usize,
    rated: u64,
    promoters: u64,
    passives: u64,
    detractors: u64,
    scale: &'a Scale,
    #[serde(flatten)]
    score: ScoreJson,
    interval: Option<[f64; 2]>,
    commented: usize,
    interviews: usize,
    turns: usize,
    accounts: usize,
    /// Interviews that somebody has marked as read.
    read: usize,
    /// Themes that somebody has confirmed.
    confirmed: usize,
    passages: usize,
    skipped: usize,
    waves: Vec<Wave>,
    files: &'a [File],
    skips: &'a [crate::ingest::Skip],
    repeats: &'a [Repeat],
}

#[derive(Debug, Serialize)]
struct Wave {
    #[serde(rename = "wave")]
    name: String,
    responses: usize,
    #[serde(flatten)]
    counts: Counts,
    #[serde(flatten)]
    score: ScoreJson,
    interval: Option<[f64; 2]>,
}

impl Status {
    /// Returns whether no snapshot is taken or compared with.
    pub(super) fn only_asks(&self) -> bool {
        self.snapshot.is_none() && self.since.is_none()
    }

    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        if let Some(name) = &self.snapshot {
            return take(study, Some(name), output);
        }
        if let Some(since) = &self.since {
            return self.change(study, since, output);
        }
        let study = sources::study(study)?;
        let corpus = study.corpus()?;
        let passages = Passages::from_corpus(&corpus, study.settings().interviewers, None);
        let standing = StatusJson {
            read: study.work()?.read.len(),
            confirmed: study.codebook()?.confirmed(),
            ..standing(&corpus, &passages)
        };
        if output.json {
            return output.value(&standing);
        }
        write(&standing, output)
    }
}

impl Status {
    /// Says what changed, and takes the next snapshot where the last was meant.
    fn change(&self, dir: Option<&Path>, since: &str, output: &mut Output) -> Result<(), Failure> {
        let is_last = since.eq_ignore_ascii_case("last");
        let Some(before) = sources::study(dir)?.snapshot(since)? else {
            return take(dir, None, output);
        };
        let analysis = sources::study_analysis(dir)?;
        let today = self.today.clone().unwrap_or_else(today);
        let ledger = Ledger::new(&analysis);
        let found = change_since(&ledger, &before.content, &before.at, &today);
        if is_last {
            let now = StudySnapshot::new(&analysis, None);
            sources::study(dir)?.take_snapshot(&now, &signature(None))?;
        }
        if output.json {
            output.value(&found)?;
        } else {
            let scale = &analysis.corpus.scale;
            tell(&narrative::since(&found, scale), scale, output)?;
        }
        match found.alerts.len() {
            0 => Ok(()),
            alerts => Err(Failure::Alerts { alerts }),
        }
    }
}

/// Takes down how the study stands.
fn take(dir: Option<&Path>, name: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let analysis = sources::study_analysis(dir)?;
    let snapshot = StudySnapshot::new(&analysis, name.map(str::to_owned));
    sources::study(dir)?.take_snapshot(&snapshot, &signature(None))?;
    let called = name.map_or_else(String::new, |name| format!(" “{name}”"));
    output.line(format!(
        "took the snapshot{called}: {}, {}; `motif status --since {}` shows what changes",
        count(snapshot.responses as usize, "answer", "answers"),
        count(snapshot.themes.len(), "theme", "themes"),
        shell_words::quote(name.unwrap_or("last"))
    ))
}

fn standing<'a>(corpus: &'a Corpus, passages: &Passages) -> StatusJson<'a> {
    let people = People::new(corpus);
    let voices = AnswerClusters::new(corpus, &people);
    let all: Vec<usize> = (0..corpus.responses.len()).collect();
    let (counts, interval) = score(&voices, &all);
    StatusJson {
        responses: corpus.responses.len(),
        rated: counts.n(),
        promoters: counts.promoters,
        passives: counts.passives,
        detractors: counts.detractors,
        scale: &corpus.scale,
        score: ScoreJson::new(counts, &corpus.scale),
        interval,
        commented: all.iter().filter(|r| passages.has_comment(**r)).count(),
        interviews: corpus.interviews.len(),
        turns: corpus
            .interviews
            .iter()
            .map(|interview| interview.turns.len())
            .sum(),
        accounts: corpus.accounts.len(),
        read: 0,
        confirmed: 0,
        passages: passages.all.len(),
        skipped: corpus.skips.len(),
        waves: corpus
            .waves()
            .into_iter()
            .map(|name| wave(corpus, &voices, name))
            .collect(),
        files: &corpus.files,
        skips: &corpus.skips,
        repeats: &corpus.repeats,
    }
}

fn wave(corpus: &Corpus, voices: &AnswerClusters<'_>, name: String) -> Wave {
    let responses = corpus.responses.iter().enumerate();
    let responses: Vec<usize> = responses
        .filter(|(_, response)| response.wave == name)
        .map(|(at, _)| at)
        .collect();
    let (counts, interval) = score(voices, &responses);
    Wave {
        responses: responses.len(),
        counts,
        score: ScoreJson::new(counts, &corpus.scale),
        interval,
        name,
    }
}

fn score(voices: &AnswerClusters<'_>, responses: &[usize]) -> (Counts, Option<[f64; 2]>) {
    let interval = voices
        .score(responses, Confidence::default())
        .and_then(|score| score.estimate.interval())
        .map(|interval| [interval.low, interval.high]);
    (voices.counts(responses), interval)
}

fn write(standing: &StatusJson<'_>, output: &mut Output) -> Result<(), Failure> {
    let mut held = Vec::new();
    if standing.responses > 0 {
        held.push(format!(
            "{} ({} rated, {} with a comment)",
            count(standing.responses, "response", "responses"),
            words::thousands(standing.rated),
            words::thousands(standing.commented as u64),
        ));
    }
    if standing.interviews > 0 {
        held.push(count(standing.interviews, "interview", "interviews"));
    }
    if standing.passages > 0 {
        held.push(count(standing.passages, "passage", "passages"));
    }
    if held.is_empty() {
        held.push("no responses and no interviews".into());
    }
    output.line(held.join(", "))?;
    if standing.read > 0 || standing.confirmed > 0 {
        output.line(format!(
            "reviewed: {} of {} read, {} confirmed",
            standing.read,
            count(standing.interviews, "interview", "interviews"),
            count(standing.confirmed, "theme", "themes")
        ))?;
    }
    if !standing.waves.is_empty() {
        output.line("")?;
        waves(standing, output)?;
    }
    output.line("")?;
    if standing.files.is_empty() {
        return output.line("nothing was added yet; add files with `motif add FILES…`");
    }
    let rows = standing.files.iter().map(|file| {
        vec![
            file.name.clone(),
            file.kind.name().to_owned(),
            file.note.clone(),
        ]
    });
    output.table(&["file", "kind", "read as"], rows.collect(), &[])?;
    left_out(standing, output)
}

fn waves(standing: &StatusJson<'_>, output: &mut Output) -> Result<(), Failure> {
    let groups = standing.scale.groups();
    let rows = standing.waves.iter().map(|wave| {
        let members = groups.clone().map(|group| wave.counts.count(group));
        let mut row = vec![wave.name.clone(), words::thousands(wave.responses as u64)];
        row.extend(members.map(words::thousands));
        row.push(
            wave.score
                .value()
                .filter(|_| wave.interval.is_some())
                .map_or_else(|| "–".into(), words::signed),
        );
        row.push(
            wave.interval
                .map(|[low, high]| format!("{} to {}", words::signed(low), words::signed(high)))
                .unwrap_or_default(),
        );
        row
    });
    let mut header = vec!["wave", "responses"];
    header.extend(groups.clone().map(|group| standing.scale.plural(group)));
    header.extend([words::score_name(standing.scale), "range (95%)"]);
    let numbers: Vec<usize> = (1..header.len() - 1).collect();
    output.table(&header, rows.collect(), &numbers)
}

/// How many rows that were left out are named, of each kind.
const LISTED: usize = 20;

fn left_out(standing: &StatusJson<'_>, output: &mut Output) -> Result<(), Failure> {
    if standing.skips.is_empty() && standing.repeats.is_empty() {
        return Ok(());
    }
    output.line("")?;
    output.line("left out:")?;
    for skip in standing.skips.iter().take(LISTED) {
        output.line(format!(
            "  {}, row {}: {}",
            skip.source, skip.row, skip.reason
        ))?;
    }
    for repeat in standing.repeats.iter().take(LISTED) {
        output.line(format!(
            "  {}, record {}: {}",
            repeat.source, repeat.record, repeat.reason
        ))?;
    }
    let more =
        standing.skips.len().saturating_sub(LISTED) + standing.repeats.len().saturating_sub(LISTED);
    if more > 0 {
        output.line(format!(
            "  and {} (`--json` lists them all)",
            count(more, "other", "others")
        ))?;
    }
    Ok(())
}
