//! Static vectors of short comments, beside cutting them with `tokenizers`.
//!
//! ```text
//! MOTIF_COMMENTS=comments.csv cargo bench --bench vectors
//! ```
//!
//! Takes the column `text` of a CSV file, else makes up 200,000 comments. The
//! plain path is what a program does that hands each comment to the crate
//! `tokenizers` (all cores) and looks the pieces up. Ours is timed from the
//! comment, and from its normal form, which motif makes once for all that it
//! does with a comment. Runs take turns; the best of each counts.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::time::{Duration, Instant};

use motif::text;
use motif::vectorize;
use rayon::prelude::*;
use tokenizers::Tokenizer;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ROUNDS: usize = 5;

#[allow(clippy::print_stdout)]
fn main() -> Outcome<()> {
    let comments = match std::env::var_os("MOTIF_COMMENTS") {
        Some(file) => read(&file)?,
        None => generated(),
    };
    let words: usize = comments
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    println!(
        "{} comments of {:.1} words",
        comments.len(),
        words as f64 / comments.len() as f64
    );
    let embeddings = vectorize::builtin();
    let tokenizer = plain()?;
    let normal: Vec<String> = comments.par_iter().map(|text| text::normal(text)).collect();

    let mut best = [Duration::MAX; 4];
    for round in 0..=ROUNDS {
        let times = [
            timed(|| {
                let texts: Vec<&str> = comments.iter().map(String::as_str).collect();
                let cut = tokenizer.encode_batch_fast(texts, false)?;
                Ok(cut.iter().map(tokenizers::Encoding::len).sum())
            })?,
            timed(|| {
                let normal: Vec<String> =
                    comments.par_iter().map(|text| text::normal(text)).collect();
                Ok(embeddings.sums(&normal).nrows())
            })?,
            timed(|| Ok(embeddings.sums(&normal).nrows()))?,
            timed(|| {
                let mut sum = vec![0.0; embeddings.dimensions()];
                Ok(normal
                    .iter()
                    .map(|text| embeddings.add(text, &mut sum))
                    .sum())
            })?,
        ];
        if round == 0 {
            // Every word is met for the first time.
            println!(
                "first run: {:.1} times the plain path",
                ratio(times[0], times[2])
            );
            continue;
        }
        for (best, time) in best.iter_mut().zip(times) {
            *best = time.min(*best);
        }
    }
    let rows = [
        ("plain `tokenizers`, pieces only", best[0]),
        ("from comments", best[1]),
        ("from normal forms", best[2]),
        ("from normal forms, one thread", best[3]),
    ];
    for (name, time) in rows {
        let a_second = comments.len() as f64 / time.as_secs_f64();
        println!(
            "{name:<34} {a_second:>10.0} a second   {:>6.2} times the plain path",
            ratio(best[0], time)
        );
    }
    Ok(())
}

fn ratio(theirs: Duration, ours: Duration) -> f64 {
    theirs.as_secs_f64() / ours.as_secs_f64()
}

#[allow(clippy::disallowed_methods)] // Time is what a bench is for.
fn timed(run: impl FnOnce() -> Outcome<usize>) -> Outcome<Duration> {
    let start = Instant::now();
    std::hint::black_box(run()?);
    Ok(start.elapsed())
}

fn read(file: &std::ffi::OsStr) -> Outcome<Vec<String>> {
    let mut reader = csv::Reader::from_path(file)?;
    let at = reader.headers()?.iter().position(|name| name == "text");
    let at = at.ok_or("the file has no column `text`")?;
    let rows = reader.records();
    rows.map(|row| Ok(row?.get(at).unwrap_or_default().to_owned()))
        .collect()
}

/// The tokenizer as one makes it from a list of pieces.
fn plain() -> Outcome<Tokenizer> {
    let pieces = include_str!("../vectors/pieces.txt").lines().enumerate();
    let model = WordPiece::builder()
        .vocab(
            pieces
                .map(|(id, piece)| (piece.to_owned(), id as u32))
                .collect::<ahash::AHashMap<String, u32>>(),
        )
        .unk_token("[UNK]".into())
        .build()?;
    let mut tokenizer = Tokenizer::new(model);
    tokenizer
        .with_normalizer(Some(BertNormalizer::default()))
        .with_pre_tokenizer(Some(BertPreTokenizer));
    Ok(tokenizer)
}

/// Comments of 3 to 22 words by Zipf's law, always the same.
fn generated() -> Vec<String> {
    let pieces = include_str!("../vectors/pieces.txt").lines();
    let words: Vec<&str> = pieces
        .filter(|piece| piece.len() > 1 && piece.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect();
    let mut state = 1_u64;
    let mut below = |end: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % end
    };
    (0..200_000)
        .map(|_| {
            let length = 3 + below(20);
            let chosen: Vec<String> = (0..length)
                .map(|_| {
                    // Two words in one now and then, which no list of pieces has.
                    let rank = (words.len() as f64).powf(below(10_000) as f64 / 10_000.0) as usize;
                    let end = if below(12) == 0 {
                        words[below(words.len())]
                    } else {
                        ""
                    };
                    format!("{}{end}", words[rank - 1])
                })
                .collect();
            chosen.join(" ") + "."
        })
        .collect()
}
