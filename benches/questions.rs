//! Whether a question finds the place of its answer: by words, and by meaning.
//!
//! ```text
//! cargo bench --bench questions -- benches/questions/pontoon.tsv \
//!     corpora/pontoon/{autumn,winter,spring}.csv corpora/pontoon/interviews
//! ```
//!
//! A line of the questions holds what is asked, the file of the answer, and
//! its lines (`49-51`) or the row's own id. They were written down before
//! anything was searched, in words of their own, so that the words alone
//! seldom help.

use std::path::PathBuf;

use motif::corpus::Corpus;
use motif::feedback::Place;
use motif::search::{Hit, Index, Query, SearchOptions};
use motif::study;
use motif::vectorize::VectorSource;

/// A way to search, by its name.
type Way<'a> = (&'a str, &'a dyn Fn(&Question) -> Outcome<Vec<Hit>>);

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

struct Question {
    asked: String,
    source: String,
    answer: String,
}

impl Question {
    fn read(line: &str) -> Option<Self> {
        let mut cells = line.split('\t').map(str::to_owned);
        Some(Self {
            asked: cells.next()?,
            source: cells.next()?,
            answer: cells.next()?,
        })
    }

    /// Returns the question as any of its words.
    fn any(&self) -> String {
        let words: Vec<&str> = motif::text::words(&self.asked)
            .map(|word| word.text)
            .collect();
        words.join(" OR ")
    }

    fn is_answered_by(&self, corpus: &Corpus, hit: &Hit) -> bool {
        match hit.place {
            Place::Comment { response, .. } => {
                let response = &corpus.responses[response];
                response.source == self.source && response.id.as_deref() == Some(&self.answer)
            }
            Place::Turn {
                interview, turn, ..
            } => {
                let interview = &corpus.interviews[interview];
                let span = interview.turns[turn].span;
                let line = |byte| interview.mark(byte).map_or(0, |mark| mark.line);
                let (from, to) = (line(span.start), line(span.end.saturating_sub(1)));
                let lines: Option<(&str, &str)> = self.answer.split_once('-');
                let lines = lines.and_then(|(from, to)| {
                    Some((from.parse::<u32>().ok()?, to.parse::<u32>().ok()?))
                });
                interview.source == self.source
                    && lines.is_some_and(|(first, last)| from <= last && first <= to)
            }
        }
    }
}

#[allow(clippy::print_stdout)]
fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).filter(|flag| flag != "--bench");
    let Some(questions) = arguments.next() else {
        return Ok(());
    };
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let intakes = study::intakes(&paths, &motif::ingest::ReadOptions::default())?;
    let intakes: Result<Vec<_>, _> = intakes.into_iter().map(|(_, intake)| intake).collect();
    let corpus = Corpus::from_intakes(intakes?);
    let (responses, interviews) = (&corpus.responses, &corpus.interviews);
    let folder = std::env::temp_dir().join(format!("motif-questions-{}", std::process::id()));
    let open = || Index::build(&folder, &corpus.scale, responses, interviews, "bench");
    let words = open()?;
    let meaning = study::seeker(&VectorSource::Builtin, &words);
    let meaning = meaning.ok_or("nothing here knows the language")?;
    let hybrid = open()?.with_embedder(meaning, responses, interviews)?;
    let options = SearchOptions {
        limit: 10,
        facets: false,
        ..SearchOptions::default()
    };
    let questions = std::fs::read_to_string(questions)?;
    let questions: Vec<Question> = questions.lines().filter_map(Question::read).collect();
    let ways: [Way<'_>; 4] = [
        ("all of the words", &|question| {
            Ok(words
                .search(&Query::parse(&question.asked)?, &options)?
                .hits)
        }),
        ("any of the words", &|question| {
            Ok(words
                .search(&Query::parse(&question.any())?, &options)?
                .hits)
        }),
        ("words and meaning", &|question| {
            Ok(hybrid
                .search(&Query::parse(&question.asked)?, &options)?
                .hits)
        }),
        ("meaning", &|question| {
            let all = Query::parse("")?;
            Ok(hybrid.similar(&question.asked, None, &all, &options)?.hits)
        }),
    ];
    for (name, way) in ways {
        let ranks = questions.iter().map(|question| {
            let hits = way(question)?;
            let rank = hits
                .iter()
                .position(|hit| question.is_answered_by(&corpus, hit));
            Ok(rank.map_or(usize::MAX, |rank| rank + 1))
        });
        let ranks = ranks.collect::<Outcome<Vec<usize>>>()?;
        let within = |most| ranks.iter().filter(|rank| **rank <= most).count();
        println!(
            "{name:<18} of {}: first {}, among five {}, among ten {}",
            ranks.len(),
            within(1),
            within(5),
            within(10)
        );
    }
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
