//! A text with what is known of its stretches: which theme each is of, and
//! what people said of it.
//!
//! Takes a document of the corpus; gives its stretches and, for a turn, the
//! pieces to write it in. Stretches that people chose may lie across those
//! that motif cut, so that a piece may be of several.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::snapshot::Snapshot;
use crate::feedback::{Document, Place, Span};
use crate::study::{Analysis, Voiced, means, quote_id};
use crate::text;
use crate::themes::{Detail, ThemeId, ThemeKind};

/// A stretch of a text that something is known of.
#[derive(Clone, Debug, Default)]
pub(super) struct AnnotatedSpan {
    /// What it is known by.
    pub(super) id: String,
    pub(super) span: Span,
    /// Whether it is a passage that motif cut.
    pub(super) is_passage: bool,
    /// The themes it is of.
    pub(super) of: Vec<AppliedTheme>,
    pub(super) important: bool,
    pub(super) memo: Option<String>,
}

/// A theme that a stretch is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AppliedTheme {
    pub(super) theme: ThemeId,
    /// Its name; `None` where it is no longer there.
    pub(super) label: Option<String>,
    /// Who said so; `None` where the model did.
    pub(super) given_by: Option<String>,
    /// Whether it was set aside.
    pub(super) parked: bool,
}

impl AnnotatedSpan {
    /// Returns whether there is anything to say about it.
    pub(super) fn is_noted(&self) -> bool {
        !self.of.is_empty() || self.important || self.memo.is_some()
    }
}

/// Returns the stretches of a document that something is known of, from its
/// beginning to its end, those that hold others first.
pub(super) fn stretches(
    snapshot: &Snapshot,
    detail: Detail,
    document: Document,
) -> Vec<AnnotatedSpan> {
    let analysis = snapshot.analysis(detail);
    let corpus = &analysis.corpus;
    let mut known = AnnotatedSpans::default();
    let given = || {
        let all = snapshot.given().iter();
        all.filter(|given| given.document == document)
    };
    for passage in passages(analysis, document) {
        let span = analysis.passages.all[passage].place.span();
        let stretch = known.at(snapshot, document, span);
        stretch.is_passage = true;
        if let Voiced::Theme { finding, .. } = analysis.voiced_by(passage) {
            let theme = &analysis.findings[finding].theme;
            let is_said = |of: ThemeId| of == theme.id;
            // What somebody said themselves need not be told twice.
            let is_given = given()
                .any(|given| is_said(ThemeId::Theme(given.coded.theme)) && means(given.span, span));
            if !is_given {
                stretch.of.push(AppliedTheme {
                    theme: theme.id,
                    label: Some(theme.name.clone()),
                    given_by: None,
                    parked: theme.standing.parked,
                });
            }
        }
    }
    for given in given() {
        let named = named(snapshot, given.coded.theme);
        let stretch = known.at(snapshot, document, given.span);
        stretch.of.push(AppliedTheme {
            given_by: Some(given.coded.who.clone()),
            ..named
        });
    }
    let noted = snapshot.noted().iter();
    for noted in noted.filter(|noted| noted.document == document) {
        let stretch = known.at(snapshot, document, noted.span);
        stretch.important = noted.marked.important;
        stretch.memo.clone_from(&noted.marked.memo);
    }
    let span = |stretch: &AnnotatedSpan| stretch.span.end <= corpus.text(document).len();
    known.0.into_values().filter(span).collect()
}

/// Stretches by where they stand, those that hold others first.
#[derive(Default)]
struct AnnotatedSpans(BTreeMap<(usize, Reverse<usize>), AnnotatedSpan>);

impl AnnotatedSpans {
    fn at(&mut self, snapshot: &Snapshot, document: Document, span: Span) -> &mut AnnotatedSpan {
        let stretch = self.0.entry((span.start, Reverse(span.end)));
        stretch.or_insert_with(|| bare(snapshot, document, span))
    }
}

/// Returns a stretch of which nothing is known yet.
pub(super) fn bare(snapshot: &Snapshot, document: Document, span: Span) -> AnnotatedSpan {
    AnnotatedSpan {
        id: quote_id(&snapshot.any().corpus, document, span).to_string(),
        span,
        ..AnnotatedSpan::default()
    }
}

/// Returns whether a stretch is a passage that motif cut.
pub(super) fn is_passage(snapshot: &Snapshot, document: Document, span: Span) -> bool {
    let analysis = snapshot.any();
    let all = &analysis.passages.all;
    passages(analysis, document).any(|passage| all[passage].place.span() == span)
}

/// Returns the positions of a document's passages, in order.
fn passages(analysis: &Analysis, document: Document) -> std::ops::Range<usize> {
    let all = &analysis.passages.all;
    let first = all.partition_point(|passage| passage.place.document() < document);
    let after = all.partition_point(|passage| passage.place.document() <= document);
    first..after
}

/// Returns a theme by the number that people gave something to.
fn named(snapshot: &Snapshot, number: u32) -> AppliedTheme {
    let theme = ThemeId::Theme(number);
    let analysis = snapshot.analysis(Detail::Default);
    let mut findings = analysis.findings.iter().map(|finding| &finding.theme);
    let found = findings.find(|of| of.id == theme);
    AppliedTheme {
        theme,
        label: found.map(|of| of.name.clone()),
        given_by: None,
        parked: found.is_some_and(|of| of.standing.parked),
    }
}

/// Returns for each interview the positions of the topics voiced in it that
/// nobody set aside, and how many passages voice each: the most first.
pub(super) fn topics(analysis: &Analysis) -> Vec<Vec<(usize, usize)>> {
    let mut counts: Vec<BTreeMap<usize, usize>> =
        vec![BTreeMap::new(); analysis.corpus.interviews.len()];
    for (at, finding) in analysis.findings.iter().enumerate() {
        if finding.theme.standing.parked || finding.theme.kind != ThemeKind::Topic {
            continue;
        }
        for &passage in &finding.passages {
            if let Place::Turn { interview, .. } = analysis.passages.all[passage].place {
                *counts[interview].entry(at).or_default() += 1;
            }
        }
    }
    let ranked = counts.into_iter().map(|counts| {
        let mut topics: Vec<(usize, usize)> = counts.into_iter().collect();
        topics.sort_by_key(|&(at, count)| (Reverse(count), at));
        topics
    });
    ranked.collect()
}

/// A piece of a turn that the same is known of from end to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TurnPiece {
    /// The words, contact details masked: as many characters as in the text.
    pub(super) words: String,
    /// Positions of the stretches it is of, those that hold others first, and
    /// whether each begins and ends with it.
    pub(super) of: Vec<Ends>,
}

/// A stretch, and whether it begins or ends with a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) stretch: usize,
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// Cuts a part of a text wherever one of its stretches begins or ends.
pub(super) fn pieces(text: &str, within: Span, stretches: &[AnnotatedSpan]) -> Vec<TurnPiece> {
    let part = within.slice(text);
    let contacts: Vec<Span> = text::contacts(part)
        .into_iter()
        .map(|span| span.shifted(within.start))
        .collect();
    let inside: Vec<usize> = (0..stretches.len())
        .filter(|&at| is_shared(stretches[at].span, within))
        .collect();
    let mut cuts: Vec<usize> = inside
        .iter()
        .flat_map(|&at| [stretches[at].span.start, stretches[at].span.end])
        .filter(|cut| (within.start..within.end).contains(cut))
        .chain([within.start, within.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |ends: &[usize]| {
        let span = Span::new(ends[0], ends[1]);
        let of = inside.iter().copied();
        TurnPiece {
            words: shown(text, span, &contacts),
            of: of
                .filter(|&at| is_shared(stretches[at].span, span))
                .map(|at| Ends {
                    stretch: at,
                    opens: stretches[at].span.start == span.start,
                    closes: stretches[at].span.end == span.end,
                })
                .collect(),
        }
    };
    cuts.windows(2).map(piece).collect()
}

fn is_shared(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// Returns words as a page can hold them, character for character: browsers
/// make one line break of `\r\n`, and drop what is no character at all.
fn shown(text: &str, span: Span, contacts: &[Span]) -> String {
    let is_contact = |at: usize| contacts.iter().any(|of| (of.start..of.end).contains(&at));
    let words = span.slice(text);
    let characters = words.char_indices().map(|(at, character)| {
        let at = span.start + at;
        match character {
            _ if is_contact(at) => '•',
            '\r' if text[at + 1..].starts_with('\n') => ' ',
            '\r' => '\n',
            '\0' => char::REPLACEMENT_CHARACTER,
            other => other,
        }
    });
    characters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::feedback::{Excerpt, Response, byte_span};
    use crate::study::{Past, Settings};
    use crate::themes::{Codebook, Entry, Request};

    fn stretch(text: &str, words: &str) -> AnnotatedSpan {
        let start = text.find(words).unwrap();
        AnnotatedSpan {
            span: Span::new(start, start + words.len()),
            ..AnnotatedSpan::default()
        }
    }

    fn whole(text: &str) -> Span {
        Span::new(0, text.len())
    }

    #[test]
    fn what_somebody_chose_may_lie_across_what_was_cut() {
        let text = "Too slow. Too dear.";
        let stretches = [
            stretch(text, "Too slow."),
            stretch(text, "slow. Too"),
            stretch(text, "Too dear."),
        ];
        let pieces = pieces(text, whole(text), &stretches);
        let told: Vec<(&str, Vec<usize>)> = pieces
            .iter()
            .map(|piece| {
                let of = piece.of.iter().map(|of| of.stretch).collect();
                (piece.words.as_str(), of)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Too ", vec![0]),
                ("slow.", vec![0, 1]),
                (" ", vec![1]),
                ("Too", vec![1, 2]),
                (" dear.", vec![2]),
            ]
        );
        let begins = pieces.iter().map(|piece| piece.of.iter());
        let begins = begins.map(|of| of.filter(|of| of.opens).count());
        assert_eq!(begins.sum::<usize>(), 3);
    }

    #[test]
    fn pieces_have_as_many_characters_as_the_text() {
        let text = "😀 né\r\nmail ann@x.org\rend\0.";
        let stretches = [stretch(text, "mail ann@x"), stretch(text, ".org\rend")];
        let pieces = pieces(text, whole(text), &stretches);
        let shown: String = pieces.iter().map(|piece| piece.words.as_str()).collect();
        assert_eq!(shown, "😀 né \nmail •••••••••\nend\u{fffd}.");
        assert_eq!(shown.chars().count(), text.chars().count());
    }

    #[test]
    fn a_stretch_beyond_a_turn_neither_begins_nor_ends_in_it() {
        let text = "one two three";
        let turn = stretch(text, "two").span;
        let pieces = pieces(text, turn, &[stretch(text, "one two three")]);
        let [piece] = &pieces[..] else { panic!() };
        assert_eq!(piece.words, "two");
        assert!(!piece.of[0].opens && !piece.of[0].closes);
    }

    fn snapshot(request: impl Fn(Excerpt) -> Request) -> Snapshot {
        let response = Response {
            source: "spring.csv".into(),
            id: Some("S-1".into()),
            comment: Some("😀 Too slow. Too dear.".into()),
            ..Response::default()
        };
        let corpus = Corpus {
            responses: vec![response],
            ..Corpus::default()
        };
        let chosen = byte_span(corpus.text(Document::Comment(0)), 6, 15).unwrap();
        let entry = Entry {
            number: 1,
            who: "Ann".into(),
            at: String::new(),
            undone: false,
            upon: 0,
            made: vec![1],
            request: request(corpus.excerpt(Document::Comment(0), chosen)),
        };
        let past = Past {
            codebook: Codebook {
                entries: vec![entry],
            },
            ..Past::default()
        };
        let analysis = Analysis::new(corpus, &Settings::default(), past);
        Snapshot::new(analysis, ("stamp".into(), [0; 32]), None)
    }

    #[test]
    fn what_somebody_gave_to_a_theme_stands_beside_what_was_cut() {
        let snapshot = snapshot(|passage| Request::Create {
            name: "Speed".into(),
            passages: vec![passage],
        });
        let document = Document::Comment(0);
        let all = stretches(&snapshot, Detail::Default, document);
        let text = snapshot.any().corpus.text(document);
        let given = all
            .iter()
            .find(|of| of.span.slice(text) == "slow. Too")
            .unwrap();
        assert_eq!(given.of[0].given_by.as_deref(), Some("Ann"));
        assert_eq!(given.of[0].theme, ThemeId::Theme(1));
        assert!(given.is_noted() && !given.is_passage);
        assert!(!is_passage(&snapshot, document, given.span));
        assert_eq!(snapshot.quoted(&given.id), Some((document, given.span)));
        let cut = all.iter().filter(|of| of.is_passage);
        let cut: Vec<&str> = cut.map(|of| of.span.slice(text)).collect();
        assert!(cut.contains(&"Too dear."), "{cut:?}");
    }

    #[test]
    fn a_note_is_shown_without_contact_details() {
        let snapshot = snapshot(|passage| Request::Mark {
            passage,
            important: Some(true),
            memo: Some("ask ann@x.org".into()),
        });
        let all = stretches(&snapshot, Detail::Default, Document::Comment(0));
        let noted: Vec<&AnnotatedSpan> = all.iter().filter(|of| of.important).collect();
        assert_eq!(noted.len(), 1);
        assert_eq!(noted[0].memo.as_deref(), Some("ask ann@x.org"));
    }
}
