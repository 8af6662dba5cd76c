//! How often the tone that is read in a text is the one that people saw in it.
//!
//! ```text
//! cargo bench --bench tone -- reviews.csv text sentiment negative=complaint neutral=plain positive=praise
//! cargo bench --bench tone -- reviews.csv text --requests 100
//! ```
//!
//! Reads a CSV file: the column of texts, the column of labels, and which
//! tone each label stands for; rows with other labels are left out. Prints
//! accuracy, macro F1 and the share of texts whose tone stays open; a request
//! counts as a complaint, since such labels know none. With `--requests N`
//! prints N texts that ask for something, drawn by a hash of the text.

#![allow(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use motif::text::{Language, Tone, ToneKind, detect, filler, passages};

const TONES: [&str; 3] = ["complaint", "praise", "plain"];

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    arguments.retain(|argument| argument != "--bench");
    let [file, text, rest @ ..] = &arguments[..] else {
        return println!("name a CSV file, its column of texts, and its column of labels");
    };
    let mut reader = csv::Reader::from_path(file).expect("a CSV file");
    let head = reader.headers().expect("a header").clone();
    let column = |name: &str| {
        let at = head.iter().position(|own| own == name);
        at.unwrap_or_else(|| panic!("no column `{name}`"))
    };
    let text = column(text);
    let rows: Vec<csv::StringRecord> = reader.records().flatten().collect();
    match rest {
        [flag, count] if flag == "--requests" => {
            let texts = rows.iter().map(|row| &row[text]);
            draw(texts, count.parse().expect("a number"));
        }
        [label, named @ ..] => {
            let label = column(label);
            let named: BTreeMap<&str, &str> = named
                .iter()
                .filter_map(|pair| pair.split_once('='))
                .collect();
            let labelled = rows
                .iter()
                .filter_map(|row| Some((&row[text], *named.get(row[label].trim())?)));
            score(labelled.filter(|(text, _)| !text.trim().is_empty()));
        }
        [] => println!("name the column of labels, or `--requests N`"),
    }
}

/// Reads a text passage by passage, as an analysis does.
fn tone(text: &str) -> ToneKind {
    let language = detect(text).unwrap_or(Language::English);
    let mut tone = Tone::default();
    for span in passages(text) {
        let passage = span.slice(text);
        if filler(passage) != Some(motif::text::Filler::Blank) {
            tone += Tone::from_text(passage, language);
        }
    }
    tone.kind()
}

fn score<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut seen: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (text, label) in texts {
        let read = match tone(text) {
            ToneKind::Complaint | ToneKind::Request => "complaint",
            ToneKind::Praise => "praise",
            ToneKind::Mixed => "open",
            ToneKind::Plain | ToneKind::Question => "plain",
        };
        *seen.entry((label, read)).or_default() += 1;
    }
    let sum = |is: &dyn Fn(&str, &str) -> bool| -> f64 {
        let of = seen.iter().filter(|((label, read), _)| is(label, read));
        of.map(|(_, count)| f64::from(*count)).sum()
    };
    let all = sum(&|_, _| true);
    let f1 = TONES.map(|tone| {
        let hit = sum(&|label, read| label == tone && read == tone);
        2.0 * hit / (sum(&|label, _| label == tone) + sum(&|_, read| read == tone)).max(1.0)
    });
    println!(
        "{all} texts: accuracy {:.3}, macro F1 {:.3} (complaint {:.3}, praise {:.3}, plain {:.3}), open {:.3}",
        sum(&|label, read| label == read) / all,
        f1.iter().sum::<f64>() / 3.0,
        f1[0],
        f1[1],
        f1[2],
        sum(&|_, read| read == "open") / all
    );
    for ((label, read), count) in seen {
        println!("{count:>6}  {label} read as {read}");
    }
}

fn draw<'a>(texts: impl Iterator<Item = &'a str>, count: usize) {
    let hash = |text: &str| {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    };
    let mut asking: Vec<String> = Vec::new();
    for text in texts {
        let language = detect(text).unwrap_or(Language::English);
        let said = passages(text).into_iter().map(|span| span.slice(text));
        let asks = said.filter(|said| Tone::from_text(said, language).kind() == ToneKind::Request);
        asking.extend(asks.map(|said| said.replace('\n', " ")));
    }
    asking.sort_by_key(|text| hash(text));
    asking.dedup();
    println!("{} passages ask for something", asking.len());
    for text in asking.iter().take(count) {
        println!("- {text}");
    }
}
