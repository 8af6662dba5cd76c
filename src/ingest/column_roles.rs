//! Who plays what: the roles handed out to the columns of a file.
//!
//! What the user mapped stands; then names decide, then contents. Where two
//! columns could play a role, one is taken and the other named in a doubt,
//! with the `--map` that would settle it.

mod score;

use std::collections::BTreeMap;

use super::ReadOptions;
use super::aliases;
use super::amount::DecimalMark;
use super::columns::{Column, ColumnPart, ColumnPlan, Doubt, How};
use super::date::{self, DateOrder};
use super::error::{Error, counted, listed, shortened, verb};
use super::header::{Header, SurveyTool, rank};
use super::mapping::{ColumnChoice, Mapping};
use super::names::{self, ColumnName, PHRASE};
use super::profile::{Profile, Profiles};
use super::role::ColumnRole;
use super::scale_check::ScaleFit;
use super::score::ScoreReader;
use super::worded_scale::WordedScale;
pub(super) use score::ScoreColumn;

/// Decides on every column of a file.
pub(super) fn plan(
    file: &str,
    header: &Header,
    profiles: &Profiles,
    options: &ReadOptions,
    reader: &ScoreReader,
    score: Option<ScoreColumn>,
) -> Result<ColumnPlan, Error> {
    let mut casting = RoleAssignment::new(file, header, profiles, options, reader)?;
    if let Some(score) = score {
        casting.give(ColumnRole::Score, score.place, score.how);
        casting.doubts.extend(score.doubts);
    }
    casting.customers();
    if !casting.is_accounts {
        casting.score()?;
        casting.comment()?;
        casting.score_by_content();
        casting.doubt_other_score();
        casting.date();
        casting.id();
        casting.id_by_content();
        casting.respondent();
        casting.by_name(ColumnRole::Wave, tells_waves);
        casting.doubt_wave();
    }
    Ok(casting.plan())
}

/// Returns the parts that the columns of a table play that holds no answers.
pub(super) fn table_plan(
    file: &str,
    header: &Header,
    profiles: &Profiles,
    options: &ReadOptions,
    reader: &ScoreReader,
) -> Result<ColumnPlan, Error> {
    let mut casting = RoleAssignment::new(file, header, profiles, options, reader)?;
    casting.by_name(ColumnRole::Email, Profile::is_addresses);
    casting.by_name(ColumnRole::Account, |profile| profile.filled > 0);
    casting.respondent();
    casting.date();
    Ok(casting.plan())
}

/// Returns the column that tells the kinds of survey apart, which decides what
/// rows the other columns are judged by.
pub(super) fn kind(
    file: &str,
    header: &Header,
    profiles: &Profiles,
    options: &ReadOptions,
    reader: &ScoreReader,
) -> Result<Option<usize>, Error> {
    let mut casting = RoleAssignment::new(file, header, profiles, options, reader)?;
    casting.by_name(ColumnRole::Kind, tells_kinds);
    Ok(casting
        .roles
        .get(&ColumnRole::Kind)
        .map(|(place, _)| *place))
}

/// Returns the column of the scores and the scale it shows itself to be on,
/// where nobody said one.
pub(super) fn score_column(
    file: &str,
    header: &Header,
    profiles: &Profiles,
    options: &ReadOptions,
    reader: &ScoreReader,
) -> Result<Option<ScoreColumn>, Error> {
    if reader.is_given() || options.map.forbids(ColumnRole::Score) {
        return Ok(None);
    }
    let mut casting = RoleAssignment::new(file, header, profiles, options, reader)?;
    casting.customers();
    Ok((!casting.is_accounts)
        .then(|| casting.score_column())
        .flatten())
}

/// Returns the steps of the scale that the user said, where a file's answers on
/// it are words.
pub(super) fn worded_scale(
    file: &str,
    header: &Header,
    profiles: &Profiles,
    options: &ReadOptions,
    reader: &ScoreReader,
) -> Result<Option<WordedScale>, Error> {
    if !reader.is_given() || options.map.forbids(ColumnRole::Score) {
        return Ok(None);
    }
    let casting = RoleAssignment::new(file, header, profiles, options, reader)?;
    Ok(casting.worded_on_known_scale())
}

/// The roles being handed out.
struct RoleAssignment<'a> {
    file: &'a str,
    header: &'a Header,
    profiles: &'a [Profile],
    mapping: &'a Mapping,
    options: &'a ReadOptions,
    reader: &'a ScoreReader,
    rows: usize,
    roles: BTreeMap<ColumnRole, (usize, How)>,
    /// The open questions beside that of [`ColumnRole::Comment`].
    questions: BTreeMap<usize, How>,
    ignored: BTreeMap<usize, &'static str>,
    doubts: Vec<Doubt>,
    order: Option<DateOrder>,
    is_accounts: bool,
}

impl<'a> RoleAssignment<'a> {
    fn new(
        file: &'a str,
        header: &'a Header,
        profiles: &'a Profiles,
        options: &'a ReadOptions,
        reader: &'a ScoreReader,
    ) -> Result<Self, Error> {
        let mut casting = Self {
            file,
            header,
            profiles: &profiles.columns,
            mapping: &options.map,
            options,
            reader,
            rows: profiles.rows,
            roles: BTreeMap::new(),
            questions: BTreeMap::new(),
            ignored: BTreeMap::new(),
            doubts: Vec::new(),
            order: None,
            is_accounts: false,
        };
        for role in ColumnRole::ALL {
            if let Some(ColumnChoice::Column(wanted)) = options.map.choice(role) {
                let place = casting.wanted(role, wanted)?;
                casting.roles.insert(role, (place, How::Mapping));
            }
        }
        for wanted in options.map.columns(ColumnRole::Comment) {
            let place = casting.wanted(ColumnRole::Comment, wanted)?;
            if casting.is_free(place) {
                casting.questions.insert(place, How::Mapping);
            }
        }
        casting.doubt_header();
        Ok(casting)
    }

    fn doubt_header(&mut self) {
        if self.header.is_missing {
            self.doubts.push(Doubt::new(format!(
                "`{}` has no header: its first row was read as an answer, and its columns are numbered",
                self.file
            )));
        }
    }

    /// Finds a column as the user names it: exactly, else in plain words, else
    /// by its question.
    fn wanted(&self, role: ColumnRole, wanted: &str) -> Result<usize, Error> {
        let names = &self.header.names;
        let plain = ColumnName::new(wanted);
        let like = |name: &String| ColumnName::new(name) == plain && !plain.words().is_empty();
        let asked = |question: &Option<String>| question.as_ref().is_some_and(like);
        names
            .iter()
            .position(|name| name == wanted)
            .or_else(|| names.iter().position(like))
            .or_else(|| self.header.questions.iter().position(asked))
            .ok_or_else(|| Error::NoColumn {
                file: self.file.to_owned(),
                role,
                wanted: wanted.to_owned(),
                known: names.clone(),
            })
    }

    fn name(&self, place: usize) -> &str {
        &self.header.names[place]
    }

    fn is_free(&self, place: usize) -> bool {
        let is_role = self.roles.values().any(|(taken, _)| *taken == place);
        !is_role && !self.questions.contains_key(&place)
    }

    fn is_open(&self, role: ColumnRole) -> bool {
        !self.roles.contains_key(&role) && !self.mapping.forbids(role)
    }

    fn give(&mut self, role: ColumnRole, place: usize, how: How) {
        self.roles.insert(role, (place, how));
    }

    /// Returns the free columns whose names fit a role, the best first.
    fn candidates(&self, role: ColumnRole) -> Vec<(usize, usize)> {
        let mut candidates: Vec<(usize, usize)> = (0..self.profiles.len())
            .filter(|place| self.is_free(*place))
            .filter_map(|place| self.rank(place, role).map(|rank| (rank, place)))
            .collect();
        candidates.sort_unstable();
        candidates
    }

    fn rank(&self, place: usize, role: ColumnRole) -> Option<usize> {
        let rank = rank(self.header, place, role).or_else(|| self.rank_on_scale(place, role))?;
        // Only SurveyMonkey numbers answers by their respondents.
        let is_respondent_id = ColumnName::new(self.name(place)).words() == "respondent id";
        let of_answers = self.header.form == SurveyTool::SurveyMonkey;
        (!is_respondent_id || (role == ColumnRole::Id) == of_answers).then_some(rank)
    }

    /// Hands out the roles that tell a table of accounts from answers.
    fn customers(&mut self) {
        self.by_name(ColumnRole::Kind, tells_kinds);
        self.by_name(ColumnRole::Email, Profile::is_addresses);
        self.by_name(ColumnRole::Account, |profile| profile.filled > 0);
        self.is_accounts = self.looks_like_accounts();
    }

    fn by_name(&mut self, role: ColumnRole, fits: impl Fn(&Profile) -> bool) {
        if !self.is_open(role) {
            return;
        }
        let fitting = self
            .candidates(role)
            .into_iter()
            .find(|(_, place)| fits(&self.profiles[*place]));
        if let Some((_, place)) = fitting {
            self.give(role, place, How::Name);
        }
    }

    /// Takes the column that names who answered, unless first and last name
    /// stand apart.
    fn respondent(&mut self) {
        if let (Some(first), Some(last)) = self.first_and_last_name() {
            let parts = [first, last];
            let whole = self.candidates(ColumnRole::Respondent);
            if !whole.iter().any(|(_, place)| !parts.contains(place)) {
                return;
            }
        }
        self.by_name(ColumnRole::Respondent, |profile| profile.filled > 0);
    }

    fn doubt_wave(&mut self) {
        if !self.is_open(ColumnRole::Wave) {
            return;
        }
        let named = |(rank, place): &(usize, usize)| {
            let is_id = self.rank(*place, ColumnRole::Id).is_some();
            let profile = &self.profiles[*place];
            let is_shared = profile.levels() * 2 <= profile.filled.min(5_000);
            *rank < PHRASE && !is_id && profile.levels() > 1 && !is_shared
        };
        let Some((_, place)) = self.candidates(ColumnRole::Wave).into_iter().find(named) else {
            return;
        };
        let name = self.name(place);
        let doubt = Doubt::settled_by(
            format!(
                "column `{}` was not used as the wave, because nearly every answer has its own",
                shortened(name)
            ),
            format!("--map wave={}", shell_words::quote(name)),
        );
        self.doubts.push(doubt);
    }

    /// An accounts table names accounts once each and says things of them, but
    /// nobody rates or writes in it.
    fn looks_like_accounts(&self) -> bool {
        let Some((account, _)) = self.roles.get(&ColumnRole::Account) else {
            return false;
        };
        let answered = [ColumnRole::Score, ColumnRole::Comment, ColumnRole::Kind]
            .iter()
            .any(|role| self.roles.contains_key(role));
        let rated = self
            .candidates(ColumnRole::Score)
            .iter()
            .any(|(_, place)| self.fit(*place) == ScaleFit::On);
        let written = self
            .candidates(ColumnRole::Comment)
            .iter()
            .any(|(_, place)| self.profiles[*place].is_prose());
        let profile = &self.profiles[*account];
        let once = profile.levels() * 2 > profile.filled.min(5_000);
        let says = self
            .header
            .names
            .iter()
            .any(|name| names::is_of_accounts(&ColumnName::new(name)));
        !answered && !rated && !written && once && says
    }

    fn doubt_others(&mut self, role: ColumnRole, taken: usize, others: &[usize]) {
        let doubt = self.rivals(role, taken, others);
        self.doubts.extend(doubt);
    }

    /// Says which other columns could play a role.
    fn rivals(&self, role: ColumnRole, taken: usize, others: &[usize]) -> Option<Doubt> {
        let first = *others.first()?;
        let names = listed(others.iter().map(|place| self.name(*place)));
        let sentence = format!(
            "column `{}` was used as the {}, but {names} could be it too",
            shortened(self.name(taken)),
            role.name()
        );
        let settle = format!(
            "--map {}={}",
            role.name(),
            shell_words::quote(self.name(first))
        );
        Some(Doubt::settled_by(sentence, settle))
    }

    /// Takes the column that people wrote in.
    fn comment(&mut self) -> Result<(), Error> {
        if !self.is_open(ColumnRole::Comment) {
            return Ok(());
        }
        let mut candidates: Vec<(bool, bool, usize, usize)> = self
            .candidates(ColumnRole::Comment)
            .into_iter()
            .map(|(rank, place)| {
                let profile = &self.profiles[place];
                (profile.filled == 0, !profile.is_prose(), rank, place)
            })
            .filter(|(_, _, rank, place)| *rank < PHRASE || self.profiles[*place].could_be_prose())
            .collect();
        candidates.sort_unstable();
        let Some(&(_, _, _, place)) = candidates.first() else {
            return self.comment_by_content();
        };
        self.give(ColumnRole::Comment, place, How::Name);
        let others: Vec<usize> = candidates[1..]
            .iter()
            .filter(|(empty, plain, ..)| !empty && !plain)
            .map(|(.., place)| *place)
            .collect();
        self.open_questions(place);
        let others = others.into_iter().chain(self.free_texts());
        let mut alike: Vec<usize> = others.filter(|place| self.is_free(*place)).collect();
        alike.sort_unstable();
        alike.dedup();
        self.read_besides(place, &alike, How::Name);
        Ok(())
    }

    /// Returns the free columns in which people wrote whole sentences, whatever
    /// they are called.
    fn free_texts(&self) -> Vec<usize> {
        let is_free_text = |place: &usize| {
            let (name, profile) = (ColumnName::new(self.name(*place)), &self.profiles[*place]);
            let dates = profile.dates.as_ref();
            profile.is_long_prose()
                && !profile.is_addresses()
                && !names::is_noise(&name)
                && !names::is_vetoed(ColumnRole::Comment, &name)
                && !dates.is_some_and(date::DateTally::is_dates)
        };
        (0..self.profiles.len())
            .filter(|place| self.is_free(*place))
            .filter(is_free_text)
            .collect()
    }

    /// Reads other columns that people wrote in as answers to other questions,
    /// and says so: their names do not ask anything.
    fn read_besides(&mut self, comment: usize, others: &[usize], how: How) {
        if others.is_empty() {
            return;
        }
        let read: Vec<usize> = std::iter::once(comment)
            .chain(others.iter().copied())
            .collect();
        self.doubts.push(Doubt::settled_by(
            format!(
                "columns {} were read as the answers to different questions",
                listed(read.iter().map(|place| self.name(*place)))
            ),
            format!("--map comment={}", shell_words::quote(self.name(comment))),
        ));
        self.questions
            .extend(others.iter().map(|place| (*place, how)));
    }

    /// Takes the other open questions: columns that people wrote in and whose
    /// names ask something of their own.
    fn open_questions(&mut self, comment: usize) {
        let asked = |place: usize| {
            let question = self.header.questions[place].as_deref();
            question.unwrap_or_else(|| self.name(place))
        };
        if !names::asks(asked(comment)) {
            return;
        }
        let is_noise = |place: usize| names::is_noise(&ColumnName::new(self.name(place)));
        let further: Vec<usize> = (0..self.profiles.len())
            .filter(|place| self.is_free(*place) && !is_noise(*place))
            .filter(|place| self.profiles[*place].is_prose() && names::asks(asked(*place)))
            .filter(|place| !self.profiles[*place].is_addresses())
            .filter(|place| {
                let dates = self.profiles[*place].dates.as_ref();
                !dates.is_some_and(date::DateTally::is_dates)
            })
            .collect();
        self.questions
            .extend(further.into_iter().map(|place| (place, How::Name)));
    }

    fn comment_by_content(&mut self) -> Result<(), Error> {
        let mut written: Vec<usize> = (0..self.profiles.len())
            .filter(|place| self.is_free(*place) && self.profiles[*place].is_prose())
            .filter(|place| !names::is_noise(&ColumnName::new(self.name(*place))))
            .filter(|place| {
                let dates = self.profiles[*place].dates.as_ref();
                !dates.is_some_and(date::DateTally::is_dates)
            })
            .collect();
        let length = |place: &usize| self.profiles[*place].mean_characters();
        let filled = |place: &usize| self.profiles[*place].filled;
        written.sort_by(|a, b| {
            let longer = || length(b).total_cmp(&length(a));
            filled(b).cmp(&filled(a)).then_with(longer).then(a.cmp(b))
        });
        let Some((&place, others)) = written.split_first() else {
            return Err(Error::NoText {
                file: self.file.to_owned(),
                known: self.header.names.clone(),
            });
        };
        self.give(ColumnRole::Comment, place, How::Content);
        if !others.is_empty() {
            self.read_besides(place, others, How::Content);
            return Ok(());
        }
        let name = self.name(place);
        self.doubts.push(Doubt::settled_by(
            format!(
                "column `{}` was used as the comments, because people wrote in it",
                shortened(name)
            ),
            format!("--map comment={}", shell_words::quote(name)),
        ));
        Ok(())
    }

    fn date(&mut self) {
        if self.is_open(ColumnRole::Date) {
            let is_dates = |place: usize| {
                let dates = self.profiles[place].dates.as_ref();
                dates.is_some_and(date::DateTally::is_dates)
            };
            let candidates = self.candidates(ColumnRole::Date);
            let dated = candidates.iter().find(|(_, place)| is_dates(*place));
            if let Some(&(_, place)) = dated {
                self.give(ColumnRole::Date, place, How::Name);
            } else if let Some(place) = self.date_by_content() {
                self.give(ColumnRole::Date, place, How::Content);
            } else if let Some(&(rank, place)) = candidates.first()
                && rank < PHRASE
                && self.profiles[place].filled > 0
            {
                let name = self.name(place).to_owned();
                self.doubts.push(Doubt::new(format!(
                    "column `{name}` was not used as the date: most of its cells are not full dates"
                )));
            }
        }
        self.order = self.options.date_order;
        if let Some(&(place, _)) = self.roles.get(&ColumnRole::Date)
            && let Some(dates) = self.profiles[place].dates.clone()
        {
            self.order = self.order.or_else(|| dates.order());
            self.doubt_dates(place, &dates);
        }
    }

    /// Finds the column of days that no name gives away. Days that are of
    /// something else than the answer, as their name says, are not meant.
    fn date_by_content(&mut self) -> Option<usize> {
        let dated: Vec<usize> = (0..self.profiles.len())
            .filter(|place| self.is_free(*place) && self.profiles[*place].is_written_dates())
            .filter(|place| {
                !names::is_vetoed(ColumnRole::Date, &ColumnName::new(self.name(*place)))
            })
            .collect();
        // Of two stamps on one answer the first says when it began.
        let is_noise = |place: &usize| names::is_noise(&ColumnName::new(self.name(*place)));
        let own: Vec<usize> = dated
            .iter()
            .copied()
            .filter(|place| !is_noise(place))
            .collect();
        let dated = if own.is_empty() { dated } else { own };
        let (&place, others) = dated.split_last()?;
        self.doubt_others(ColumnRole::Date, place, others);
        Some(place)
    }

    fn doubt_dates(&mut self, place: usize, dates: &date::DateTally) {
        let name = shortened(self.name(place));
        if self.order.is_none() && dates.either > 0 {
            let why = if dates.is_torn() {
                "some rows put the day first and others the month"
            } else {
                "no row shows whether the day or the month comes first"
            };
            self.doubts.push(Doubt::settled_by(
                format!(
                    "column `{name}`: {} left out: {why}",
                    verb(dates.either, "date was", "dates were")
                ),
                "--dates dmy, or --dates mdy".into(),
            ));
        }
        if dates.short_years > 0 {
            self.doubts.push(Doubt::new(format!(
                "column `{name}`: {} left out: a year needs four digits",
                verb(dates.short_years, "date was", "dates were")
            )));
        }
        if let Some((row, cell)) = &dates.first_unreadable {
            self.doubts.push(Doubt::new(format!(
                "{} of column `{name}` cannot be read as a date (first: row {row}, `{}`)",
                counted(dates.unreadable, "cell"),
                shortened(cell)
            )));
        }
    }

    fn id(&mut self) {
        if !self.is_open(ColumnRole::Id) {
            return;
        }
        for (_, place) in self.candidates(ColumnRole::Id) {
            let profile = &self.profiles[place];
            let present = profile.filled * 10 >= self.rows * 9 && profile.filled > 0;
            let repeated = profile.levels() * 2 < profile.filled.min(5_000);
            if present && !repeated && !profile.is_damaged() {
                self.give(ColumnRole::Id, place, How::Name);
                return;
            }
            if present && profile.is_damaged() {
                let name = self.name(place).to_owned();
                self.doubts.push(Doubt::new(format!(
                    "column `{name}` was not used as the id: a spreadsheet shortened its numbers (`5.70E+17`)"
                )));
            }
        }
    }

    /// Finds the column of ids that no name gives away, unless a file has ids
    /// by name that cannot be used.
    fn id_by_content(&mut self) {
        if !self.is_open(ColumnRole::Id) || !self.candidates(ColumnRole::Id).is_empty() {
            return;
        }
        let found = (0..self.profiles.len()).find(|place| {
            self.is_free(*place)
                && self.has_ids(*place)
                && self.profiles[*place].filled == self.rows
        });
        if let Some(place) = found {
            self.give(ColumnRole::Id, place, How::Content);
        }
    }

    /// Returns whether a column has the look of ids and no name that says
    /// something else.
    fn has_ids(&self, place: usize) -> bool {
        let name = ColumnName::new(self.name(place));
        let mut other = ColumnRole::ALL
            .into_iter()
            .filter(|role| *role != ColumnRole::Id);
        let plays_other = other.any(|role| self.rank(place, role).is_some());
        let is_counted = name
            .words()
            .split(' ')
            .any(|word| aliases::has(aliases::COUNTS, word));
        let is_number_of = is_counted && self.rank(place, ColumnRole::Id).is_none();
        self.profiles[place].is_ids()
            && !plays_other
            && !is_number_of
            && !names::is_money(&name)
            && !names::is_of_accounts(&name)
    }

    /// Returns whether a column's name says that its numbers are money.
    fn is_money(&self, place: usize) -> bool {
        names::is_money(&ColumnName::new(self.name(place)))
    }

    /// Says how points were read that could be between thousands.
    fn doubt_amounts(&mut self, columns: &[Column]) {
        for (place, column) in columns.iter().enumerate() {
            let amounts = &self.profiles[place].amounts;
            if column.part != ColumnPart::Measure || !amounts.is_ambiguous() {
                continue;
            }
            let (read, other) = match amounts.decimal_mark(self.is_money(place)) {
                DecimalMark::Comma => ("1250", "1.25, write it as `1.25`"),
                DecimalMark::Point => ("1.25", "1250, write it as `1250`"),
            };
            self.doubts.push(Doubt::new(format!(
                "column `{}`: numbers such as `1.250` were read as {read}; if they mean {other}",
                shortened(&column.name)
            )));
        }
    }

    fn plan(mut self) -> ColumnPlan {
        let name_parts = self.name_parts();
        let columns: Vec<Column> = (0..self.header.names.len())
            .map(|place| self.column(place, &name_parts))
            .collect();
        self.doubt_amounts(&columns);
        let is_comment =
            |place: &usize| columns[*place].part == ColumnPart::Plays(ColumnRole::Comment);
        let comments = (0..columns.len()).filter(is_comment).collect();
        let is_attribute =
            |column: &Column| matches!(column.part, ColumnPart::Segment | ColumnPart::Measure);
        let attributes = (0..columns.len())
            .filter(|place| is_attribute(&columns[*place]))
            .collect();
        let amounts = (0..columns.len())
            .filter(|place| columns[*place].part == ColumnPart::Measure)
            .map(|place| (place, &self.profiles[place].amounts))
            .filter(|(_, amounts)| amounts.is_dressed())
            .map(|(place, amounts)| (place, amounts.decimal_mark(self.is_money(place))))
            .collect();
        ColumnPlan {
            attributes,
            amounts,
            comments,
            name_parts,
            columns,
            roles: self
                .roles
                .into_iter()
                .map(|(role, (place, _))| (role, place))
                .collect(),
            doubts: self.doubts,
            order: self.order,
            is_accounts: self.is_accounts,
        }
    }

    fn column(&self, place: usize, name_parts: &[usize]) -> Column {
        let (part, how) = self.part(place, name_parts);
        Column {
            name: self.name(place).to_owned(),
            question: self.header.questions[place].clone(),
            part,
            how,
        }
    }

    fn part(&self, place: usize, name_parts: &[usize]) -> (ColumnPart, How) {
        let given = self.roles.iter().find(|(_, (taken, _))| *taken == place);
        if let Some((role, (_, how))) = given {
            return (ColumnPart::Plays(*role), *how);
        }
        if let Some(how) = self.questions.get(&place) {
            return (ColumnPart::Plays(ColumnRole::Comment), *how);
        }
        if name_parts.contains(&place) {
            return (ColumnPart::Plays(ColumnRole::Respondent), How::Name);
        }
        let (name, profile) = (ColumnName::new(self.name(place)), &self.profiles[place]);
        if let Some(why) = self.ignored.get(&place) {
            (ColumnPart::Ignored(why), How::Name)
        } else if names::is_noise(&name) {
            (ColumnPart::Ignored("added by the survey tool"), How::Name)
        } else if names::is_group(&name) && self.roles.contains_key(&ColumnRole::Score) {
            (
                ColumnPart::Ignored("repeats the group of the score"),
                How::Name,
            )
        } else if profile.filled == 0 {
            (ColumnPart::Ignored("empty"), How::Content)
        } else if profile.is_groups() && self.roles.contains_key(&ColumnRole::Score) {
            (
                ColumnPart::Ignored("repeats the group of the score"),
                How::Content,
            )
        } else if names::numbers_accounts(self.name(place)) {
            // By it an answer is joined to its customer, however many there are.
            (ColumnPart::Segment, How::Name)
        } else if self.has_ids(place) || self.is_named_id(place) {
            (ColumnPart::Ignored("ids"), How::Content)
        } else if profile.is_damaged() {
            (
                ColumnPart::Ignored("long numbers, shortened by a spreadsheet"),
                How::Content,
            )
        } else if profile.is_long_prose() {
            (ColumnPart::Ignored("free text"), How::Content)
        } else if profile.is_numeric() {
            (ColumnPart::Measure, How::Content)
        } else if profile.is_full_names() {
            (ColumnPart::Ignored("names"), How::Content)
        } else if profile.tells_no_segments() && !names::is_of_accounts(&name) {
            (
                ColumnPart::Ignored("nearly every answer has its own"),
                How::Content,
            )
        } else {
            (ColumnPart::Segment, How::Content)
        }
    }

    /// Returns whether a column has the name of an id, and hardly two values
    /// are the same.
    fn is_named_id(&self, place: usize) -> bool {
        let profile = &self.profiles[place];
        let is_named = self
            .rank(place, ColumnRole::Id)
            .is_some_and(|rank| rank < PHRASE);
        is_named && profile.filled > 1 && profile.levels() * 10 >= profile.filled.min(5_000) * 9
    }

    /// Returns the columns of first and last name, where no single one names
    /// the respondent.
    fn name_parts(&self) -> Vec<usize> {
        if self.is_accounts || !self.is_open(ColumnRole::Respondent) {
            return Vec::new();
        }
        let (first, last) = self.first_and_last_name();
        first.into_iter().chain(last).collect()
    }

    /// Returns the columns of a person's first and last name.
    fn first_and_last_name(&self) -> (Option<usize>, Option<usize>) {
        const FIRST: &str = "first name, recipient first name, given name, vorname, prénom, prenom, voornaam, \
            förnamn, fornavn, primer nombre, nombre de pila, nombres, vorname des empfängers, \
            prénom du destinataire, nombre del destinatario";
        const LAST: &str = "last name, recipient last name, surname, family name, nachname, familienname, \
            nom de famille, apellido, apellidos, achternaam, cognome, sobrenome, apelido, efternamn, etternavn, \
            nachname des empfängers, nom du destinataire, apellido del destinatario";
        // Beside a last name these are first names, and the other way round.
        const EITHER: &str = "name, nom, nombre, nome, naam, namn, navn";
        let place = |list: &'static str| {
            let is = |name: &String| aliases::has(list, ColumnName::new(name).words());
            self.header.names.iter().position(is)
        };
        let (first, last) = (place(FIRST), place(LAST));
        match (first, last) {
            (Some(_), None) => (first, place(EITHER)),
            (None, Some(_)) => (place(EITHER), last),
            _ => (first, last),
        }
    }
}

/// Returns whether a column tells waves apart: a wave has several answers, as
/// far as so few rows can show it.
fn tells_waves(profile: &Profile) -> bool {
    const FEW: usize = 10;
    let levels = profile.levels();
    let are_shared = levels == 1 || levels * 2 <= profile.filled || profile.filled < FEW;
    (1..=60).contains(&levels) && are_shared
}

/// Returns whether a column tells kinds of survey apart.
fn tells_kinds(profile: &Profile) -> bool {
    let Some(kinds) = &profile.kinds else {
        return false;
    };
    let known = |kind: &String| is_nps(kind) || is_other_kind(kind);
    let certain =
        |kind: &String| is_nps(kind) || ["csat", "ces"].contains(&ColumnName::new(kind).words());
    kinds.keys().all(known) && kinds.keys().any(certain)
}

/// Returns whether a kind of survey asks for the likelihood to recommend.
pub(super) fn is_nps(kind: &str) -> bool {
    let kind = ColumnName::new(kind);
    let known = "nps, rnps, tnps, net promoter, loyalty, customer loyalty";
    aliases::words(known).any(|word| kind.words().contains(word))
}

fn is_other_kind(kind: &str) -> bool {
    const OTHERS: &str = "csat, ces, satisfaction, effort, support, smileys, star, thumbs, pmf, custom, enps, \
        emoji, feedback, product, experience";
    let kind = ColumnName::new(kind);
    aliases::words(OTHERS).any(|other| kind.words().contains(other))
}
