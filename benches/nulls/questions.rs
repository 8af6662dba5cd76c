//! Every question asked of a study, and what the answers claim.

use std::collections::BTreeSet;
use std::sync::Arc;

use motif::inquiry::claims::Claim;
use motif::inquiry::explanation::explain;
use motif::inquiry::follow_through::followed_actions;
use motif::inquiry::watch::{Alert, change_since};
use motif::inquiry::{Answer, Ledger, NoIndex, Selection};
use motif::question::{PeriodKind, Question};
use motif::report::brief::Brief;
use motif::report::narrative;
use motif::report::story::{Block, Sentence, sentences};
use motif::study::{Action, Analysis, StudySnapshot};
use motif::themes::ThemeId;

/// What is asked.
pub(crate) const ASKED: [&str; 11] = [
    "compare",
    "contrast",
    "hot spots",
    "trends",
    "outcomes",
    "report, in short",
    "report of a change, in short",
    "actions",
    "alerts",
    "themes together",
    "months that stand out",
];

/// Returns what the answer to each question claims.
pub(crate) fn claimed(analysis: &Analysis) -> Vec<BTreeSet<Claim>> {
    let ledger = Ledger::new(analysis);
    let scale = &analysis.corpus.scale;
    let answered = |question: Question| -> Vec<Block> {
        let answer = question.answer(&ledger, &NoIndex);
        answer.map_or_else(
            |_| Vec::new(),
            |answer: Answer| narrative::answer(&answer, scale),
        )
    };
    let waves = || (Some("before".to_owned()), Some("after".to_owned()));
    let (from, to) = waves();
    let compare = answered(Question::Change { from, to });
    let contrast = answered(Question::Contrast {
        first: "passive".into(),
        second: "detractor".into(),
        within: None,
        among: None,
    });
    let hotspots = answered(Question::Hotspots {
        by: Vec::new(),
        among: None,
        least: None,
    });
    let trends = answered(Question::Trends {
        by: PeriodKind::Wave,
        among: None,
    });
    let outcomes = answered(Question::Outcomes {
        outcome: None,
        among: None,
    });
    let drivers = answered(Question::Drivers { among: None });
    let brief = Brief::new(analysis);
    let headlines = brief.headlines.iter().map(|headline| headline.claim);
    let mut claims: Vec<BTreeSet<Claim>> = [compare, contrast, hotspots, trends, outcomes]
        .iter()
        .map(|blocks| told(sentences(blocks)))
        .collect();
    claims.push(headlines.filter(|claim| *claim != Claim::None).collect());
    let sides = ["before", "after"].map(|wave| Selection::parse(wave, analysis));
    let short = match sides {
        [Ok(from), Ok(to)] => explain(&ledger, &from, &to)
            .map(|found| sentences(narrative::report(&found, &brief, false).first_screen())),
        _ => Ok(Vec::new()),
    };
    claims.push(told(short.unwrap_or_default()));
    claims.push(helped(analysis));
    claims.push(alerted(&ledger));
    claims.push(told(sentences(&drivers)));
    claims.push(months(analysis));
    claims
}

/// The first wave answers in these months, the second in the one after.
const MONTHS: usize = 7;

/// What is claimed of single months.
fn months(analysis: &Analysis) -> BTreeSet<Claim> {
    let mut analysis = analysis.clone();
    let corpus = Arc::make_mut(&mut analysis.corpus);
    for (at, response) in corpus.responses.iter_mut().enumerate() {
        let month = if response.wave == "before" {
            1 + at % MONTHS
        } else {
            1 + MONTHS
        };
        response.date = Some(format!("2025-{month:02}-15").into());
    }
    let trends = Question::Trends {
        by: PeriodKind::Month,
        among: None,
    };
    let answer = trends.answer(&Ledger::new(&analysis), &NoIndex);
    let scale = &analysis.corpus.scale;
    told(sentences(&answer.map_or_else(
        |_| Vec::new(),
        |answer| narrative::answer(&answer, scale),
    )))
}

fn told(sentences: impl IntoIterator<Item = Sentence>) -> BTreeSet<Claim> {
    let claims = sentences.into_iter().map(|sentence| sentence.claim);
    claims.filter(|claim| *claim != Claim::None).collect()
}

/// Between the waves.
const DAY: &str = "2025-03-01";

/// What is claimed of an action on the largest theme.
fn helped(analysis: &Analysis) -> BTreeSet<Claim> {
    let topics = Ledger::new(analysis).themes().into_iter();
    let mut numbers = topics.filter_map(|at| match analysis.findings[at].theme.id {
        ThemeId::Theme(number) => Some(number),
        ThemeId::Broad(_) | ThemeId::Part(..) => None,
    });
    let Some(theme) = numbers.next() else {
        return BTreeSet::new();
    };
    let mut analysis = analysis.clone();
    analysis.work.actions.push(Action {
        number: 1,
        theme,
        done: Some(DAY.into()),
        ..Action::default()
    });
    let found = followed_actions(&Ledger::new(&analysis));
    let tied = found.iter().filter_map(|of| of.effect.as_ref()?.found.tied);
    let sure = tied.filter(|tied| tied.interval.low > 0.0 || tied.interval.high < 0.0);
    sure.map(|_| Claim::Trend).collect()
}

/// Which accounts are said to have fallen since the first wave.
fn alerted(ledger: &Ledger<'_>) -> BTreeSet<Claim> {
    let answers = ledger.analysis.corpus.responses.iter();
    let first = answers.filter(|of| of.wave == "before");
    let before = StudySnapshot {
        ratings: first
            .filter_map(|of| Some((of.person.key()?, of.rating?.value())))
            .collect(),
        ..StudySnapshot::default()
    };
    let change = change_since(ledger, &before, DAY, DAY);
    let fell = change.alerts.into_iter();
    fell.filter(|alert| matches!(alert, Alert::AccountFell { .. }))
        .map(|_| Claim::Change)
        .collect()
}
