//! Finds what somebody points at, in a corpus as it is now.
//!
//! Takes what a person typed, what an address says, or what the log keeps;
//! gives a document and a span in it. There is one form for each thing, the one
//! that motif prints, and one rule for each span ([`super::reference`] adds the
//! ids of quotes):
//!
//! | written | means |
//! |---|---|
//! | `spring.csv:14`, `spring.csv:S-002` | a comment, by its row as `grep -n` counts, else by its record's own id |
//! | `nora.md:39` | what an interview says on a line |
//! | `nora.md` | a whole interview |
//! | `spring.csv:S-002:0-17`, `nora.md:120-180` | characters of a record, as exports name it, or of an interview; from 0, the last left out |
//!
//! A file may be named without its folder where no other has its name.

use std::collections::HashMap;

use crate::corpus::{Corpus, bare_name};
use crate::feedback::{Document, Excerpt, Interview, Place, Span, byte_span};

/// A stretch of a text: which text, and where in it.
pub type TextSpan = (Document, Span);

/// Where somebody points: a text, and a part of it; `None` where all is meant.
pub type Pointed = (Document, Option<Span>);

/// Finds the texts of a corpus by file and record.
pub struct Lookup<'a> {
    corpus: &'a Corpus,
    by_origin: HashMap<(&'a str, Option<String>), Vec<Document>>,
    by_name: HashMap<(&'a str, Option<String>), Vec<Document>>,
    by_row: HashMap<(&'a str, u32), Document>,
}

impl<'a> Lookup<'a> {
    /// Gets ready to find things in a corpus.
    pub fn new(corpus: &'a Corpus) -> Self {
        let mut lookup = Self {
            corpus,
            by_origin: HashMap::new(),
            by_name: HashMap::new(),
            by_row: HashMap::new(),
        };
        // An answer may be only a rating; what has words comes first.
        let blank = corpus.responses.iter().enumerate();
        let blank = blank.filter(|(_, response)| !response.has_words());
        let blank = blank.map(|(at, _)| Document::Comment(at));
        for document in corpus.documents().chain(blank) {
            let (source, record) = corpus.origin(document);
            let known = lookup.by_origin.entry((source, record.clone()));
            known.or_default().push(document);
            let known = lookup.by_name.entry((bare_name(source), record));
            known.or_default().push(document);
            if let Document::Comment(at) = document {
                let row = corpus.responses[at].row;
                lookup.by_row.entry((source, row)).or_insert(document);
                lookup
                    .by_row
                    .entry((bare_name(source), row))
                    .or_insert(document);
            }
        }
        lookup
    }

    /// Returns the one document of a file and record.
    pub fn document(&self, source: &str, record: Option<&str>) -> Option<Document> {
        let record = record.map(str::to_owned);
        let known = self.by_origin.get(&(source, record.clone()));
        let known = known.or_else(|| self.by_name.get(&(bare_name(source), record)))?;
        let has_words = |of: &Document| !self.corpus.text(*of).is_empty();
        match known[..] {
            [only] => Some(only),
            [first, second, ..] => (has_words(&first) && !has_words(&second)).then_some(first),
            [] => None,
        }
    }

    /// Returns characters of a document, from `start` up to before `end`.
    pub fn characters(
        &self,
        source: &str,
        record: Option<&str>,
        (start, end): (usize, usize),
    ) -> Option<TextSpan> {
        let document = self.document(source, record)?;
        self.within(document, (start, end))
    }

    fn within(&self, document: Document, (start, end): (usize, usize)) -> Option<TextSpan> {
        let span = byte_span(self.corpus.text(document), start, end)?;
        (!span.is_empty()).then_some((document, span))
    }

    /// Returns where an excerpt stands.
    pub fn excerpt(&self, excerpt: &Excerpt) -> Option<TextSpan> {
        let document = self.document(&excerpt.source, excerpt.record.as_deref())?;
        let span = excerpt.locate(self.corpus.text(document))?;
        Some((document, span))
    }

    /// Returns the interview of a file, by its position in the corpus.
    pub fn interview(&self, source: &str) -> Option<usize> {
        match self.document(source, None)? {
            Document::Interview(at) => Some(at),
            Document::Comment(_) => None,
        }
    }

    /// Reads `FILE[:RECORD|:LINE][:START-END]`. Names and ids may hold colons.
    pub fn pointed(&self, written: &str) -> Option<Pointed> {
        if let Some(document) = self.document(written, None) {
            return Some((document, None));
        }
        let mut cuts = written.match_indices(':').rev();
        cuts.find_map(|(cut, _)| {
            let (before, after) = (&written[..cut], &written[cut + 1..]);
            self.whole(before, after).or_else(|| {
                let (start, end) = after.split_once('-')?;
                let range = (start.parse().ok()?, end.parse().ok()?);
                let document = self.exported(before)?;
                let (document, span) = self.within(document, range)?;
                Some((document, Some(span)))
            })
        })
    }

    /// Returns what a file has in a row, as a record, or on a line.
    fn whole(&self, source: &str, number: &str) -> Option<Pointed> {
        let row = || self.by_row.get(&(source, number.parse().ok()?)).copied();
        if let Some(document) = row().or_else(|| self.document(source, Some(number))) {
            return Some((document, None));
        }
        let at = self.interview(source)?;
        let span = self.line(at, number.parse().ok()?)?;
        Some((Document::Interview(at), Some(span)))
    }

    /// Returns where a file ends that somebody points behind the end of: at
    /// the row of its last answer, or the last line with words on it.
    pub fn end_before(&self, written: &str) -> Option<End<'a>> {
        let (source, number) = written.rsplit_once(':')?;
        let wanted: u32 = number.parse().ok()?;
        let (unit, end) = if let Some(at) = self.interview(source) {
            let interview = &self.corpus.interviews[at];
            (
                PlaceUnit::Line,
                (interview.source.as_str(), last_line(interview)?),
            )
        } else {
            let rows = self.by_row.iter().filter(|((of, _), _)| *of == source);
            let rows = rows.map(|((of, row), _)| (*of, *row));
            (PlaceUnit::Row, rows.max_by_key(|(_, row)| *row)?)
        };
        let (source, last) = end;
        (wanted > last).then_some(End { source, unit, last })
    }

    /// Reads `FILE` or `FILE:RECORD` as exports write them: a record by its own
    /// id, else by its row.
    fn exported(&self, written: &str) -> Option<Document> {
        let whole = self.document(written, None);
        whole.or_else(|| {
            let mut cuts = written.match_indices(':').rev();
            cuts.find_map(|(cut, _)| {
                let (source, record) = (&written[..cut], &written[cut + 1..]);
                let own = self.document(source, Some(record));
                own.or_else(|| self.by_row.get(&(source, record.parse().ok()?)).copied())
            })
        })
    }

    /// Returns what an interview says on a line of its file, or on the last
    /// before it where it says nothing there.
    fn line(&self, interview: usize, line: u32) -> Option<Span> {
        let of = &self.corpus.interviews[interview];
        if line > last_line(of)? {
            return None;
        }
        let after = of.marks.partition_point(|mark| mark.line <= line);
        let start = of.marks[after.checked_sub(1)?].start;
        let end = of.marks[after..]
            .iter()
            .map(|mark| mark.start)
            .find(|&next| next > start);
        let end = end.unwrap_or(of.text.len());
        let said = &of.text[start..end];
        let start = start + (said.len() - said.trim_start().len());
        let span = Span {
            start,
            end: start + said.trim().len(),
        };
        (!span.is_empty()).then_some(span)
    }
}

/// The end of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End<'a> {
    /// The file's name, as somebody may write it.
    pub source: &'a str,
    /// What its places are counted in.
    pub unit: PlaceUnit,
    /// The last of them with anything on it.
    pub last: u32,
}

/// What the places in a file are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceUnit {
    /// The lines of an interview.
    Line,
    /// The rows of a table of answers.
    Row,
}

/// Returns the last line of an interview with words on it.
fn last_line(interview: &Interview) -> Option<u32> {
    let last = interview.marks.last()?;
    let rest = interview.text[last.start..].trim();
    let more = rest.matches('\n').count();
    Some(last.line.saturating_add(u32::try_from(more).ok()?))
}

/// Returns a place as motif prints it: `spring.csv:14`, `nora.md:39`. Given
/// back to [`Lookup::pointed`] it is found again.
pub fn printed(corpus: &Corpus, place: Place) -> String {
    let (source, number) = match place {
        Place::Comment { response, .. } => {
            let response = &corpus.responses[response];
            (response.source.as_str(), Some(response.row.to_string()))
        }
        Place::Turn {
            interview, span, ..
        } => {
            let interview = &corpus.interviews[interview];
            let line = interview.mark(span.start).map(|mark| mark.line.to_string());
            (interview.source.as_str(), line)
        }
    };
    number.map_or_else(|| source.to_owned(), |number| format!("{source}:{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::{LineMark, Response, SpeakerRole, Turn};

    fn response(row: u32, id: Option<&str>, comment: &str) -> Response {
        Response {
            source: "files/spring.csv".into(),
            row,
            id: id.map(Into::into),
            comment: Some(comment.into()),
            ..Response::default()
        }
    }

    fn corpus() -> Corpus {
        let text = "Too slow.\n\nReally slow.".to_owned();
        let end = text.len();
        let mark = |start, line| LineMark {
            start,
            line,
            seconds: None,
        };
        let interview = Interview {
            source: "Interview 38: Ana.txt".into(),
            marks: vec![mark(0, 3), mark(11, 5)],
            turns: vec![Turn {
                speaker: None,
                role: SpeakerRole::Participant,
                span: Span { start: 0, end },
            }],
            text,
            ..Interview::default()
        };
        Corpus {
            responses: vec![
                response(2, Some("3"), "Too slow. Too dear."),
                response(3, Some("4"), "Too slow."),
                response(4, Some("x:1"), "Fine."),
            ],
            interviews: vec![interview],
            ..Corpus::default()
        }
    }

    fn pointed(written: &str) -> Option<Pointed> {
        Lookup::new(&corpus()).pointed(written)
    }

    #[test]
    fn a_file_is_found_with_and_without_its_folder() {
        for file in ["files/spring.csv", "spring.csv"] {
            assert_eq!(
                pointed(&format!("{file}:x:1")),
                Some((Document::Comment(2), None))
            );
            assert_eq!(pointed(&format!("{file}:5")), None);
        }
    }

    #[test]
    fn a_number_alone_is_a_row_and_before_characters_a_record_as_exports_name_it() {
        let first = Document::Comment(0);
        assert_eq!(pointed("spring.csv:2"), Some((first, None)));
        assert_eq!(pointed("spring.csv:3"), Some((Document::Comment(1), None)));
        let slow = Some(Span { start: 4, end: 8 });
        assert_eq!(pointed("spring.csv:3:4-8"), Some((first, slow)));
        assert_eq!(pointed("spring.csv:2:4-8"), Some((first, slow)));
    }

    #[test]
    fn characters_stand_behind_a_record_or_an_interview() {
        let span = |start, end| Some(Span { start, end });
        let first = Document::Comment(0);
        assert_eq!(pointed("spring.csv:3:4-8"), Some((first, span(4, 8))));
        assert_eq!(pointed("spring.csv:3:4-99"), None);
        let talk = Document::Interview(0);
        assert_eq!(
            pointed("Interview 38: Ana.txt:11-17"),
            Some((talk, span(11, 17)))
        );
        assert_eq!(pointed("Interview 38: Ana.txt"), Some((talk, None)));
    }

    #[test]
    fn a_line_of_an_interview_is_what_is_said_on_it() {
        let talk = Document::Interview(0);
        let said = |start, end| Some((talk, Some(Span { start, end })));
        assert_eq!(pointed("Interview 38: Ana.txt:3"), said(0, 9));
        assert_eq!(pointed("Interview 38: Ana.txt:5"), said(11, 23));
        assert_eq!(pointed("Interview 38: Ana.txt:2"), None);
    }

    #[test]
    fn behind_the_end_of_a_file_there_is_nothing() {
        let corpus = corpus();
        let lookup = Lookup::new(&corpus);
        for (written, unit, last) in [
            ("Interview 38: Ana.txt:6", PlaceUnit::Line, 5),
            ("Interview 38: Ana.txt:3100", PlaceUnit::Line, 5),
            ("spring.csv:5", PlaceUnit::Row, 4),
            ("files/spring.csv:3100", PlaceUnit::Row, 4),
        ] {
            assert_eq!(lookup.pointed(written), None, "{written}");
            let end = lookup.end_before(written).unwrap();
            assert_eq!((end.unit, end.last), (unit, last), "{written}");
        }
        for written in ["Interview 38: Ana.txt:2", "spring.csv:1", "autumn.csv:9"] {
            assert_eq!(lookup.end_before(written), None, "{written}");
        }
    }

    #[test]
    fn what_is_printed_is_found_again_also_where_ids_are_the_numbers_of_other_rows() {
        let corpus = corpus();
        let lookup = Lookup::new(&corpus);
        for document in corpus.documents() {
            let span = Span { start: 0, end: 4 };
            let place = corpus.place(document, span).unwrap();
            let printed = printed(&corpus, place);
            let found = lookup.pointed(&printed).unwrap();
            assert_eq!(found.0, document, "{printed}");
        }
    }
}
