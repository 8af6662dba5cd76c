//! Indexing and searching beside bare tantivy with the same fields.
//!
//! ```text
//! cargo bench --bench search -- comments.csv text
//! ```
//!
//! Takes a CSV file and the column of its comments, else writes 100,000
//! comments of its own. Everything else (rating, date, wave, tier) is made up.
//! "Bare tantivy" keeps the same texts, exact and stemmed, and the same
//! attributes as text columns, and answers with its own query parser, ten
//! snippets and the number of hits. "Counted" is with facets, "hybrid" with what
//! says the like in other words; it gives neither. The two are run in turn; a ratio above 1 is in our favour.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use motif::feedback::{Rating, Response, Scale};
use motif::search::{Index, Query, SearchOptions};
use motif::vectorize::VectorSource;
use rust_stemmers::{Algorithm, Stemmer};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{
    LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use tantivy::{ReloadPolicy, TantivyDocument};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[allow(clippy::print_stdout)]
fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let texts = match arguments.as_slice() {
        [file, column, ..] => read(Path::new(file), column)?,
        _ => generated(),
    };
    let responses = responses(texts);
    let folder = std::env::temp_dir().join(format!("motif-search-{}", std::process::id()));
    let outcome = compare(&responses, &folder);
    let _ = std::fs::remove_dir_all(&folder);
    println!("{}", outcome?);
    Ok(())
}

fn compare(responses: &[Response], folder: &Path) -> Outcome<String> {
    let (ours_at, theirs_at) = (folder.join("ours"), folder.join("theirs"));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut our_work, mut their_work) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = processor_time();
        theirs.push(timed(|| Bare::build(&fresh(&theirs_at)?, responses))?.0);
        let between = processor_time();
        ours.push(
            timed(|| {
                Ok(Index::build(
                    &fresh(&ours_at)?,
                    &Scale::default(),
                    responses,
                    &[],
                    "bench",
                )?)
            })?
            .0,
        );
        their_work.push(between.saturating_sub(start));
        our_work.push(processor_time().saturating_sub(between));
    }
    let mut table = format!("{} comments\n", responses.len());
    line(&mut table, "index", best(&ours), best(&theirs));
    line(
        &mut table,
        "index, processor time",
        best(&our_work),
        best(&their_work),
    );

    let index = Index::build(
        &fresh(&ours_at)?,
        &Scale::default(),
        responses,
        &[],
        "bench",
    )?;
    let meaning = Arc::new(VectorSource::Builtin);
    let again = Index::open(&ours_at, "bench")?.ok_or("the index was just written")?;
    let (vectors, hybrid) = timed(|| Ok(again.with_embedder(meaning, responses, &[])?))?;
    let seconds = vectors.as_secs_f64();
    let _ = writeln!(table, "vectors of all texts, written once: {seconds:.1} s");
    let bare = Bare::build(&fresh(&theirs_at)?, responses)?;
    let words = words(responses);
    for (name, queries) in queries(&words) {
        let mut ours = Vec::new();
        let mut counting = Vec::new();
        let mut theirs = Vec::new();
        let mut meant = Vec::new();
        let options = SearchOptions {
            limit: 10,
            facets: false,
            ..SearchOptions::default()
        };
        let counted = SearchOptions {
            facets: true,
            ..options
        };
        for query in &queries {
            theirs.push(fastest(|| bare.search(query))?);
            ours.push(fastest(|| {
                Ok(index.search(&Query::parse(query)?, &options)?)
            })?);
            meant.push(fastest(|| {
                Ok(hybrid.search(&Query::parse(query)?, &options)?)
            })?);
            counting.push(fastest(|| {
                Ok(index.search(&Query::parse(query)?, &counted)?)
            })?);
        }
        for (percent, place) in [("p50", 0.5), ("p99", 0.99)] {
            let at = |times: &mut Vec<Duration>| percentile(times, place);
            let bare = at(&mut theirs);
            line(
                &mut table,
                &format!("{name}, {percent}"),
                at(&mut ours),
                bare,
            );
            line(
                &mut table,
                &format!("{name}, {percent}, counted"),
                at(&mut counting),
                bare,
            );
            line(
                &mut table,
                &format!("{name}, {percent}, hybrid"),
                at(&mut meant),
                bare,
            );
        }
    }
    Ok(table)
}

const ROUNDS: usize = 3;

fn line(table: &mut String, name: &str, ours: Duration, theirs: Duration) {
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let (ours, theirs) = (milliseconds(ours), milliseconds(theirs));
    // Writing into a string cannot fail.
    let _ = writeln!(
        table,
        "{name:<32} ours {ours:>10.2} ms   bare {theirs:>10.2} ms   ratio {ratio:.2}"
    );
}

fn timed<T>(run: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let start = Instant::now();
    let value = run()?;
    Ok((start.elapsed(), value))
}

/// Returns the best of some runs: on a busy machine one query in a hundred
/// waits for another program.
fn fastest<T>(run: impl Fn() -> Outcome<T>) -> Outcome<Duration> {
    let times = (0..ROUNDS).map(|_| Ok(timed(&run)?.0));
    Ok(best(&times.collect::<Outcome<Vec<Duration>>>()?))
}

/// Returns what all threads have worked so far, where Linux tells (else
/// nothing): on a busy machine the wall clock measures the others.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn best(times: &[Duration]) -> Duration {
    times.iter().min().copied().unwrap_or_default()
}

fn percentile(times: &mut [Duration], place: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * place).round() as usize]
}

fn fresh(folder: &Path) -> Outcome<PathBuf> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    Ok(folder.to_owned())
}

fn read(file: &Path, column: &str) -> Outcome<Vec<String>> {
    let mut reader = csv::Reader::from_path(file)?;
    let headers = reader.headers()?.clone();
    let place = headers.iter().position(|name| name == column);
    let place = place.ok_or_else(|| format!("no column `{column}` in the file"))?;
    let rows = reader
        .records()
        .map(|row| Ok(row?.get(place).unwrap_or("").to_owned()));
    rows.collect()
}

/// Numbers that look random and are the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Comments of words as rare and as frequent as people's (Zipf), English by
/// their little words.
fn generated() -> Vec<String> {
    const DIFFERENT: usize = 20_000;
    let mut numbers = Numbers(7);
    let little = "the and is not to it was of my with they for on have at but".split(' ');
    let syllables = "in voi ce sup port ex lo gin pri ma re ting".split(' ');
    let syllables: Vec<&str> = syllables.collect();
    let mut words: Vec<String> = little.map(str::to_owned).collect();
    while words.len() < DIFFERENT {
        let length = 1 + numbers.below(4);
        words.push(
            (0..length)
                .map(|_| syllables[numbers.below(syllables.len())])
                .collect(),
        );
    }
    let mut word = || {
        let place = numbers.below(1 << 20) as f64 / f64::from(1 << 20);
        words[(DIFFERENT as f64).powf(place) as usize - 1].as_str()
    };
    (0..100_000)
        .map(|number| {
            let comment: Vec<&str> = (0..8 + number % 23).map(|_| word()).collect();
            comment.join(" ")
        })
        .collect()
}

fn responses(texts: Vec<String>) -> Vec<Response> {
    let mut numbers = Numbers(11);
    let tiers = ["Enterprise", "Smb", "Startup", "Public sector"];
    let regions = ["North", "South", "East", "West", "Overseas"];
    let waves = ["autumn", "winter", "spring"];
    let texts = texts.into_iter().enumerate();
    texts
        .map(|(row, text)| {
            let attributes = [
                ("tier", tiers[numbers.below(4)].to_owned()),
                ("region", regions[numbers.below(5)].to_owned()),
            ];
            Response {
                source: "bench.csv".into(),
                id: Some(row.to_string().into()),
                row: row as u32 + 2,
                rating: Rating::new(numbers.below(11) as u8),
                comment: Some(text.into()),
                wave: waves[numbers.below(3)].into(),
                date: Some(
                    format!(
                        "2025-{:02}-{:02}",
                        numbers.below(12) + 1,
                        numbers.below(28) + 1
                    )
                    .into(),
                ),
                account: Some(format!("Account {}", numbers.below(2_000)).into()),
                attributes: attributes
                    .map(|(name, value)| (name.to_owned(), value))
                    .into(),
                ..Response::default()
            }
        })
        .collect()
}

/// The last long word of every so many comments: frequent and rare ones.
fn words(responses: &[Response]) -> Vec<String> {
    let texts = responses.iter().step_by((responses.len() / 600).max(1));
    texts
        .filter_map(|response| {
            let mut words = response
                .comment
                .as_deref()?
                .split(|c: char| !c.is_ascii_alphabetic());
            words.rfind(|word| word.len() > 3).map(str::to_lowercase)
        })
        .collect()
}

fn queries(words: &[String]) -> BTreeMap<&'static str, Vec<String>> {
    let pairs = || words.iter().zip(words.iter().skip(7));
    BTreeMap::from([
        ("one word", words.to_vec()),
        (
            "two words",
            pairs().map(|(one, two)| format!("{one} {two}")).collect(),
        ),
        (
            "either word",
            pairs()
                .map(|(one, two)| format!("{one} OR {two}"))
                .collect(),
        ),
        (
            "word and filter",
            words
                .iter()
                .map(|word| format!("{word} tier:Smb"))
                .collect(),
        ),
        // Nearly no text has all of them: every vector is compared.
        (
            "six words",
            (0..words.len().saturating_sub(40))
                .map(|at| {
                    let some = (0..6).map(|step| words[at + step * 7].as_str());
                    some.collect::<Vec<_>>().join(" ")
                })
                .collect(),
        ),
        (
            "frequent words",
            vec![
                "the movie".into(),
                "the and".into(),
                "was not".into(),
                "the".into(),
            ],
        ),
    ])
}

/// tantivy as its documentation has it.
struct Bare {
    index: tantivy::Index,
    reader: tantivy::IndexReader,
    text: [Field; 2],
}

impl Bare {
    fn build(folder: &Path, responses: &[Response]) -> Outcome<Self> {
        let mut schema = Schema::builder();
        let words = |tokenizer, option| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let exact = words("exact", IndexRecordOption::WithFreqsAndPositions).set_stored();
        let exact = schema.add_text_field("exact", exact);
        let stems = schema.add_text_field("stems", words("stems", IndexRecordOption::WithFreqs));
        let names = ["group", "wave", "source", "account", "tier", "region"];
        let names = names.map(|name| schema.add_text_field(name, STRING | FAST));
        let date = schema.add_text_field("date", STRING | FAST);
        let rating = schema.add_u64_field("rating", FAST);
        let item = schema.add_u64_field("item", FAST | STORED);
        let index = tantivy::Index::create_in_dir(folder, schema.build())?;
        let cut = || TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser);
        index.tokenizers().register("exact", cut().build());
        index
            .tokenizers()
            .register("stems", cut().filter(Stems).build());
        let mut writer = index.writer_with_num_threads(2, 400_000_000)?;
        for (row, response) in responses.iter().enumerate() {
            let mut document = TantivyDocument::default();
            let text = response.comment.as_deref().unwrap_or("");
            document.add_text(exact, text);
            document.add_text(stems, text);
            let group = response.rating.map_or("", |rating| rating.group().name());
            let account = response.account.as_deref().unwrap_or("");
            let values = [
                group,
                &response.wave,
                &response.source,
                account,
                &response.attributes["tier"],
                &response.attributes["region"],
            ];
            for (&name, value) in names.iter().zip(values) {
                document.add_text(name, value);
            }
            document.add_text(date, response.date.as_deref().unwrap_or(""));
            document.add_u64(
                rating,
                response
                    .rating
                    .map_or(0, |rating| u64::from(rating.value())),
            );
            document.add_u64(item, row as u64);
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let text = [exact, stems];
        Ok(Self {
            index,
            reader,
            text,
        })
    }

    /// Answers with ten snippets and the number of all, as `motif` does; of the
    /// matching words those are marked that are written as in the query.
    fn search(&self, query: &str) -> Outcome<usize> {
        let mut parser = QueryParser::for_index(&self.index, self.text.to_vec());
        parser.set_conjunction_by_default();
        parser.set_field_boost(self.text[0], 2.0);
        let query = parser.parse_query(query)?;
        let searcher = self.reader.searcher();
        let (first, total) =
            searcher.search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
        let snippets = SnippetGenerator::create(&searcher, &*query, self.text[0])?;
        for (_, address) in first {
            let document: TantivyDocument = searcher.doc(address)?;
            std::hint::black_box(snippets.snippet_from_doc(&document));
        }
        Ok(total)
    }
}

/// English stems, as tantivy's own filter makes them.
#[derive(Clone)]
struct Stems;

impl TokenFilter for Stems {
    type Tokenizer<T: Tokenizer> = StemsOf<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> StemsOf<T> {
        StemsOf { tokenizer }
    }
}

#[derive(Clone)]
struct StemsOf<T> {
    tokenizer: T,
}

impl<T: Tokenizer> Tokenizer for StemsOf<T> {
    type TokenStream<'a> = StemStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        StemStream {
            stemmer: Stemmer::create(Algorithm::English),
            tail: self.tokenizer.token_stream(text),
        }
    }
}

struct StemStream<T> {
    stemmer: Stemmer,
    tail: T,
}

impl<T: TokenStream> TokenStream for StemStream<T> {
    fn advance(&mut self) -> bool {
        if !self.tail.advance() {
            return false;
        }
        let token = self.tail.token_mut();
        if let std::borrow::Cow::Owned(stem) = self.stemmer.stem(&token.text) {
            token.text = stem;
        } else {
            let length = self.stemmer.stem(&token.text).len();
            token.text.truncate(length);
        }
        true
    }

    fn token(&self) -> &Token {
        self.tail.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tail.token_mut()
    }
}
