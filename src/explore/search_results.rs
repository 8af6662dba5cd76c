//! What a search finds: texts with the passages in them that answer.
//!
//! The index finds comments and turns; what can be opened, coded or drawn on
//! the map is a passage. Here the one becomes the other. What has the words
//! comes first, what only says the like after it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cited_passages::{CitedPassage, said};
use super::error::Error;
use super::filter::Filter;
use super::highlight::{Highlight, HighlightPiece};
use super::session::Session;
use super::snapshot::Snapshot;
use crate::corpus::Corpus;
use crate::feedback::{Place, Span};
use crate::inquiry::search::{ReadSearch, SearchResults, TOGETHER};
use crate::question::SearchQuestion;
use crate::search::{Hit, Sort};
use crate::study::reference::{Like, like_at};
use crate::study::{Quote, Voiced};
use crate::text;
use crate::themes::{Detail, ThemeId};

/// Returns what answers a question, with the hits of a page among it.
pub(super) fn found(
    session: &Session,
    snapshot: &Snapshot,
    question: &SearchQuestion,
    page: (usize, usize),
    facets: bool,
) -> Result<SearchResults, Error> {
    let unread = |problem| Error::of_query(problem, &question.query);
    let mut asked = read(snapshot, question)?;
    asked.options.facets = facets;
    session.search(snapshot, |index| asked.find(index, page).map_err(unread))
}

pub(super) fn read(snapshot: &Snapshot, question: &SearchQuestion) -> Result<ReadSearch, Error> {
    let like = question.like.as_deref().map(|id| liked(snapshot, id));
    let unread = |problem| Error::of_query(problem, &question.query);
    let read = ReadSearch::parse(question, like.transpose()?).map_err(unread)?;
    let filter = Filter::new(question.among.as_deref());
    let among = snapshot.among(&filter)?;
    Ok(match among {
        Some(among) => read.among(&among),
        None => read,
    })
}

/// Returns the words that others should be like, and where they stand.
fn liked(snapshot: &Snapshot, id: &str) -> Result<Like, Error> {
    let found = snapshot
        .quoted(id)
        .and_then(|at| like_at(&snapshot.any().corpus, at));
    found.ok_or_else(|| Error::missing("such passage"))
}

/// A hit as it is shown.
pub(super) struct ShownHit {
    /// The passage that answers best.
    pub(super) said: CitedPassage,
    /// Where that stands.
    pub(super) place: Place,
    /// Every passage of the text that answers, by position; none where
    /// whoever asks the questions said it.
    pub(super) passages: Vec<usize>,
    /// What stands before it in the same text, as far as it is shown.
    pub(super) before: Vec<HighlightPiece>,
    /// What answers.
    pub(super) words: Vec<HighlightPiece>,
    /// What stands after it.
    pub(super) after: Vec<HighlightPiece>,
    /// The themes it is of.
    pub(super) themes: Vec<(ThemeId, String)>,
    /// Whether it lacks the words and says the like.
    pub(super) similar: bool,
}

/// So many characters are shown before and after what answers…
const BESIDE: usize = 140;

/// …and so many of a text of which everything does.
const WHOLE: usize = 600;

/// Returns a hit as it is shown.
pub(super) fn shown(snapshot: &Snapshot, hit: &Hit) -> ShownHit {
    let analysis = snapshot.any();
    let corpus = &analysis.corpus;
    let (document, at) = (hit.place.document(), hit.place.span());
    let passages = answering(snapshot, hit);
    let best = passages.iter().copied().max_by_key(|&passage| {
        let span = analysis.passages.all[passage].place.span();
        (within(hit, span).count(), Reverse(passage))
    });
    let place = match best {
        Some(best) => analysis.passages.all[best].place,
        None => moved(hit.place, first_passage(corpus.text(document), at)),
    };
    let everything = hit.matches.is_empty() && !hit.is_similar;
    let whole = corpus.whole(hit.place);
    let stretch = Highlight::new(corpus.text(document), whole, &hit.matches);
    let (before, words, after) = if everything {
        (Vec::new(), stretch.beginning(WHOLE), Vec::new())
    } else {
        stretch.around(at, BESIDE)
    };
    let mut said = said(snapshot, place);
    if passages.is_empty() {
        asked_by(&mut said.quote, corpus, place);
    }
    ShownHit {
        said,
        place,
        themes: themes(snapshot, &passages),
        passages,
        before,
        words,
        after,
        similar: hit.is_similar,
    }
}

/// Says who asked, not who was asked: a participant's name and group are no
/// questioner's.
fn asked_by(quote: &mut Quote, corpus: &Corpus, place: Place) {
    if let Place::Turn {
        interview, turn, ..
    } = place
    {
        let interview = &corpus.interviews[interview];
        let participant = interview.participant.name.as_deref();
        let of = || participant.map(|name| format!("asked of {name}"));
        quote.speaker = interview.turns[turn].speaker.clone().or_else(of);
        quote.group = None;
    }
}

fn moved(place: Place, to: Span) -> Place {
    match place {
        Place::Comment { response, .. } => Place::Comment { response, span: to },
        Place::Turn {
            interview, turn, ..
        } => Place::Turn {
            interview,
            turn,
            span: to,
        },
    }
}

fn first_passage(text: &str, at: Span) -> Span {
    let passages = text::passages(at.slice(text));
    passages.first().map_or(at, |span| span.shifted(at.start))
}

fn within(hit: &Hit, span: Span) -> impl Iterator<Item = &Span> {
    let matches = hit.matches.iter();
    matches.filter(move |found| found.start < span.end && span.start < found.end)
}

/// Returns the passages of a hit that answer, by position: those that hold
/// matching words, else all that are meant.
pub(super) fn answering(snapshot: &Snapshot, hit: &Hit) -> Vec<usize> {
    let all = &snapshot.any().passages.all;
    let first = moved(hit.place, Span { start: 0, end: 0 });
    let from = all.partition_point(|passage| passage.place < first);
    let of_text = all[from..]
        .iter()
        .take_while(|passage| moved(passage.place, Span { start: 0, end: 0 }) == first);
    let of_text = || of_text.clone().zip(from..);
    let holding: Vec<usize> = of_text()
        .filter(|(passage, _)| within(hit, passage.place.span()).next().is_some())
        .map(|(_, at)| at)
        .collect();
    if !holding.is_empty() && !hit.is_similar {
        return holding;
    }
    let shown = hit.place.span();
    let meant = |span: Span| span.start < shown.end && shown.start < span.end;
    let everything = !hit.is_similar;
    of_text()
        .filter(|(passage, _)| everything || meant(passage.place.span()))
        .map(|(_, at)| at)
        .collect()
}

/// Returns the themes of some passages, each once.
fn themes(snapshot: &Snapshot, passages: &[usize]) -> Vec<(ThemeId, String)> {
    let analysis = snapshot.analysis(Detail::Default);
    let mut themes: Vec<(ThemeId, String)> = Vec::new();
    for &passage in passages {
        if let Voiced::Theme { finding, .. } = analysis.voiced_by(passage) {
            let theme = &analysis.findings[finding].theme;
            if themes.iter().all(|(known, _)| *known != theme.id) {
                themes.push((theme.id, theme.name.clone()));
            }
        }
    }
    themes
}

/// Returns which themes hits are of, that of most hits first.
pub(super) fn spread(snapshot: &Snapshot, hits: &[Hit]) -> Vec<(ThemeId, String, usize)> {
    let mut counts: BTreeMap<ThemeId, (String, usize)> = BTreeMap::new();
    for hit in hits {
        for (theme, name) in themes(snapshot, &answering(snapshot, hit)) {
            counts.entry(theme).or_insert((name, 0)).1 += 1;
        }
    }
    let mut spread: Vec<_> = counts
        .into_iter()
        .map(|(theme, (name, count))| (theme, name, count))
        .collect();
    spread.sort_by_key(|(_, _, count)| Reverse(*count));
    spread
}

/// Returns the passages that answer a question, by position, ascending: those
/// that have the words, and those that say the like.
pub(super) fn points(
    session: &Session,
    snapshot: &Snapshot,
    question: &SearchQuestion,
) -> Result<(Vec<usize>, Vec<usize>), Error> {
    let mut found = found(session, snapshot, question, (0, TOGETHER), false)?;
    if found.hits.len() < found.all() {
        let mut asked = read(snapshot, question)?;
        asked.options.facets = false;
        // Any other order than the best needs no look at what is meant.
        asked.options.sort = Sort::Newest;
        let unread = |problem| Error::of_query(problem, &question.query);
        let all = |index: &_| asked.hits(index, (0, usize::MAX)).map_err(unread);
        found.hits = session.search(snapshot, all)?.hits;
    }
    let of = |similar: bool| {
        let hits = found.hits.iter().filter(|hit| hit.is_similar == similar);
        let mut points: Vec<usize> = hits.flat_map(|hit| answering(snapshot, hit)).collect();
        points.sort_unstable();
        points.dedup();
        points
    };
    Ok((of(false), of(true)))
}
