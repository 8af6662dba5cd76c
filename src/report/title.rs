//! What a report, a workbook and the local page are headed with.

use super::catalogue::say;
use super::words;
use crate::corpus::{Corpus, FileKind};
use crate::study::Analysis;

/// Returns what a report is headed with: what the settings say, else what was
/// read. A folder's name says nothing to its readers.
pub fn title(analysis: &Analysis) -> String {
    let title = &analysis.settings.title;
    if title.is_empty() {
        say!(
            "What customers say in {sources}",
            sources = read(&analysis.corpus)
        )
    } else if title == SAMPLE {
        say!("What Pontoon's customers say").into()
    } else {
        title.clone()
    }
}

/// The title of the study that comes with motif.
pub const SAMPLE: &str = "What Pontoon's customers say";

/// Returns the files by name, or how many there are of each kind.
fn read(corpus: &Corpus) -> String {
    let of = |kind| corpus.files.iter().filter(move |file| file.kind == kind);
    let (surveys, interviews) = (of(FileKind::Survey), of(FileKind::Interview));
    let names: Vec<String> = surveys
        .clone()
        .chain(interviews.clone())
        .map(|file| file.name.clone())
        .collect();
    if (1..=MOST_NAMED).contains(&names.len()) {
        return words::list(&names);
    }
    let surveys = (surveys.count() as u64, "survey", "surveys");
    let interviews = (interviews.count() as u64, "interview", "interviews");
    let counted = [surveys, interviews].into_iter().filter(|of| of.0 > 0);
    let counted = counted.map(|(count, one, many)| words::count(count, one, many));
    words::list(&counted.collect::<Vec<_>>())
}

/// As many files are named in a title.
const MOST_NAMED: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::File;

    fn corpus(files: &[(&str, FileKind)]) -> Corpus {
        let file = |&(name, kind): &(&str, FileKind)| File {
            name: name.into(),
            kind,
            digest: String::new(),
            note: String::new(),
        };
        Corpus {
            files: files.iter().map(file).collect(),
            ..Corpus::default()
        }
    }

    #[test]
    fn a_few_files_are_named_and_many_are_counted() {
        use FileKind::{Accounts, Interview, Survey};
        let (spring, autumn) = (("spring.csv", Survey), ("autumn.csv", Survey));
        let (ann, bo) = (("ann.md", Interview), ("bo.md", Interview));
        let customers = ("customers.csv", Accounts);
        for (files, expected) in [
            (vec![customers, spring], "spring.csv"),
            (vec![autumn, spring], "autumn.csv and spring.csv"),
            (vec![ann, bo, spring], "spring.csv, ann.md and bo.md"),
            (vec![ann, autumn, bo, spring], "2 surveys and 2 interviews"),
            (vec![ann, bo, ann, bo], "4 interviews"),
        ] {
            assert_eq!(read(&corpus(&files)), expected);
        }
    }
}
