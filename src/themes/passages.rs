//! All passages of a corpus, the same ones collapsed.

use std::collections::{HashMap, HashSet};

use arcstr::ArcStr;
use rayon::prelude::*;

use crate::corpus::Corpus;
use crate::feedback::{Place, Response, Span};
use crate::text::{Feedback, Filler, Language, detect, filler, lists, normal};
use crate::vectorize::Utterance;

/// A passage: where it stands, and which utterance it is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands.
    pub place: Place,
    /// Its position in [`Passages::utterances`].
    pub utterance: usize,
}

/// The passages of a corpus, in the order they stand, and the distinct
/// utterances they are, in alphabetical order.
#[derive(Clone, Debug, Default)]
pub struct Passages {
    /// All passages: comments first, then turns.
    pub all: Vec<Passage>,
    /// What is said, each once.
    pub utterances: Vec<Utterance>,
    /// For each response, its whole comment as an utterance; `None` where it
    /// says nothing, as "n/a" does.
    pub wholes: Vec<Option<Utterance>>,
    /// For each response, the language its comment is in, if that can be told.
    pub languages: Vec<Option<Language>>,
    /// For each response, whether its comment answers several open questions,
    /// so that what it says as a whole is no one thing.
    pub several: Vec<bool>,
    /// For each utterance, what it says if it names no topic.
    pub fillers: Vec<Option<Filler>>,
    /// The language most comments are in: that of comments too short to tell.
    pub language: Language,
}

struct CutPassage {
    place: Place,
    normal: ArcStr,
    language: Option<Language>,
}

struct WholeComment {
    normal: ArcStr,
    language: Option<Language>,
}

/// What was said so far, each once: most comments are one passage, and many
/// people say the same.
#[derive(Default)]
struct SaidOnce(HashSet<ArcStr>);

impl SaidOnce {
    fn share(&mut self, said: &mut ArcStr) {
        match self.0.get(said) {
            Some(known) => *said = known.clone(),
            None => drop(self.0.insert(said.clone())),
        }
    }
}

impl Passages {
    /// Cuts everything that was said into passages. Interviewers' turns are
    /// left out unless `interviewers`. Texts too short to tell are read in
    /// `language`, or in that of most others.
    pub fn from_corpus(corpus: &Corpus, interviewers: bool, language: Option<Language>) -> Self {
        Self::of_question(corpus, None, interviewers, language)
    }

    /// Cuts what was answered to one open question into passages; all that was
    /// said where no question is named.
    pub fn of_question(
        corpus: &Corpus,
        question: Option<&str>,
        interviewers: bool,
        language: Option<Language>,
    ) -> Self {
        let mut once = SaidOnce::default();
        let separators = separators(corpus);
        let (mut found, wholes) = in_comments(corpus, question, &separators, &mut once);
        let interviews = corpus.interviews.iter().enumerate();
        for (index, interview) in interviews.filter(|_| question.is_none()) {
            let turns = interview.turns.iter().enumerate();
            for (turn, said) in turns.filter(|(_, turn)| interviewers || turn.role.voices()) {
                let feedback = Feedback::new(said.span.slice(&interview.text));
                let language = detect(said.span.slice(&interview.text));
                let place = |span| Place::Turn {
                    interview: index,
                    turn,
                    span,
                };
                let passages = feedback.passages().into_iter();
                let start = said.span.start;
                found.extend(in_text(&feedback, passages, language, start, place));
            }
        }
        let language = language.unwrap_or_else(|| most_common(&found));
        drop(once);
        let mut passages = Self::gathered(found, wholes, language);
        let answers = corpus.responses.iter();
        passages.several = answers
            .map(|answer| question.is_none() && answer.questions.len() > 1)
            .collect();
        passages
    }

    /// Cuts comments that stand for themselves: what is said in each does not
    /// depend on the others, so that none is taken for a list of choices. Texts
    /// too short to tell are read in `language`.
    pub fn of_single_comments(corpus: &Corpus, language: Language) -> Self {
        let mut once = SaidOnce::default();
        let (found, wholes) = in_comments(corpus, None, &HashMap::new(), &mut once);
        drop(once);
        let several = vec![false; wholes.len()];
        Self {
            several,
            ..Self::gathered(found, wholes, language)
        }
    }

    fn gathered(
        found: Vec<CutPassage>,
        wholes: Vec<Option<WholeComment>>,
        language: Language,
    ) -> Self {
        let mut passages = deduplicated(found, language);
        let whole =
            |whole: WholeComment| Utterance::new(whole.normal, whole.language.unwrap_or(language));
        let languages = wholes.iter().map(|of| of.as_ref()?.language);
        passages.languages = languages.collect();
        passages.wholes = wholes.into_iter().map(|of| of.map(whole)).collect();
        passages.drop_empty_comments();
        passages
    }

    /// Returns whether a response has a comment that says something.
    pub fn has_comment(&self, response: usize) -> bool {
        self.wholes[response].is_some()
    }

    /// A comment of nothing but "n/a" is none.
    fn drop_empty_comments(&mut self) {
        let mut says = vec![false; self.wholes.len()];
        for passage in &self.all {
            if let Place::Comment { response, .. } = passage.place {
                says[response] |= self.fillers[passage.utterance] != Some(Filler::Blank);
            }
        }
        for (whole, says) in self.wholes.iter_mut().zip(says) {
            if !says {
                *whole = None;
            }
        }
    }

    /// Returns the words of a passage as they stand in the corpus.
    pub fn text<'a>(&self, corpus: &'a Corpus, place: Place) -> &'a str {
        place.span().slice(source_text(corpus, place))
    }
}

/// Returns the text that a place is in.
pub(super) fn source_text(corpus: &Corpus, place: Place) -> &str {
    match place {
        Place::Comment { response, .. } => corpus.responses[response]
            .comment
            .as_deref()
            .unwrap_or_default(),
        Place::Turn { interview, .. } => &corpus.interviews[interview].text,
    }
}

/// Comments cut at a time: no more than these are held twice.
const CUT_AT_ONCE: usize = 1 << 14;

/// Returns the passages of all comments, and each comment whole; `separators`
/// says which columns are lists.
fn in_comments(
    corpus: &Corpus,
    question: Option<&str>,
    separators: &HashMap<AskedColumn<'_>, char>,
    once: &mut SaidOnce,
) -> (Vec<CutPassage>, Vec<Option<WholeComment>>) {
    let in_comment = |(response, answer): (usize, &Response)| {
        let comment = answer.comment.as_deref().unwrap_or_default();
        let asked = answer.answer_to(question).unwrap_or_default();
        let feedback = Feedback::new(asked.slice(comment));
        let words = feedback.all_words();
        let language = detect(&words);
        let whole = (!words.trim().is_empty()).then(|| WholeComment {
            normal: normal(&words).into(),
            language,
        });
        let place = |span| Place::Comment { response, span };
        let choices = |span: Span| {
            let separator = separators.get(&column(answer, span.shifted(asked.start)))?;
            lists::choices(asked.slice(comment), span, *separator)
        };
        let cut = |span| choices(span).unwrap_or_else(|| vec![span]);
        let passages = feedback.passages().into_iter().flat_map(cut);
        (
            in_text(&feedback, passages, language, asked.start, place),
            whole,
        )
    };
    let mut found = Vec::with_capacity(corpus.responses.len());
    let mut wholes = Vec::with_capacity(corpus.responses.len());
    for (at, some) in corpus.responses.chunks(CUT_AT_ONCE).enumerate() {
        let first = at * CUT_AT_ONCE;
        let cut: Vec<(Vec<CutPassage>, Option<WholeComment>)> = some
            .par_iter()
            .enumerate()
            .map(|(at, answer)| in_comment((first + at, answer)))
            .collect();
        for (mut passages, mut whole) in cut {
            for passage in &mut passages {
                once.share(&mut passage.normal);
            }
            if let Some(whole) = &mut whole {
                once.share(&mut whole.normal);
            }
            found.append(&mut passages);
            wholes.push(whole);
        }
    }
    (found, wholes)
}

/// The file of an answer and the question it is to.
type AskedColumn<'a> = (&'a str, &'a str);

/// Returns the column that a place in an answer's comment comes from.
fn column(answer: &Response, place: Span) -> AskedColumn<'_> {
    let mut questions = answer.questions.iter();
    let question = questions.find(|question| question.span.overlap(place) > 0);
    let question = question.map_or("", |question| question.question.as_str());
    (&answer.source, question)
}

/// Returns what parts the choices in the columns whose answers are lists.
fn separators(corpus: &Corpus) -> HashMap<AskedColumn<'_>, char> {
    let mut answers: HashMap<AskedColumn<'_>, Vec<&str>> = HashMap::new();
    for answer in &corpus.responses {
        let comment = answer.comment.as_deref().unwrap_or_default();
        if answer.questions.is_empty() {
            let column = (answer.source.as_str(), "");
            answers.entry(column).or_default().push(comment);
        }
        for question in &answer.questions {
            let column = (answer.source.as_str(), question.question.as_str());
            let said = question.span.slice(comment);
            answers.entry(column).or_default().push(said);
        }
    }
    answers
        .into_par_iter()
        .filter_map(|(column, answers)| Some((column, lists::separator(answers.into_iter())?)))
        .collect()
}

fn in_text(
    feedback: &Feedback<'_>,
    passages: impl Iterator<Item = Span>,
    language: Option<Language>,
    offset: usize,
    place: impl Fn(Span) -> Place,
) -> Vec<CutPassage> {
    passages
        .map(|span| CutPassage {
            normal: normal(&feedback.words(span)).into(),
            place: place(span.shifted(offset)),
            language,
        })
        .collect()
}

fn deduplicated(found: Vec<CutPassage>, language: Language) -> Passages {
    let said = |at: u32| {
        let cut = &found[at as usize];
        (&cut.normal, cut.language.unwrap_or(language))
    };
    let mut order: Vec<u32> = (0..found.len() as u32).collect();
    order.par_sort_unstable_by(|&one, &other| said(one).cmp(&said(other)).then(one.cmp(&other)));
    let mut utterances: Vec<Utterance> = Vec::new();
    let mut of = vec![0_u32; found.len()];
    for index in order {
        let (normal, language) = said(index);
        let same = utterances
            .last()
            .is_some_and(|last| last.normal == *normal && last.language == language);
        if !same {
            utterances.push(Utterance::new(normal.clone(), language));
        }
        of[index as usize] = utterances.len() as u32 - 1;
    }
    let fillers = utterances
        .par_iter()
        .map(|said| filler(&said.normal))
        .collect();
    let all = found
        .into_iter()
        .zip(of)
        .map(|(found, utterance)| Passage {
            place: found.place,
            utterance: utterance as usize,
        })
        .collect();
    Passages {
        all,
        utterances,
        wholes: Vec::new(),
        languages: Vec::new(),
        several: Vec::new(),
        fillers,
        language,
    }
}

fn most_common(found: &[CutPassage]) -> Language {
    let mut counts = [0_usize; Language::ALL.len()];
    for language in found.iter().filter_map(|found| found.language) {
        counts[language.index()] += 1;
    }
    Language::ALL
        .into_iter()
        .rev()
        .max_by_key(|language| counts[language.index()])
        .unwrap_or_default()
}
