//! Every question asked of a study, and what the answers claim.

use std::collections::BTreeSet;

use motif::inquiry::claims::Claim;
use motif::inquiry::explanation::explain;
use motif::inquiry::{Answer, Ledger, NoIndex, Selection};
use motif::question::{PeriodKind, Question};
use motif::report::brief::Brief;
use motif::report::narrative;
use motif::report::story::{Block, Sentence, sentences};
use motif::study::Analysis;

/// What is asked.
pub(crate) const ASKED: [&str; 7] = [
    "compare",
    "contrast",
    "hot spots",
    "trends",
    "outcomes",
    "report, in short",
    "report of a change, in short",
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
    });
    let outcomes = answered(Question::Outcomes {
        outcome: None,
        among: None,
    });
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
    claims
}

fn told(sentences: impl IntoIterator<Item = Sentence>) -> BTreeSet<Claim> {
    let claims = sentences.into_iter().map(|sentence| sentence.claim);
    claims.filter(|claim| *claim != Claim::None).collect()
}
