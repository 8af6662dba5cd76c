//! The rows above the answers: which tool wrote the file, and what it calls
//! its columns.
//!
//! Qualtrics puts three rows there, `SurveyMonkey` two, most one, some none.

use csv::StringRecord;
use serde::Serialize;

use super::date::{self, WrittenDate};
use super::names::{self, ColumnName, is_known};
use super::role::ColumnRole;
use super::score;
use super::table::CellTable;

/// The tool whose export a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SurveyTool {
    /// Two or three header rows, the last of import ids.
    Qualtrics,
    /// Two header rows: questions and what their columns hold.
    SurveyMonkey,
    /// A `#` column and dates in UTC.
    Typeform,
    /// `survey_type`, `person`, Unix seconds.
    Delighted,
    /// A `Timestamp` and questions.
    GoogleForms,
    /// Submissions with contact and company.
    HubSpot,
    /// `email` first, typed suffixes.
    Wootric,
    /// Any other table.
    Plain,
}

impl SurveyTool {
    /// Returns the name as its makers write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Qualtrics => "Qualtrics",
            Self::SurveyMonkey => "SurveyMonkey",
            Self::Typeform => "Typeform",
            Self::Delighted => "Delighted",
            Self::GoogleForms => "Google Forms",
            Self::HubSpot => "HubSpot",
            Self::Wootric => "Wootric",
            Self::Plain => "plain table",
        }
    }
}

/// What stands above the answers.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) form: SurveyTool,
    /// One for each column, all different.
    pub(super) names: Vec<String>,
    /// The question asked, where the name is only its number.
    pub(super) questions: Vec<Option<String>>,
    /// The last row of the header, 0 where there is none.
    pub(super) last_row: u32,
    /// Whether the first row is data already, so that columns are only numbered.
    pub(super) is_missing: bool,
}

impl Header {
    /// Reads the header of a table.
    pub(super) fn from_table(table: &CellTable) -> Self {
        if let Some(names) = &table.names {
            return Self::single(names.iter().map(String::as_str), 0);
        }
        let sample = table.first(SAMPLE);
        let start = start(&sample);
        let rows = &sample[start..];
        let width = if table.is_grid() {
            rows.iter().map(|(_, row)| row.len()).max()
        } else {
            rows.first().map(|(_, row)| row.len())
        };
        let cells = |row: &StringRecord| -> Vec<String> {
            let blank = std::iter::repeat_n("", width.unwrap_or(0).saturating_sub(row.len()));
            let cells = row.iter().chain(blank);
            cells.map(|cell| cell.trim().to_owned()).collect()
        };
        let rows: Vec<(u32, Vec<String>)> = rows
            .iter()
            .map(|(number, row)| (*number, cells(row)))
            .collect();
        let mut header = Self::from_rows(&rows);
        let above = start.checked_sub(1).map(|above| cells(&sample[above].1));
        if let (Some(groups), Some((_, names))) = (above, rows.first())
            && header.form == SurveyTool::Plain
        {
            header.names = distinct(under(&groups, names).iter().map(String::as_str));
        }
        header
    }

    /// Returns whether several columns have names we know, and one of them
    /// holds comments or scores.
    pub(super) fn is_known(&self) -> bool {
        let known = self.names.iter().filter(|name| is_known(name)).count();
        let exact = |role| {
            let ranks = self
                .names
                .iter()
                .map(move |name| names::rank(role, &ColumnName::new(name)));
            ranks.flatten().any(|rank| rank < names::PHRASE)
        };
        known > 1 && (exact(ColumnRole::Comment) || exact(ColumnRole::Score))
    }

    fn from_rows(rows: &[(u32, Vec<String>)]) -> Self {
        qualtrics(rows)
            .or_else(|| survey_monkey(rows))
            .or_else(|| codes_and_questions(rows))
            .or_else(|| headless(rows))
            .unwrap_or_else(|| match rows.first() {
                Some((row, names)) => Self::single(names.iter().map(String::as_str), *row),
                None => Self::single([], 0),
            })
    }

    fn single<'a>(names: impl IntoIterator<Item = &'a str>, row: u32) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        Self {
            form: form(&names),
            questions: vec![None; names.len()],
            names: distinct(names),
            last_row: row,
            is_missing: false,
        }
    }
}

/// Returns how well a column's name or question fits a role.
pub(super) fn rank(header: &Header, place: usize, role: ColumnRole) -> Option<usize> {
    let by_name = names::rank(role, &ColumnName::new(header.names.get(place)?));
    let question = header.questions.get(place).and_then(Option::as_deref);
    let by_question = question.and_then(|question| names::rank(role, &ColumnName::new(question)));
    [by_name, by_question].into_iter().flatten().min()
}

const SAMPLE: usize = 40;

/// Rows among which a header is looked for.
const TOP: usize = 8;

/// Returns how many rows stand above the header: titles, what was chosen for
/// the export, names of groups of columns.
///
/// The header is the row that has a name over every column of numbers or days.
/// A first row that has fewer cells than such a row, and no more names we know,
/// is none.
fn start(rows: &[(u32, StringRecord)]) -> usize {
    let mut start = titles(rows);
    let data = data_columns(rows.iter().map(|(_, row)| row));
    if data.is_empty() {
        return start;
    }
    let known = |row: &StringRecord| row.iter().filter(|cell| is_known(cell)).count();
    for (place, (_, row)) in rows.iter().enumerate().take(TOP).skip(start + 1) {
        let before = &rows[start].1;
        if names_all(row, &data) && filled(row) > filled(before) && known(row) >= known(before) {
            start = place;
        }
    }
    start
}

fn filled(row: &StringRecord) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Returns the columns that hold numbers, days or addresses further down.
fn data_columns<'a>(rows: impl ExactSizeIterator<Item = &'a StringRecord>) -> Vec<usize> {
    let above = rows.len() / 2;
    let body: Vec<&StringRecord> = rows.skip(above).collect();
    let width = body.iter().map(|row| row.len()).max().unwrap_or(0);
    let holds_data = |place: &usize| {
        let cells = body.iter().filter_map(|row| row.get(*place)).map(str::trim);
        let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let data = cells.iter().filter(|cell| is_datum(cell)).count();
        data > 0 && data * 5 >= cells.len() * 3
    };
    (0..width).filter(holds_data).collect()
}

/// Returns whether a row has a name in each of these columns.
fn names_all(row: &StringRecord, columns: &[usize]) -> bool {
    columns.iter().all(|&place| {
        let cell = row.get(place).map_or("", str::trim);
        !cell.is_empty() && !is_datum(cell)
    })
}

/// Returns how many titles stand at the top: rows with a single cell.
fn titles(rows: &[(u32, StringRecord)]) -> usize {
    let widest = rows.iter().map(|(_, row)| filled(row)).max().unwrap_or(0);
    if widest < 3 {
        return 0;
    }
    rows.iter()
        .take(5)
        .take_while(|(_, row)| filled(row) == 1)
        .count()
}

/// Puts the name of its group before a name that several columns have.
fn under(groups: &[String], names: &[String]) -> Vec<String> {
    let several = groups.iter().filter(|group| !group.is_empty()).count() > 1;
    let mut group = "";
    let named = names.iter().enumerate().map(|(place, name)| {
        if let Some(own) = groups.get(place).filter(|own| !own.is_empty()) {
            group = own;
        }
        let is_repeated = names.iter().filter(|other| *other == name).count() > 1;
        if several && is_repeated && !name.is_empty() && !group.is_empty() {
            format!("{group}: {name}")
        } else {
            name.clone()
        }
    });
    named.collect()
}

/// Gives empty and repeated names their column's number.
fn distinct<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for (name, number) in names.into_iter().zip(1..) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut own = match name.as_str() {
            "" => format!("column {number}"),
            name => name.to_owned(),
        };
        while !known.insert(own.clone()) {
            own = format!("{own} (column {number})");
        }
        distinct.push(own);
    }
    distinct
}

/// Qualtrics says what it is: by a row of import ids, or in its older form by
/// a second row of names.
fn qualtrics(rows: &[(u32, Vec<String>)]) -> Option<Header> {
    let has_ids = |(_, row): &&(u32, Vec<String>)| row.iter().any(|cell| is_import_id(cell));
    let (_, names) = rows.first()?;
    let height = match rows.iter().take(3).position(|row| has_ids(&row)) {
        Some(place) => place + 1,
        None if has_second_names(rows) => 2,
        None => return None,
    };
    let texts = rows
        .get(1)
        .filter(|row| !has_ids(row))
        .map(|(_, row)| row.clone());
    let question = |place: usize| {
        let text = texts.as_ref()?.get(place)?;
        (!text.is_empty() && Some(text) != names.get(place)).then(|| text.clone())
    };
    Some(Header {
        form: SurveyTool::Qualtrics,
        questions: (0..names.len()).map(question).collect(),
        names: distinct(names.iter().map(String::as_str)),
        last_row: rows.get(height - 1).map_or(0, |(number, _)| *number),
        is_missing: false,
    })
}

fn is_import_id(cell: &str) -> bool {
    cell.starts_with('{') && cell.contains("\"ImportId\"")
}

fn has_second_names(rows: &[(u32, Vec<String>)]) -> bool {
    let [(_, names), (_, second), ..] = rows else {
        return false;
    };
    names.iter().zip(second).any(|(name, below)| {
        let (name, below) = (ColumnName::new(name), ColumnName::new(below));
        matches!(name.words(), "v1" | "response id") && below.words() == "response id"
    })
}

/// Some tools write the number of each question, and the question under it.
fn codes_and_questions(rows: &[(u32, Vec<String>)]) -> Option<Header> {
    let [(_, names), (last_row, texts), ..] = rows else {
        return None;
    };
    let records: Vec<StringRecord> = rows
        .iter()
        .map(|(_, row)| StringRecord::from(row.as_slice()))
        .collect();
    let data = data_columns(records.iter());
    let asks_for_score = |place: &usize| {
        let text = ColumnName::new(&texts[*place]);
        names::rank(ColumnRole::Score, &text).is_some()
    };
    let is_second = names_all(&records[0], &data)
        && names_all(&records[1], &data)
        && data.iter().any(asks_for_score);
    let question =
        |(name, text): (&String, &String)| (!text.is_empty() && text != name).then(|| text.clone());
    is_second.then(|| Header {
        questions: names.iter().zip(texts).map(question).collect(),
        last_row: *last_row,
        ..Header::single(names.iter().map(String::as_str), 0)
    })
}

/// The second row of `SurveyMonkey` says what stands under a question; unnamed
/// cells continue the question to their left.
fn survey_monkey(rows: &[(u32, Vec<String>)]) -> Option<Header> {
    let (first_row, questions) = rows.first()?;
    let place = |wanted: &str| {
        questions
            .iter()
            .position(|name| ColumnName::new(name).words() == wanted)
    };
    let is_part = |(_, row): &&(u32, Vec<String>)| {
        let answers = ["response", "open ended response"];
        let is_answer = |cell: &String| answers.contains(&ColumnName::new(cell).words());
        row.iter().filter(|cell| !cell.is_empty()).all(is_answer) && row.iter().any(is_answer)
    };
    let respondent = place("respondent id").filter(|_| {
        place("collector id")
            .or_else(|| place("start date"))
            .is_some()
    });
    let below = rows.get(1).filter(|row| {
        let is_unnamed = |respondent: usize| row.1.get(respondent).is_some_and(String::is_empty);
        respondent.map_or(is_part(row), is_unnamed)
    });
    if respondent.is_none() && below.is_none() {
        return None;
    }
    let mut question = "";
    let names: Vec<String> = questions
        .iter()
        .enumerate()
        .map(|(place, own)| {
            if !own.is_empty() {
                question = own;
            }
            let part = below
                .and_then(|(_, row)| row.get(place))
                .map_or("", String::as_str);
            if own.is_empty() && part.is_empty() {
                String::new()
            } else {
                joined(question, part)
            }
        })
        .collect();
    Some(Header {
        form: SurveyTool::SurveyMonkey,
        questions: vec![None; names.len()],
        names: distinct(names.iter().map(String::as_str)),
        last_row: below.map_or(*first_row, |(number, _)| *number),
        is_missing: false,
    })
}

fn joined(question: &str, part: &str) -> String {
    match ColumnName::new(part).words() {
        "" | "response" | "open ended response" => question.to_owned(),
        _ => format!("{question}: {part}"),
    }
}

/// A first row with numbers, days or addresses in it, and no name we know, is
/// no header.
fn headless(rows: &[(u32, Vec<String>)]) -> Option<Header> {
    let (row, cells) = rows.first()?;
    let known = cells.iter().any(|cell| is_known(cell));
    let data = cells.iter().any(|cell| is_datum(cell));
    (data && !known && rows.len() > 1).then(|| Header {
        is_missing: true,
        ..Header::single(cells.iter().map(|_| ""), row.saturating_sub(1))
    })
}

fn is_datum(cell: &str) -> bool {
    let number = score::is_number(cell);
    let day = !matches!(date::written(cell), WrittenDate::Unreadable);
    let address = cell.contains('@') && cell.contains('.') && !cell.contains(' ');
    number || day || address
}

/// Knows a tool by the names of its columns.
fn form(names: &[&str]) -> SurveyTool {
    let plain: Vec<ColumnName> = names.iter().map(|name| ColumnName::new(name)).collect();
    let has = |wanted: &str| plain.iter().any(|name| name.words() == wanted);
    let begins = |wanted: &str| plain.iter().any(|name| name.words().starts_with(wanted));
    let first = plain.first().map_or("", ColumnName::words);
    let typed = ["_amount", "_date", "_array"];
    let is_typed = |name: &&&str| typed.iter().any(|suffix| name.ends_with(suffix));
    if has("respondent id") && has("collector id") {
        SurveyTool::SurveyMonkey
    } else if has("response id") && has("recorded date") && has("finished") {
        SurveyTool::Qualtrics
    } else if has("#") && (has("network id") || has("submit date utc") || has("submitted at")) {
        SurveyTool::Typeform
    } else if (has("survey type") && has("score") && has("comment"))
        || (has("score") && (begins("person ") || begins("person properties")))
    {
        SurveyTool::Delighted
    } else if begins("hs ")
        || (has("sentiment") && (has("survey type") || has("associated contact")))
    {
        SurveyTool::HubSpot
    } else if begins("end user ") || (first == "email" && names.iter().filter(is_typed).count() > 0)
    {
        SurveyTool::Wootric
    } else if ["timestamp", "zeitstempel", "horodateur", "marca temporal"].contains(&first) {
        SurveyTool::GoogleForms
    } else {
        SurveyTool::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(rows: &[&[&str]]) -> Header {
        let cells = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        let rows: Vec<(u32, Vec<String>)> = (1..).zip(rows.iter().map(cells)).collect();
        Header::from_rows(&rows)
    }

    #[test]
    fn qualtrics_is_known_by_its_import_ids() {
        let header = header(&[
            &["ResponseId", "Q1"],
            &["Response ID", "How likely,\nreally?"],
            &[r#"{"ImportId":"_recordId"}"#, r#"{"ImportId":"QID1"}"#],
            &["R_1", "9"],
        ]);
        assert_eq!((header.form, header.last_row), (SurveyTool::Qualtrics, 3));
        assert_eq!(header.questions[1].as_deref(), Some("How likely,\nreally?"));
    }

    #[test]
    fn the_older_qualtrics_has_two_rows() {
        let header = header(&[&["V1", "Q1"], &["ResponseID", "How likely?"], &["R_1", "9"]]);
        assert_eq!((header.form, header.last_row), (SurveyTool::Qualtrics, 2));
    }

    #[test]
    fn unnamed_cells_continue_the_question_to_their_left() {
        let header = header(&[
            &[
                "Respondent ID",
                "Collector ID",
                "Which parts do you use?",
                "",
                "Why?",
            ],
            &["", "", "Reports", "Planner", "Open-Ended Response"],
            &["11", "7", "Reports", "", "slow"],
        ]);
        assert_eq!(
            (header.form, header.last_row),
            (SurveyTool::SurveyMonkey, 2)
        );
        assert_eq!(
            header.names[2..],
            [
                "Which parts do you use?: Reports",
                "Which parts do you use?: Planner",
                "Why?"
            ]
        );
    }

    #[test]
    fn empty_and_repeated_names_become_distinct() {
        let header = header(&[&["id", "", "note", "note"], &["1", "2", "3", "4"]]);
        assert_eq!(header.names, ["id", "column 2", "note", "note (column 4)"]);
    }

    #[test]
    fn a_first_row_of_data_is_no_header() {
        let header = header(&[&["9", "fast and friendly"], &["3", "slow"]]);
        assert!(header.is_missing);
        assert_eq!((header.names[0].as_str(), header.last_row), ("column 1", 0));
    }

    fn of_csv(text: &str) -> Header {
        Header::from_table(&super::super::delimited(text.into(), "UTF-8"))
    }

    #[test]
    fn the_header_is_the_row_with_a_name_over_each_column_of_data() {
        let header = "Name,Region,Score,Comment,Date";
        let rows = "Ann,North,9,good,2025-04-01\nBo,,3,slow,2025-04-02\nCy,South,,old,\nDi,North,7,fine,2025-04-04\n";
        for above in [
            "",
            "Customer survey\n",
            "Customer survey,,,,\n\n",
            "Who,,What they said,,\n",
            "Customer survey,,,,\nWho,,What they said,,\n",
            "Exported,2025-05-01,,,\nFilter,all answers,,,\n\n",
        ] {
            let read = of_csv(&format!("{above}{header}\n{rows}"));
            assert_eq!(read.names.join(","), header, "{above}");
            assert!(!read.is_missing);
            let lines = above.lines().count() as u32;
            assert_eq!(read.last_row, lines + 1, "{above}");
        }
    }

    #[test]
    fn a_title_may_stand_above_two_columns() {
        let read =
            of_csv("Our spring survey\nscore;comment\n9;good, really\n3;slow\n7;fine\n8;ok\n");
        assert_eq!(read.names, ["score", "comment"]);
    }

    #[test]
    fn an_unnamed_column_makes_no_title_of_a_header() {
        for text in [
            ",score,comment\n0,9,good\n1,,slow\n2,3,old\n",
            ",score,comment\nA1,n/a,good\nA2,3,slow\nA3,7,old\nA4,8,new\n",
        ] {
            assert_eq!(of_csv(text).names, ["column 1", "score", "comment"]);
        }
    }

    #[test]
    fn a_group_tells_columns_of_one_name_apart() {
        let read = of_csv(
            "Who,Support,,Product,\nName,Score,Comment,Score,Comment\nAnn,9,good,3,slow\nBo,7,fine,8,ok\nCy,1,bad,2,bad\n",
        );
        assert_eq!(
            read.names,
            [
                "Name",
                "Support: Score",
                "Support: Comment",
                "Product: Score",
                "Product: Comment"
            ]
        );
    }

    #[test]
    fn questions_may_stand_under_their_numbers() {
        let read = of_csv(
            "Q1,Q2,Q3\nHow likely are you to recommend us?,Why?,When?\n9,good,2025-04-01\n3,slow,2025-04-02\n7,ok,2025-04-03\n",
        );
        assert_eq!(read.last_row, 2);
        assert_eq!(
            read.questions[0].as_deref(),
            Some("How likely are you to recommend us?")
        );
    }

    #[test]
    fn two_header_rows_of_a_survey_tool_may_lack_its_own_columns() {
        let read = of_csv(
            "How likely are you to recommend us?,Why?\nResponse,Open-Ended Response\n9,good\n3,slow\n",
        );
        assert_eq!((read.last_row, read.names.len()), (2, 2));
        assert_eq!(read.names[1], "Why?");
    }
}
