//! Rows to responses.
//!
//! Takes a table and the part each column plays; gives a response for every
//! row that can be used, and a reason for every row that cannot. A row without
//! a rating or without a comment can be used; one with a broken rating cannot.

use std::collections::HashMap;
use std::ops::ControlFlow;

use arcstr::ArcStr;
use csv::StringRecord;
use serde::Serialize;

use crate::feedback::{Attributes, OpenAnswer, Person, Rating, Response, Scale, SharedTexts, Span};

use super::blank::says_nothing;
use super::column_roles::{self, is_nps};
use super::columns::{Column, ColumnPart, ColumnPlan, Doubt};
use super::date;
use super::error::{Error, counted, listed, shortened, verb};
use super::header::{Header, SurveyTool, rank};
use super::mapping::ColumnChoice;
use super::names::ColumnName;
use super::profile::Profiles;
use super::role::ColumnRole;
use super::score::{ScoreCell, ScoreReader};
use super::summary_rows::SummaryRows;
use super::table::{CellTable, ReadSheet, Skip, UNCLOSED, filled, fingerprint, is_blank};
use super::{ReadOptions, accounts, long_table};

/// The answers of one file.
#[derive(Debug)]
pub struct Survey {
    /// The tool that wrote it.
    pub form: SurveyTool,
    /// What the text is written in.
    pub encoding: &'static str,
    /// What separates the cells; `None` in workbooks, JSON and single columns.
    pub delimiter: Option<char>,
    /// The sheet that was read, in workbooks.
    pub sheet: Option<String>,
    /// Every column and the part it plays.
    pub columns: Vec<Column>,
    /// What the ratings are on.
    pub scale: Scale,
    /// Where the waves come from.
    pub wave_from: WaveFrom,
    /// One a row that can be used.
    pub responses: Vec<Response>,
    /// One a row that cannot, in their order.
    pub skips: Vec<Skip>,
    /// Rows under the header that are not blank: responses and skips together.
    pub rows: usize,
}

/// Where the waves of a file's responses come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WaveFrom {
    /// A column of this name; rows without an entry take the next best.
    Column(String),
    /// `--wave`.
    Option,
    /// The file's name without its ending.
    FileName,
}

/// What a table turns out to be.
pub(super) enum SurveyTable {
    Survey(Survey, Vec<Doubt>),
    Accounts(accounts::Accounts, Vec<Doubt>),
}

/// Reads a table of answers, or of accounts.
pub(super) fn read(
    file: &str,
    written: &CellTable,
    options: &ReadOptions,
) -> Result<SurveyTable, Error> {
    let mut header = Header::from_table(written);
    let wide = long_table::widened(file, written, &header, options)?;
    let table = wide.as_ref().unwrap_or(written);
    if wide.is_some() {
        header = Header::from_table(table);
    }
    let summaries = SummaryRows::find(table, &header);
    let reader = ScoreReader::new(options);
    let profiles = Profiles::new(table, &header, &summaries, &options.map, &reader, |_| true);
    if profiles.rows == 0 {
        return Err(without_rows(file, table));
    }
    if let Some(subject) = options.table {
        let plan = column_roles::table_plan(file, &header, &profiles, options, &reader)?;
        let (accounts, doubts) = accounts::read(file, table, &header, &summaries, plan, subject)?;
        return Ok(SurveyTable::Accounts(accounts, doubts));
    }
    let uncomputed = uncomputed(file, table, &header, &summaries, profiles.rows, options)?;
    let profiles = of_one_kind(file, table, &header, &summaries, profiles, options, &reader)?;
    let mut score = column_roles::score_column(file, &header, &profiles, options, &reader)?;
    if let Some(kept) = options.study_scale.as_ref().filter(|_| !reader.is_given()) {
        let asks = score.as_mut().filter(|score| score.says_asked);
        let Some(asks) = asks else {
            let said = ReadOptions {
                scale: Some(kept.clone()),
                ..options.clone()
            };
            return read(file, written, &said);
        };
        asks.join_study(kept, &header);
    }
    let shown = match score.as_ref().filter(|score| score.is_stated) {
        Some(score) => {
            let reader = ScoreReader::on(options, score.scale.clone());
            Some(reader.worded_as(score.worded.clone()))
        }
        None => column_roles::worded_scale(file, &header, &profiles, options, &reader)?
            .map(|worded| reader.clone().worded_as(Some(worded))),
    };
    let (reader, profiles) = match shown {
        Some(reader) => {
            let profiles =
                Profiles::new(table, &header, &summaries, &options.map, &reader, |_| true);
            let profiles =
                of_one_kind(file, table, &header, &summaries, profiles, options, &reader)?;
            (reader, profiles)
        }
        None => (reader, profiles),
    };
    let plan = column_roles::plan(file, &header, &profiles, options, &reader, score)?;
    if plan.is_accounts {
        let subject = accounts::TableSubject::Accounts;
        let (accounts, doubts) = accounts::read(file, table, &header, &summaries, plan, subject)?;
        return Ok(SurveyTable::Accounts(accounts, doubts));
    }
    let may_end_early = table.is_grid();
    let mut rows = RowReader::new(
        file,
        &header,
        &summaries,
        &plan,
        options,
        &reader,
        may_end_early,
    );
    let mut walked = rows.walk(table);
    let mut doubts = doubts(table, &header, &profiles, &plan, &reader);
    doubts.extend(uncomputed);
    if rows.id.is_some() && !is_mapped(ColumnRole::Id, options) && walked.repeats * 5 > walked.rows
    {
        doubts.push(Doubt::new(format!(
            "column `{}` was not used as the id: its values repeat",
            plan.place(ColumnRole::Id)
                .map_or("", |place| &header.names[place])
        )));
        rows.id = None;
        walked = rows.walk(table);
    }
    if walked.responses.is_empty() {
        return Err(unusable(file, walked));
    }
    let survey = Survey {
        form: header.form,
        encoding: table.encoding,
        delimiter: table.delimiter(),
        sheet: table.sheet.as_ref().map(|sheet| sheet.name.clone()),
        scale: reader.scale().clone(),
        wave_from: rows.wave_from(),
        columns: columns(&plan, rows.id.is_some()),
        responses: walked.responses,
        skips: walked.skips,
        rows: walked.rows,
    };
    Ok(SurveyTable::Survey(survey, doubts))
}

fn is_mapped(role: ColumnRole, options: &ReadOptions) -> bool {
    options.map.choice(role).is_some()
}

fn columns(plan: &ColumnPlan, id_is_read: bool) -> Vec<Column> {
    let mut columns = plan.columns.clone();
    if let Some(place) = plan.place(ColumnRole::Id)
        && !id_is_read
    {
        columns[place].part = ColumnPart::Ignored("ids that repeat");
    }
    columns
}

fn without_rows(file: &str, table: &CellTable) -> Error {
    let file = file.to_owned();
    match table.unread.first() {
        Some((row, reason)) => Error::NothingUsable {
            file,
            rows: table.unread.len(),
            row: *row,
            reason: format!("it {reason}"),
        },
        None => Error::HeaderOnly { file },
    }
}

fn unusable(file: &str, walked: RowsRead) -> Error {
    let rows = walked.rows;
    let first = walked.skips.into_iter().next();
    let (row, reason) = first.map_or((0, String::new()), |skip| (skip.row, skip.reason));
    Error::NothingUsable {
        file: file.to_owned(),
        rows,
        row,
        reason,
    }
}

/// Judges the columns by the rows of one kind alone where a file mixes
/// surveys: the 1–5 of satisfaction would spoil the scale of NPS.
fn of_one_kind(
    file: &str,
    table: &CellTable,
    header: &Header,
    summaries: &SummaryRows,
    profiles: Profiles,
    options: &ReadOptions,
    reader: &ScoreReader,
) -> Result<Profiles, Error> {
    if options.map.forbids(ColumnRole::Score) {
        return Ok(profiles);
    }
    let Some(place) = column_roles::kind(file, header, &profiles, options, reader)? else {
        return Ok(profiles);
    };
    let of_kind = Profiles::new(table, header, summaries, &options.map, reader, |record| {
        other_kind(record, place, reader).is_none()
    });
    if of_kind.rows > 0 {
        return Ok(of_kind);
    }
    let kinds = profiles.columns[place].kinds.clone().unwrap_or_default();
    Err(Error::OtherSurveys {
        file: file.to_owned(),
        wanted: wanted_kind(reader),
        column: header.names[place].clone(),
        found: listed(kinds.keys().take(5)),
    })
}

/// Returns the kind of survey a row belongs to, if it is not the one to read:
/// NPS for the recommendation question, any other for another scale.
fn other_kind<'a>(record: &'a StringRecord, place: usize, reader: &ScoreReader) -> Option<&'a str> {
    let kind = record.get(place).map_or("", str::trim);
    let is_wanted = is_nps(kind) == reader.scale().is_recommendation();
    (!kind.is_empty() && !is_wanted).then_some(kind)
}

fn wanted_kind(reader: &ScoreReader) -> &'static str {
    if reader.scale().is_recommendation() {
        "NPS answers"
    } else {
        "answers to another survey than NPS"
    }
}

fn doubts(
    table: &CellTable,
    header: &Header,
    profiles: &Profiles,
    plan: &ColumnPlan,
    reader: &ScoreReader,
) -> Vec<Doubt> {
    let mut doubts = plan.doubts.clone();
    doubts.extend(sheets(table));
    if let Some(place) = plan.place(ColumnRole::Score)
        && let Some(answers) = profiles.columns[place].scores.never_zero()
        && !reader.is_given()
    {
        doubts.push(Doubt {
            sentence: format!(
                "column `{}` may be on a scale from 1 to 10: {} from 1 to 6, and none is 0",
                header.names[place],
                verb(answers, "score lies", "scores lie")
            ),
            settle: Some("--scale 1-10, or --scale 0-10".into()),
        });
    }
    doubts
}

fn sheets(table: &CellTable) -> Option<Doubt> {
    let ReadSheet {
        name,
        is_hidden,
        others,
        ..
    } = table.sheet.as_ref()?;
    let settle = |sheet: &String| format!("--sheet {}", shell_words::quote(sheet));
    if *is_hidden {
        return Some(Doubt::settled_by(
            format!("sheet `{name}` is hidden; it was read because no other sheet has answers"),
            settle(name),
        ));
    }
    let other = others.first()?;
    let hold = if others.len() == 1 { "has" } else { "have" };
    Some(Doubt::settled_by(
        format!(
            "sheet `{name}` was read, but {} {hold} a table too",
            listed(others)
        ),
        settle(other),
    ))
}

/// Refuses to read scores or comments that nobody computed, and says which
/// other columns are empty for that reason.
fn uncomputed(
    file: &str,
    table: &CellTable,
    header: &Header,
    summaries: &SummaryRows,
    rows: usize,
    options: &ReadOptions,
) -> Result<Vec<Doubt>, Error> {
    let mut doubts = Vec::new();
    let formulas = table.sheet.iter().flat_map(|sheet| &sheet.uncomputed);
    for formulas in formulas {
        let Some(name) = header.names.get(formulas.column) else {
            continue;
        };
        // Nothing is lost where a row only sums up the others.
        let of_answers = formulas.rows.iter().filter(|row| !summaries.has(**row));
        let Some(&row) = of_answers.clone().next() else {
            continue;
        };
        let cells = of_answers.count();
        let plays = |role: &ColumnRole| match options.map.choice(*role) {
            Some(ColumnChoice::Column(wanted)) => ColumnName::new(wanted) == ColumnName::new(name),
            Some(_) => false,
            None => rank(header, formulas.column, *role).is_some(),
        };
        let are_many = cells * 10 > rows;
        let wanted = [ColumnRole::Score, ColumnRole::Comment];
        if let Some(role) = wanted.into_iter().find(plays).filter(|_| are_many) {
            return Err(Error::Uncomputed {
                file: file.to_owned(),
                column: name.clone(),
                role,
                cells,
                row,
            });
        }
        doubts.push(Doubt::new(format!(
            "column `{}`: {} never saved and {} as empty, from row {row} on; open the workbook in Excel or LibreOffice and save it",
            shortened(name),
            verb(cells, "result of a formula was", "results of formulas were"),
            if cells == 1 { "reads" } else { "read" }
        )));
    }
    Ok(doubts)
}

/// What a walk over the rows gives.
#[derive(Default)]
struct RowsRead {
    responses: Vec<Response>,
    skips: Vec<Skip>,
    rows: usize,
    repeats: usize,
}

/// How rows are read.
struct RowReader<'a> {
    file: &'a str,
    header: &'a Header,
    summaries: &'a SummaryRows,
    plan: &'a ColumnPlan,
    reader: &'a ScoreReader,
    wave: String,
    wave_is_given: bool,
    may_end_early: bool,
    score: Option<usize>,
    comment: Option<usize>,
    date: Option<usize>,
    id: Option<usize>,
    kind: Option<usize>,
    status: Option<usize>,
}

impl<'a> RowReader<'a> {
    fn new(
        file: &'a str,
        header: &'a Header,
        summaries: &'a SummaryRows,
        plan: &'a ColumnPlan,
        options: &ReadOptions,
        reader: &'a ScoreReader,
        may_end_early: bool,
    ) -> Self {
        let is_status = |name: &String| ColumnName::new(name).words() == "status";
        let status = header.names.iter().position(is_status);
        let score = plan.place(ColumnRole::Score);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let filters_kinds = !options.map.forbids(ColumnRole::Score);
        Self {
            file,
            header,
            summaries,
            plan,
            reader,
            wave: options.wave.clone().unwrap_or_else(|| stem.to_owned()),
            wave_is_given: options.wave.is_some(),
            may_end_early,
            score,
            comment: plan.place(ColumnRole::Comment),
            date: plan.place(ColumnRole::Date),
            id: plan.place(ColumnRole::Id),
            kind: plan.place(ColumnRole::Kind).filter(|_| filters_kinds),
            status: status.filter(|_| header.form == SurveyTool::Qualtrics),
        }
    }

    fn wave_from(&self) -> WaveFrom {
        match self.plan.place(ColumnRole::Wave) {
            Some(place) => WaveFrom::Column(self.header.names[place].clone()),
            None if self.wave_is_given => WaveFrom::Option,
            None => WaveFrom::FileName,
        }
    }

    fn walk(&self, table: &CellTable) -> RowsRead {
        let mut walked = RowsRead::default();
        let mut seen = HashMap::new();
        let mut shared = SharedTexts::default();
        let unclosed = table.walk(|row, record| {
            if row > self.header.last_row && !is_blank(record) {
                walked.rows += 1;
                match self.response(row, record, &mut shared) {
                    Ok(response) => self.keep(response, record, &mut seen, &mut walked),
                    Err(reason) => walked.skips.push(self.skip(row, reason)),
                }
            }
            ControlFlow::Continue(())
        });
        let unread = table.unread.iter().cloned();
        let unclosed = unclosed.into_iter();
        let unclosed = unclosed.filter(|row| *row > self.header.last_row);
        for (row, reason) in unread.chain(unclosed.map(|row| (row, UNCLOSED.to_owned()))) {
            walked.rows += 1;
            walked.skips.push(self.skip(row, reason));
        }
        walked.skips.sort_by_key(|skip| skip.row);
        walked
    }

    /// Keeps a response unless its id has been seen.
    fn keep(
        &self,
        response: Response,
        record: &StringRecord,
        seen: &mut HashMap<ArcStr, (u32, u64)>,
        walked: &mut RowsRead,
    ) {
        let Some(id) = response.id.as_ref() else {
            walked.responses.push(response);
            return;
        };
        let content = fingerprint(record);
        let Some(&(first, before)) = seen.get(id) else {
            seen.insert(id.clone(), (response.row, content));
            walked.responses.push(response);
            return;
        };
        let id = shortened(id);
        let reason = if before == content {
            format!("is the same as row {first}, with the same id `{id}`")
        } else {
            format!("has the id `{id}` of row {first} but differs from it; `--map id=-` keeps both")
        };
        walked.repeats += 1;
        walked.skips.push(self.skip(response.row, reason));
    }

    fn skip(&self, row: u32, reason: String) -> Skip {
        Skip {
            source: self.file.to_owned(),
            row,
            reason,
        }
    }

    /// Reads one row; gives the reason where it cannot be used.
    fn response(
        &self,
        row: u32,
        record: &StringRecord,
        shared: &mut SharedTexts,
    ) -> Result<Response, String> {
        if let Some(reason) = self.summaries.reason(row) {
            return Err(reason.to_owned());
        }
        self.check_width(record)?;
        self.check_origin(record)?;
        let rating = self.rating(record)?;
        check_length(record, &self.plan.comments)?;
        let words = |role| self.words(record, role);
        let (comment, questions) = self.comment(record);
        Ok(Response {
            source: shared.text(self.file),
            id: words(ColumnRole::Id)
                .filter(|_| self.id.is_some())
                .map(Into::into),
            row,
            rating,
            comment: comment.map(Into::into),
            questions: questions.into(),
            wave: shared.text(words(ColumnRole::Wave).as_deref().unwrap_or(&self.wave)),
            date: self.day(record).map(|day| shared.text(&day)),
            person: Person {
                name: words(ColumnRole::Respondent)
                    .or_else(|| self.full_name(record))
                    .map(Into::into),
                email: words(ColumnRole::Email).map(Into::into),
            },
            account: words(ColumnRole::Account).map(|name| shared.text(&name)),
            attributes: self.attributes(record, shared),
        })
    }

    fn words(&self, record: &StringRecord, role: ColumnRole) -> Option<String> {
        filled(record, self.plan.place(role)?).filter(|cell| !says_nothing(cell))
    }

    fn check_width(&self, record: &StringRecord) -> Result<(), String> {
        let (width, cells) = (self.header.names.len(), record.len());
        if cells > width
            && record
                .iter()
                .skip(width)
                .any(|cell| !cell.trim().is_empty())
        {
            return Err(format!(
                "has {} where the header has {width}",
                counted(cells, "cell")
            ));
        }
        let needed = self.score.or(self.comment).unwrap_or(0);
        if cells <= needed && !self.may_end_early {
            let name = shortened(&self.header.names[needed]);
            return Err(format!(
                "has {} where the header has {width}, so that `{name}` is missing",
                counted(cells, "cell")
            ));
        }
        Ok(())
    }

    /// Leaves out what customers did not answer: previews, tests, spam, and
    /// other kinds of survey.
    fn check_origin(&self, record: &StringRecord) -> Result<(), String> {
        if let Some(status) = self.status.and_then(|place| record.get(place))
            && is_test(status)
        {
            return Err(format!(
                "status `{}` is not a customer's answer",
                shortened(status)
            ));
        }
        match self
            .kind
            .and_then(|place| other_kind(record, place, self.reader))
        {
            Some(kind) if self.reader.scale().is_recommendation() => Err(format!(
                "belongs to a survey of kind `{}`, not `nps`",
                shortened(kind)
            )),
            Some(kind) => Err(format!(
                "belongs to a survey of kind `{}`, not one on the scale `{}`",
                shortened(kind),
                self.reader.scale().answers()
            )),
            None => Ok(()),
        }
    }

    fn rating(&self, record: &StringRecord) -> Result<Option<Rating>, String> {
        let Some(cell) = self.score.and_then(|place| record.get(place)) else {
            return Ok(None);
        };
        let score = self.reader.score(cell);
        match (self.reader.fault(&score, cell), score) {
            (Some(fault), _) => Err(fault),
            (None, ScoreCell::Rated(rating)) => Ok(Some(rating)),
            (None, _) => Ok(None),
        }
    }

    /// Returns the comment exactly as it stands in its cell; where there are
    /// several open questions the answers to them, a blank line between, and
    /// which is which.
    fn comment(&self, record: &StringRecord) -> (Option<String>, Vec<OpenAnswer>) {
        let said = |place: &usize| {
            let cell = record.get(*place)?;
            (!says_nothing(cell)).then_some((*place, cell))
        };
        let mut cells = self.plan.comments.iter().filter_map(said);
        if self.plan.comments.len() < 2 {
            return (cells.next().map(|(_, cell)| cell.to_owned()), Vec::new());
        }
        let mut comment = String::new();
        let mut answers = Vec::new();
        for (place, cell) in cells {
            if !comment.is_empty() {
                comment.push_str(BETWEEN_ANSWERS);
            }
            let start = comment.len();
            comment.push_str(cell);
            answers.push(OpenAnswer {
                question: self.plan.columns[place].asked().to_owned(),
                span: Span::new(start, comment.len()),
            });
        }
        ((!comment.is_empty()).then_some(comment), answers)
    }

    fn day(&self, record: &StringRecord) -> Option<String> {
        date::written(record.get(self.date?)?).day(self.plan.order)
    }

    fn full_name(&self, record: &StringRecord) -> Option<String> {
        let parts = self.plan.name_parts.iter();
        let parts: Vec<String> = parts.filter_map(|place| filled(record, *place)).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn attributes(&self, record: &StringRecord, shared: &mut SharedTexts) -> Attributes {
        let attributes = self.plan.attributes.iter();
        let fields = attributes.filter_map(|place| {
            let said = self.plan.attribute(record, *place)?;
            Some((self.header.names[*place].as_str(), said))
        });
        shared.attributes(&fields.collect())
    }
}

/// A longer comment is a file in a cell, in bytes.
const LONGEST_COMMENT: usize = 1 << 20;

fn check_length(record: &StringRecord, comments: &[usize]) -> Result<(), String> {
    let mut lengths = comments
        .iter()
        .filter_map(|place| Some(record.get(*place)?.len()));
    match lengths.find(|length| *length > LONGEST_COMMENT) {
        Some(length) => Err(format!(
            "has a comment of {} MB, and more than {} MB are not read",
            length.div_ceil(1 << 20),
            LONGEST_COMMENT >> 20
        )),
        None => Ok(()),
    }
}

/// A blank line always ends a passage.
const BETWEEN_ANSWERS: &str = "\n\n";

/// Reads the status of Qualtrics, in words or as the sum of its flags
/// (1 preview, 2 test, 8 spam).
fn is_test(status: &str) -> bool {
    let status = status.trim().to_lowercase();
    match status.parse::<u32>() {
        Ok(flags) => flags & 0b1011 != 0,
        Err(_) => ["preview", "test", "spam"]
            .iter()
            .any(|word| status.contains(word)),
    }
}
