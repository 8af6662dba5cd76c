//! `motif themes`: the list of themes, and one theme on a page.

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::failure::Failure;
use super::output::Output;
use super::sources::{self, SourceArgs};
use super::theme::signature;
use crate::feedback::Scale;
use crate::inquiry::selected;
use crate::nps::what_if::WhatIf;
use crate::report::brief::{Brief, Coverage, ImpactSummary, ThemeSort, ThemeSummary};
use crate::report::catalogue::{say, translated};
use crate::report::{narrative, sentences, words};
use crate::study::{self, Analysis, Quote, Renewal};
use crate::themes;
use crate::themes::Request;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ThemesCommand {
    #[command(subcommand)]
    action: Option<ThemesAction>,

    #[command(flatten)]
    mining: MiningArgs,
}

#[derive(Debug, Subcommand)]
enum ThemesAction {
    /// Show one theme: who mentions it, since when, with quotes
    Show {
        /// Its number or name
        id: String,
        /// What if it were fixed for this percentage of its detractors
        #[arg(long, value_name = "PERCENT", default_value_t = 50, value_parser = clap::value_parser!(u8).range(1..=100))]
        settled: u8,
        #[command(flatten)]
        mining: MiningArgs,
    },
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)]
struct MiningArgs {
    /// How many themes [default: as many as the comments have]
    #[arg(long, value_name = "N")]
    themes: Option<usize>,

    /// The fewest people who must mention a theme
    #[arg(long, value_name = "N")]
    min_size: Option<usize>,

    /// The level of detail
    #[arg(long, alias = "grain", value_enum)]
    detail: Option<DetailArg>,

    /// Words of a theme to look for, used if anyone mentions them; can
    /// be given several times. A study remembers them
    #[arg(long, value_name = "WORDS", value_parser = words_of)]
    seed: Vec<CommaWords>,

    /// Words that are no topic, such as a brand. A study remembers them
    #[arg(long, value_name = "WORDS", value_parser = words_of)]
    exclude: Vec<CommaWords>,

    /// Count only answers from this wave, period or segment
    #[arg(long = "in", value_name = "SELECTION")]
    among: Option<String>,

    /// Find themes from scratch; those found again keep their number and name
    #[arg(long)]
    afresh: bool,

    #[command(flatten)]
    given: SourceArgs,
}

/// Words between commas.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CommaWords(Vec<String>);

fn words_of(text: &str) -> Result<CommaWords, String> {
    let words = text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_owned).collect();
    if words.is_empty() {
        return Err("there are no words in it".into());
    }
    Ok(CommaWords(words))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DetailArg {
    Broad,
    Default,
    Fine,
}

impl From<DetailArg> for themes::Detail {
    fn from(detail: DetailArg) -> Self {
        match detail {
            DetailArg::Broad => Self::Broad,
            DetailArg::Default => Self::Default,
            DetailArg::Fine => Self::Fine,
        }
    }
}

impl MiningArgs {
    fn analysis(&self, study: Option<&Path>) -> Result<Analysis, Failure> {
        let requests = self.requests();
        let in_study = self.given.files.is_empty();
        if in_study && !requests.is_empty() {
            let mut study = sources::study(study)?;
            for request in &requests {
                study.decide(request, &signature(None))?;
            }
        }
        self.given.adjusted(study, |settings, past| {
            settings.themes = self.themes.unwrap_or(settings.themes);
            settings.min_size = self.min_size.unwrap_or(settings.min_size);
            settings.grain = self.detail.map_or(settings.grain, themes::Detail::from);
            if self.afresh {
                past.renewal = Renewal::Afresh;
            }
            if !in_study {
                past.codebook = study::wished(&requests);
            }
        })
    }

    /// Says what was found, with numbers of those who were asked for.
    fn brief(&self, analysis: &Analysis) -> Result<Brief, Failure> {
        Ok(Brief::of(
            analysis,
            &selected(self.among.as_deref(), analysis)?,
        ))
    }

    fn requests(&self) -> Vec<Request> {
        let seeds = self.seed.iter().map(|CommaWords(words)| Request::Seed {
            words: words.clone(),
        });
        let excluded = self
            .exclude
            .iter()
            .map(|CommaWords(words)| Request::Exclude {
                words: words.clone(),
            });
        seeds.chain(excluded).collect()
    }
}

impl ThemesCommand {
    /// Returns whether nothing is decided, or found afresh.
    pub(super) fn only_asks(&self) -> bool {
        let mining = match &self.action {
            Some(ThemesAction::Show { mining, .. }) => mining,
            None => &self.mining,
        };
        mining.given.asks_study() && !mining.afresh && mining.requests().is_empty()
    }

    pub(super) fn run(&self, study: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        if let Some(ThemesAction::Show {
            id,
            settled,
            mining,
        }) = &self.action
        {
            let brief = mining.brief(&mining.analysis(study)?)?;
            return show(&brief, id, f64::from(*settled) / 100.0, output);
        }
        let analysis = self.mining.analysis(study)?;
        let brief = self.mining.brief(&analysis)?;
        if output.json {
            return output.value(&serde_json::json!({
                "coverage": brief.coverage,
                "base": brief.base,
                "grain": brief.method.grain,
                "refresh": analysis.refresh,
                "themes": brief.themes,
                "parked": brief.parked,
                "empty": brief.empty,
                "unthemed": brief.unthemed,
                "cautions": brief.cautions,
            }));
        }
        for caution in &brief.cautions {
            output.line(format!("! {caution}"))?;
        }
        list(&analysis, &brief, output)
    }
}

/// Writes the table of themes, and how many responses it covers.
pub(super) fn list(analysis: &Analysis, brief: &Brief, output: &mut Output) -> Result<(), Failure> {
    let interviews = !analysis.corpus.interviews.is_empty();
    let surveys = brief.coverage.asked > 0;
    let rated = brief.coverage.rated > 0;
    if !brief.themes.is_empty() {
        let groups: Vec<_> = brief
            .scale
            .groups()
            .map(|group| words::group(group, &brief.scale))
            .collect();
        let mut header = vec!["", say!("theme")];
        if surveys {
            header.push(say!("people"));
        }
        if interviews {
            header.push(say!("interviews"));
        }
        if rated {
            header.extend(groups.iter().map(|group| &**group));
            header.push(say!("effect"));
        }
        let by_tone = brief.scale.is_tone();
        if by_tone {
            header.extend([say!("complain"), say!("praise"), say!("ask")]);
        }
        header.extend([say!("firmness"), say!("other words")]);
        let rows = brief
            .themes
            .iter()
            .map(|theme| {
                let tones = by_tone.then(|| sentences::tone_shares(theme));
                row(theme, surveys, interviews, rated, tones)
            })
            .collect();
        let last = header.len() - 1;
        let right: Vec<usize> = std::iter::once(0).chain(2..last - 1).collect();
        output.table(&header, rows, &right)?;
        output.line("")?;
    }
    for parked in &brief.parked {
        output.line(say!(
            "hidden: {id} {theme} ({people})",
            id = parked.id,
            theme = parked.label,
            people = words::count(parked.respondents, "person", "people")
        ))?;
    }
    for empty in &brief.empty {
        output.line(say!(
            "empty: {id} {theme}",
            id = empty.id,
            theme = empty.label
        ))?;
    }
    if !brief.method.grain.is_empty() {
        output.line(&brief.method.grain)?;
    }
    let coverage = &brief.coverage;
    let answers = (coverage.asked > 0).then(|| answers_read(coverage));
    let interviews = (coverage.interviews > 0)
        .then(|| words::count(coverage.interviews, "interview", "interviews"));
    let read: Vec<String> = answers.into_iter().chain(interviews).collect();
    if !read.is_empty() {
        output.line(read.join("; "))?;
    }
    if !brief.unthemed.examples.is_empty() {
        output.line(say!("No theme covers, for example:"))?;
    }
    for quote in brief.unthemed.examples.iter().take(UNTHEMED_SHOWN) {
        output.line(format!("  “{}”", quote.text.replace(['\n', '\r'], " ")))?;
    }
    Ok(())
}

/// Says how many answers are in a theme: `610 answers, 399 with a comment: …`.
fn answers_read(coverage: &Coverage) -> String {
    let answers = words::count(coverage.asked, "answer", "answers");
    let [commented, themed, unthemed] =
        [coverage.commented, coverage.themed, coverage.unthemed].map(words::thousands);
    if coverage.parked == 0 {
        return say!(
            "{answers}, {commented} with a comment: {themed} in a theme, {unthemed} that no theme covers",
            answers,
            commented,
            themed,
            unthemed
        );
    }
    say!(
        "{answers}, {commented} with a comment: {themed} in a theme, {hidden} in hidden themes, {unthemed} that no theme covers",
        answers,
        commented,
        themed,
        hidden = words::thousands(coverage.parked),
        unthemed
    )
}

/// Passages that no theme covers, shown under the list.
const UNTHEMED_SHOWN: usize = 3;

fn row(
    theme: &ThemeSummary,
    surveys: bool,
    interviews: bool,
    rated: bool,
    tones: Option<[String; 3]>,
) -> Vec<String> {
    let mut row = vec![theme.id.clone(), theme.label.clone()];
    if surveys {
        row.push(words::thousands(theme.respondents));
    }
    if interviews {
        row.push(words::of(theme.participants.voiced, theme.participants.of));
    }
    if rated {
        for share in &theme.groups {
            let estimate = share.share.estimate;
            row.push(estimate.value().map_or_else(|| "–".into(), words::percent));
        }
        row.push(match &theme.impact {
            ImpactSummary::Points(points) => points
                .value()
                .map_or_else(|| "–".into(), words::signed_tenths),
            ImpactSummary::Unknown { .. } => "–".into(),
        });
    }
    row.extend(tones.into_iter().flatten());
    let rest: Vec<&str> = match theme.kind {
        ThemeSort::Topic => {
            let named = theme.label.to_lowercase();
            let terms = theme.terms.iter().map(String::as_str);
            let adds = |term: &&str| !named.contains(&term.to_lowercase());
            terms.filter(adds).take(4).collect()
        }
        ThemeSort::Praise | ThemeSort::Complaint => vec![say!("nothing specific")],
    };
    row.push(
        theme
            .firmness
            .map_or("–".into(), |firmness| translated(firmness.word.name()))
            .into_owned(),
    );
    row.push(rest.join(", "));
    row
}

/// A theme on a page, as JSON.
#[derive(Serialize)]
struct ThemeJson<'a> {
    #[serde(flatten)]
    theme: &'a ThemeSummary,
    /// What settling it could bring.
    what_if: Option<WhatIf>,
}

fn is_called(theme: &ThemeSummary, wanted: &str) -> bool {
    let wanted = wanted.trim();
    theme.id == wanted.trim_start_matches('#')
        || theme.label.to_lowercase() == wanted.to_lowercase()
}

fn show(brief: &Brief, id: &str, settled: f64, output: &mut Output) -> Result<(), Failure> {
    let theme = brief.themes.iter().find(|theme| is_called(theme, id));
    let Some(theme) = theme else {
        return Err(Failure::NoTheme {
            wanted: id.to_owned(),
            themes: brief
                .themes
                .iter()
                .map(|theme| theme.label.clone())
                .collect(),
        });
    };
    let settling = sentences::settling(theme, settled);
    if output.json {
        let what_if = settling;
        return output.value(&ThemeJson { theme, what_if });
    }
    output.line(format!("{}  {}", theme.id, theme.label))?;
    if let Some(quote) = theme.quotes.first() {
        output.line(format!("   “{}”", quote.text.replace(['\n', '\r'], " ")))?;
    }
    output.line(format!("   {}", theme.terms.join(", ")))?;
    output.line("")?;
    output.line(sentences::standing(theme))?;
    if let Some(parts) = sentences::parts(theme) {
        output.paragraph("  ", &parts)?;
    }
    for (says, said) in sentences::tones(theme) {
        let quote = said.map(|said| format!(": “{}”", said.text.replace(['\n', '\r'], " ")));
        output.paragraph("  ", &format!("{says}{}", quote.unwrap_or_default()))?;
    }
    let names = brief.scale.groups().map(|group| brief.scale.plural(group));
    let width = names.map(|name| name.chars().count()).fold(11, usize::max);
    for share in &theme.groups {
        output.line(format!(
            "  {:<width$} {:>9}  {}",
            brief.scale.plural(share.group),
            words::of(share.share.voiced, share.share.estimate.n()),
            words::estimate(share.share.estimate, words::percent, words::share_range)
        ))?;
    }
    if let ImpactSummary::Points(points) = &theme.impact {
        let points_of = |value| format!("{} points", words::signed_tenths(value));
        let said = words::estimate(*points, points_of, words::points_range);
        output.line(format!(
            "  effect on the {}: {said}",
            words::score_name(&brief.scale)
        ))?;
    }
    if let Some(settling) = settling {
        output.paragraph("  ", &sentences::what_if(theme, &settling, &brief.scale))?;
    }
    // Of a loose theme the caution below says as much.
    if let Some(firmness) = theme.firmness.filter(|_| !sentences::is_loose(theme)) {
        let (word, share) = (firmness.word.name(), words::percent(firmness.share));
        output.line(format!(
            "  {word}: with part of the comments left out, {share} of it stays together"
        ))?;
    }
    if let Some(fit) = theme.fit {
        output.line(format!(
            "  {} of the people in it use a word from its name",
            words::percent(fit)
        ))?;
    }
    for caution in &theme.cautions {
        output.line(format!("! {caution}"))?;
    }
    if let Some(check) = &theme.checked {
        output.paragraph("  ", &narrative::theme_check(check))?;
    }
    if theme.trend.len() > 1 {
        output.line("")?;
        for wave in &theme.trend {
            output.line(format!(
                "  {:<11} {:>9}  {}",
                wave.wave,
                words::of(wave.share.voiced, wave.share.estimate.n()),
                words::estimate(wave.share.estimate, words::percent, words::share_range)
            ))?;
        }
    }
    for quote in &theme.quotes {
        output.line("")?;
        output.line(format!("  “{}”", quote.text.replace(['\n', '\r'], " ")))?;
        output.line(format!("    {}", provenance(quote, &brief.scale)))?;
    }
    Ok(())
}

/// Returns who said a quote and where it stands.
pub(super) fn provenance(quote: &Quote, scale: &Scale) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(quote.speaker.clone());
    parts.extend(quote.account.clone());
    let group = quote
        .group
        .map(|group| words::member(group, scale).into_owned());
    let answer = quote.rating.and_then(|rating| words::answer(rating, scale));
    let rated: Vec<String> = group.into_iter().chain(answer).collect();
    parts.extend((!rated.is_empty()).then(|| rated.join(", ")));
    parts.extend(
        quote
            .date
            .as_deref()
            .map(|date| date.chars().take(10).collect()),
    );
    parts.push(words::place(quote));
    parts.join(" · ")
}
