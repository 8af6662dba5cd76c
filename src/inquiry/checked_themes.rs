//! What somebody who checked themes has read of each, and what follows.
//!
//! Takes what the codebook holds of checks; gives for each theme how many of the
//! texts that were drawn are about it, how they stand now, and what that corrects.
//! Which texts are drawn, and what is told of a check, is [`super::check`]'s.

use std::collections::BTreeMap;

use crate::feedback::Document;
use crate::nps::double_sampling::{Accuracy, CheckedPart, DoubleSample, Misclassification};
use crate::study::Analysis;
use crate::study::lookup::Lookup;
use crate::themes::{CheckedPassage, ThemeId};

/// What was read of a theme.
#[derive(Debug)]
pub(super) struct Checked {
    /// The texts.
    pub(super) read: Vec<CheckedPassage>,
    /// How many of each part, and how they stand now.
    pub(super) sample: DoubleSample,
    /// Texts whose place has changed since against what the reader said.
    pub(super) moved: u64,
    /// How sure the theme is; `None` where too few were read, or too many moved.
    pub(super) accuracy: Option<Accuracy>,
    /// What it corrects; `None` where it can correct nothing.
    pub(super) correction: Option<Misclassification>,
}

/// One in so many texts may have moved against what was said of it before a
/// check is out of date.
const STALE: u64 = 10;

/// Returns what was read of the themes there are, by position of the findings.
pub(super) fn checked(analysis: &Analysis) -> BTreeMap<usize, Checked> {
    let mut checks = analysis.codebook.checks();
    if checks.is_empty() {
        return BTreeMap::new();
    }
    let lookup = Lookup::new(&analysis.corpus);
    let findings = analysis.findings.iter().enumerate();
    findings
        .filter_map(|(at, finding)| {
            let ThemeId::Theme(number) = finding.theme.id else {
                return None;
            };
            let read = checks.remove(&number)?;
            Some((at, Checked::new(analysis, &lookup, at, read)))
        })
        .collect()
}

impl Checked {
    /// Counts texts that were read of a theme, by its position in the findings.
    pub(super) fn new(
        analysis: &Analysis,
        lookup: &Lookup<'_>,
        finding: usize,
        read: Vec<CheckedPassage>,
    ) -> Self {
        let mut sample = DoubleSample::default();
        let (mut sizes, mut moved) = (BTreeMap::new(), 0);
        let mut parts: BTreeMap<u32, CheckedPart> = BTreeMap::new();
        for of in &read {
            sizes.insert(of.drawn.part, u64::from(of.drawn.of));
            let Some(about) = of.about else {
                continue;
            };
            let part = parts.entry(of.drawn.part).or_default();
            part.read += 1;
            part.about += u64::from(about);
            let Some(is_inside) = is_inside(analysis, lookup, finding, of) else {
                continue;
            };
            let was_inside = of.drawn.part == 0;
            moved += u64::from(is_inside != was_inside && is_inside != about);
            let now = &mut sample.now;
            *match (is_inside, about) {
                (true, true) => &mut now.found,
                (true, false) => &mut now.wrong,
                (false, true) => &mut now.missed,
                (false, false) => &mut now.other,
            } += 1;
        }
        for (part, size) in sizes {
            let mut of = parts.remove(&part).unwrap_or_default();
            of.unread = size.saturating_sub(of.read);
            match part {
                0 => sample.inside = of,
                _ => sample.outside.push(of),
            }
        }
        let is_stale = moved * STALE > sample.read();
        let accuracy = sample.accuracy().filter(|_| !is_stale);
        let correction = accuracy.as_ref().map(Accuracy::correction);
        Self {
            read,
            sample,
            moved,
            correction: correction.filter(Misclassification::is_usable),
            accuracy,
        }
    }
}

/// Returns whether a text that was read is in a theme now; `None` where it is
/// not in the study any more.
fn is_inside(
    analysis: &Analysis,
    lookup: &Lookup<'_>,
    finding: usize,
    read: &CheckedPassage,
) -> Option<bool> {
    let (document, span) = lookup.excerpt(&read.passage)?;
    let finding = &analysis.findings[finding];
    Some(match document {
        Document::Comment(response) => finding.responses.binary_search(&response).is_ok(),
        Document::Interview(_) => {
            let passages = finding.passages.iter();
            let mut places = passages.map(|&at| analysis.passages.all[at].place);
            places.any(|place| place.document() == document && place.span() == span)
        }
    })
}
