//! Which column holds the scores, and the scale it shows itself to be on.
//!
//! Where the user said a scale, a column on it is looked for. Else the wording
//! of the columns decides what is asked, and the cells what it is answered on.

use super::RoleAssignment;
use crate::feedback::Scale;
use crate::ingest::aliases;
use crate::ingest::anchors::Better;
use crate::ingest::columns::{Doubt, How};
use crate::ingest::error::{Error, listed, shortened};
use crate::ingest::header::{Header, SurveyTool};
use crate::ingest::names::{self, ColumnName, PHRASE};
use crate::ingest::profile::Profile;
use crate::ingest::rating_question::{self, Asked, RatingQuestion, Subject};
use crate::ingest::role::ColumnRole;
use crate::ingest::scale_check::ScaleFit;
use crate::ingest::worded_scale::WordedScale;

/// The column of the scores, as it shows itself.
#[derive(Debug)]
pub(in crate::ingest) struct ScoreColumn {
    pub(in crate::ingest) place: usize,
    pub(in crate::ingest) how: How,
    pub(in crate::ingest) scale: Scale,
    /// Whether the column says its range or is answered in words, so that its
    /// numbers need not show the scale.
    pub(in crate::ingest) is_stated: bool,
    /// The steps of the scale, where the answers are words of the file's own.
    pub(in crate::ingest) worded: Option<WordedScale>,
    /// Whether the file says what was asked.
    pub(in crate::ingest) says_asked: bool,
    pub(in crate::ingest) doubts: Vec<Doubt>,
}

impl ScoreColumn {
    /// Takes the study's scale where its answers are the same, and says so
    /// where something else is asked; on other answers the file stands as it
    /// is, and the study refuses it.
    pub(in crate::ingest) fn join_study(&mut self, kept: &Scale, header: &Header) {
        let is_other_kind = kept.is_recommendation() != self.scale.is_recommendation();
        if *kept == self.scale || is_other_kind || kept.answers() != self.scale.answers() {
            return;
        }
        self.doubts.push(Doubt::settled_by(
            format!(
                "column `{}` may ask something else than the study's ratings; it was read on their scale, `{kept}`",
                shortened(&header.names[self.place])
            ),
            format!("--scale {}, or --map score=-", shell_words::quote(&kept.to_string())),
        ));
        self.scale = kept.clone();
        self.is_stated = true;
    }
}

/// What a column would be as the score.
struct Candidate {
    asked: Asked,
    rank: usize,
    place: usize,
    question: RatingQuestion,
    shown: ShownScale,
}

/// The scale that a column shows itself to be on.
struct ShownScale {
    scale: Scale,
    is_stated: bool,
    worded: Option<WordedScale>,
}

impl ShownScale {
    fn stated(scale: Scale) -> Self {
        Self {
            scale,
            is_stated: true,
            worded: None,
        }
    }

    /// The groups of the recommendation question, kept without the ratings.
    fn is_grouped(&self) -> bool {
        self.scale.is_recommendation() && !self.scale.is_numeric()
    }
}

/// The question whose answers are 0 to 10 and not about recommending, for a hint.
const ANOTHER_QUESTION: &str = "--scale '0-10: 9-10 satisfied, 7-8 neutral, 0-6 dissatisfied'";

const FRIENDS: &str = "fft";
const GROUPS: &str = "promoter/passive/detractor";
const GOOD_BAD: &str = "good/bad";
const MOODS: &str = "positive/neutral/negative";

impl RoleAssignment<'_> {
    /// Finds the column of the scores and its scale: the recommendation question
    /// first, then a column whose name does not say what was asked, then
    /// another rating question, then groups or signs under any name.
    pub(super) fn score_column(&self) -> Option<ScoreColumn> {
        let mapped = self.roles.get(&ColumnRole::Score).copied();
        let places: Vec<usize> = match mapped {
            Some((place, _)) => vec![place],
            None => (0..self.profiles.len())
                .filter(|place| self.is_free(*place))
                .filter(|place| !names::is_group(&ColumnName::new(self.name(*place))))
                .collect(),
        };
        let ranked = places.into_iter().filter_map(|place| {
            let rank = rating_question::rank(self.header, place);
            Some((rank.or(mapped.map(|_| 0))?, place))
        });
        let mut candidates: Vec<Candidate> = ranked
            .filter_map(|(rank, place)| self.candidate(rank, place))
            .collect();
        candidates.sort_by_key(|candidate| {
            let is_grouped = candidate.shown.is_grouped();
            (candidate.asked, is_grouped, candidate.rank, candidate.place)
        });
        let Some(best) = candidates.first() else {
            return if mapped.is_none() {
                self.score_by_signs()
            } else {
                None
            };
        };
        let mut doubts = Vec::new();
        let rivals: Vec<usize> = candidates[1..]
            .iter()
            .filter(|other| other.asked == best.asked || other.asked != Asked::Other)
            .filter(|other| !other.shown.is_grouped())
            .map(|other| other.place)
            .collect();
        if mapped.is_none() {
            doubts.extend(self.rivals(ColumnRole::Score, best.place, &rivals));
            doubts.extend(self.doubt_question(best));
        }
        doubts.extend(self.doubt_direction(best));
        Some(ScoreColumn {
            place: best.place,
            how: mapped.map_or(How::Name, |(_, how)| how),
            scale: best.shown.scale.clone(),
            is_stated: best.shown.is_stated,
            worded: best.shown.worded.clone(),
            says_asked: best.asked != Asked::Unsaid,
            doubts,
        })
    }

    /// Returns what a column would be as the score; `None` where it shows no scale.
    fn candidate(&self, rank: usize, place: usize) -> Option<Candidate> {
        let scores = &self.profiles[place].scores;
        let question = RatingQuestion::of_column(self.header, place);
        let (asked, range) = (question.asked, question.range);
        let shown = if let Some(shown) = self.shown_in_words(place, question) {
            shown
        } else if let Some(size) = scores.coded()
            && (size == 100 || asked == Asked::Recommendation)
        {
            ShownScale::stated(GROUPS.parse().ok()?)
        } else if let Some(range) = scores.said_range().filter(|range| *range != (0, 10)) {
            ShownScale::stated(if asked == Asked::Other && question.is_question {
                question.scale(range)?
            } else {
                Scale::of_question(range.1, range.0, true)?
            })
        } else if scores.is_worded() {
            return None;
        } else if let Some(range) = range.filter(|range| scores.fit_range(*range)) {
            match asked {
                Asked::Recommendation | Asked::Unsaid
                    if range == (0, 10) && question.better == Better::High =>
                {
                    ShownScale::stated(Scale::default())
                }
                // One to ten is the recommendation question with a step missing.
                Asked::Recommendation if !question.says_better => return None,
                _ => ShownScale::stated(question.scale(range)?),
            }
        } else {
            if self.fit(place) != ScaleFit::On {
                return None;
            }
            match asked {
                Asked::Recommendation | Asked::Unsaid => ShownScale {
                    scale: Scale::default(),
                    is_stated: false,
                    worded: None,
                },
                Asked::Other => ShownScale::stated(question.scale((0, 10))?),
            }
        };
        Some(Candidate {
            asked,
            rank,
            place,
            question,
            shown,
        })
    }

    /// Returns the scale that a column's words are answers on.
    fn shown_in_words(&self, place: usize, question: RatingQuestion) -> Option<ShownScale> {
        let scores = &self.profiles[place].scores;
        if let Some(spec) = scores.worded_on() {
            let is_mapped = self.roles.values().any(|(taken, _)| *taken == place);
            let is_answer = match spec {
                GROUPS | GOOD_BAD | FRIENDS => true,
                // Moods in words are most often what a program heard.
                MOODS => question.asked == Asked::Other || is_mapped || scores.are_signs(),
                _ => false,
            };
            return is_answer.then(|| spec.parse().ok().map(ShownScale::stated))?;
        }
        let worded = scores.worded_scale(None, question.subject == Subject::Burden)?;
        Some(ShownScale {
            scale: worded.scale()?,
            is_stated: true,
            worded: Some(worded),
        })
    }

    /// Says that a name does not tell what was asked, unless anything else in
    /// the file does.
    fn doubt_question(&self, best: &Candidate) -> Option<Doubt> {
        let is_nps = best.asked == Asked::Recommendation
            || best.shown.scale != Scale::default()
            || rating_question::speaks_of_nps(self.header)
            || matches!(
                self.header.form,
                SurveyTool::Delighted | SurveyTool::Wootric
            )
            || self.roles.contains_key(&ColumnRole::Kind)
            || self.profiles.iter().any(Profile::is_groups);
        let scores = &self.profiles[best.place].scores;
        let is_doubted_already = !best.shown.is_stated && scores.never_zero().is_some();
        (!is_nps && !is_doubted_already).then(|| {
            Doubt::settled_by(
                format!(
                    "column `{}` was read as an NPS rating, although nothing says that it asks about recommending \
                     (if it asks something else: `{ANOTHER_QUESTION}`)",
                    shortened(self.name(best.place))
                ),
                "--scale 0-10".into(),
            )
        })
    }

    /// Says which end was read as the best where less may be better and
    /// nothing says so.
    fn doubt_direction(&self, best: &Candidate) -> Option<Doubt> {
        let may_fall = matches!(
            best.question.subject,
            Subject::Burden | Subject::SchoolMarks
        );
        let is_open = may_fall
            && best.asked != Asked::Recommendation
            && !best.question.says_better
            && best.shown.worded.is_none()
            && best.shown.scale.is_numeric();
        is_open.then(|| {
            let scale = &best.shown.scale;
            let (low, high) = (scale.lowest(), scale.highest());
            let read = if scale.is_best_low() { low } else { high };
            Doubt::settled_by(
                format!(
                    "in column `{}`, {read} was read as the best answer, but it may be the worst",
                    shortened(self.name(best.place))
                ),
                format!("--scale {high}-{low}"),
            )
        })
    }

    /// Finds a column of groups, grades, thumbs or faces that no name gives
    /// away. Of several none is taken: each may be about a part only.
    fn score_by_signs(&self) -> Option<ScoreColumn> {
        let free: Vec<usize> = (0..self.profiles.len())
            .filter(|place| self.is_free(*place))
            .filter(|place| {
                let name = ColumnName::new(self.name(*place));
                let is_group = names::is_group(&name) || self.profiles[*place].is_groups();
                is_group || !names::is_vetoed(ColumnRole::Score, &name)
            })
            .collect();
        let shown = |place: usize| Some((place, self.shown_without_name(place)?));
        let mut found: Vec<(usize, ShownScale)> = free.into_iter().filter_map(shown).collect();
        if let Some(at) = found.iter().position(|(_, shown)| shown.is_grouped()) {
            found.swap(0, at);
            found.truncate(1);
        }
        if found.len() != 1 {
            return None;
        }
        let (place, shown) = found.pop()?;
        let is_question = RatingQuestion::of_column(self.header, place).is_question;
        let is_mood = [GOOD_BAD, MOODS].contains(&shown.scale.answers().as_str());
        let is_clear = shown.is_grouped() || (is_question && !is_mood);
        let doubt = (!is_clear).then(|| {
            let (name, spec) = (self.name(place), shown.scale.answers());
            Doubt::settled_by(
                format!(
                    "column `{}` was used as the score, because it has answers on the scale `{spec}`",
                    shortened(name)
                ),
                format!("--map score={} --scale {spec}", shell_words::quote(name)),
            )
        });
        Some(ScoreColumn {
            place,
            how: How::Content,
            scale: shown.scale,
            is_stated: true,
            worded: shown.worded,
            says_asked: is_clear,
            doubts: doubt.into_iter().collect(),
        })
    }

    /// Returns the scale of a column whose cells alone say that they rate.
    fn shown_without_name(&self, place: usize) -> Option<ShownScale> {
        let scores = &self.profiles[place].scores;
        let question = RatingQuestion::of_column(self.header, place);
        let speaks_of_nps = question.asked == Asked::Recommendation;
        if scores.coded() == Some(100) || (speaks_of_nps && scores.coded() == Some(1)) {
            return Some(ShownScale::stated(GROUPS.parse().ok()?));
        }
        match scores.worded_on() {
            Some(spec @ (GROUPS | FRIENDS)) => Some(ShownScale::stated(spec.parse().ok()?)),
            Some(spec @ (GOOD_BAD | MOODS)) => {
                let is_answer = scores.are_signs() || question.is_question;
                is_answer.then(|| spec.parse().ok().map(ShownScale::stated))?
            }
            Some(_) => None,
            None => match scores.said_range() {
                Some((low, high)) => Some(ShownScale::stated(Scale::of_question(high, low, true)?)),
                None => self.shown_in_words(place, question),
            },
        }
    }

    /// Returns the steps of the scale that was said, where the answers are words.
    pub(super) fn worded_on_known_scale(&self) -> Option<WordedScale> {
        let scale = self.reader.scale();
        if !scale.is_numeric() || scale.is_recommendation() {
            return None;
        }
        let worded = |place: usize| self.profiles[place].scores.worded_scale(Some(scale), false);
        if let Some((place, _)) = self.roles.get(&ColumnRole::Score) {
            return worded(*place);
        }
        let rank = |place| rating_question::rank(self.header, place).unwrap_or(usize::MAX);
        let mut free: Vec<usize> = (0..self.profiles.len())
            .filter(|place| self.is_free(*place))
            .collect();
        free.sort_by_key(|place| rank(*place));
        free.into_iter().find_map(worded)
    }

    /// Points out a rating question on a scale that nothing says.
    pub(super) fn doubt_other_score(&mut self) {
        if !self.is_open(ColumnRole::Score) || self.reader.is_given() {
            return;
        }
        let has_name = !self.candidates(ColumnRole::Score).is_empty();
        let likely = (0..self.profiles.len())
            .filter(|place| !has_name && self.is_free(*place))
            .filter(|place| self.profiles[*place].scores.answers() >= 10)
            .filter(|place| rating_question::rank(self.header, *place).is_some())
            .find_map(|place| {
                let scores = &self.profiles[place].scores;
                let scales: Vec<String> = scores
                    .suggested()
                    .into_iter()
                    .map(|scale| format!("--scale {scale}"))
                    .collect();
                let scales = Some(scales.join(", or ")).filter(|scales| !scales.is_empty())?;
                Some((place, scores.range_or_words(), scales))
            });
        let likely = likely.or_else(|| self.likely_by_words());
        if let Some((place, found, scales)) = likely {
            let name = self.name(place);
            let doubt = Doubt::settled_by(
                format!(
                    "no score was read, but `{}` looks like one: {found}",
                    shortened(name)
                ),
                format!("--map score={} {scales}", shell_words::quote(name)),
            );
            self.doubts.push(doubt);
        }
    }

    /// Returns the first column of several whose cells alone say that they rate,
    /// what they say and the scale they are on.
    fn likely_by_words(&self) -> Option<(usize, String, String)> {
        let free = (0..self.profiles.len()).filter(|place| self.is_free(*place));
        let name = |place: usize| ColumnName::new(self.name(place));
        free.filter(|place| !names::is_vetoed(ColumnRole::Score, &name(*place)))
            .find_map(|place| {
                let scale = self.shown_without_name(place)?.scale;
                let found = self.profiles[place].scores.range_or_words();
                Some((place, found, format!("--scale {}", scale.answers())))
            })
    }

    /// `csat` and `stars` are scores where the user says that they are.
    pub(super) fn rank_on_scale(&self, place: usize, role: ColumnRole) -> Option<usize> {
        let is_other = self.reader.is_given() && !self.reader.scale().is_recommendation();
        (is_other && role == ColumnRole::Score)
            .then(|| names::rank_of_other_score(&ColumnName::new(self.name(place))))
            .flatten()
    }

    /// Takes the column named like a score that holds ratings.
    pub(super) fn score(&mut self) -> Result<(), Error> {
        if let Some((place, _)) = self.roles.get(&ColumnRole::Score) {
            return self.checked_scale(*place);
        }
        if !self.is_open(ColumnRole::Score) {
            return Ok(());
        }
        let candidates: Vec<usize> = self
            .candidates(ColumnRole::Score)
            .into_iter()
            .map(|(_, place)| place)
            .filter(|place| !names::is_group(&ColumnName::new(self.name(*place))))
            .filter(|place| !self.profiles[*place].is_groups())
            .collect();
        let rated: Vec<usize> = candidates
            .iter()
            .copied()
            .filter(|place| self.fit(*place) == ScaleFit::On)
            .collect();
        if let Some((&place, others)) = rated.split_first() {
            self.give(ColumnRole::Score, place, How::Name);
            self.doubt_others(ColumnRole::Score, place, others);
            return Ok(());
        }
        let is_other = |place: &&usize| matches!(self.fit(**place), ScaleFit::Other(_));
        if let Some(&place) = candidates.iter().find(is_other) {
            return self.checked_scale(place);
        }
        self.score_without_numbers(&candidates);
        Ok(())
    }

    pub(super) fn fit(&self, place: usize) -> ScaleFit {
        self.profiles[place].scores.fit(self.reader)
    }

    fn checked_scale(&self, place: usize) -> Result<(), Error> {
        let (ScaleFit::Other(found) | ScaleFit::None(found)) = self.fit(place) else {
            return Ok(());
        };
        let (file, column) = (self.file.to_owned(), self.name(place).to_owned());
        Err(if self.reader.is_given() {
            Error::OffScale {
                file,
                column,
                scale: self.reader.scale().answers(),
                found,
            }
        } else {
            Error::NotNps {
                file,
                column,
                found,
                suggested: self.profiles[place].scores.suggested(),
            }
        })
    }

    fn score_without_numbers(&mut self, candidates: &[usize]) {
        for &place in candidates {
            let exact = self
                .rank(place, ColumnRole::Score)
                .is_some_and(|rank| rank < PHRASE);
            let suggested = self.profiles[place].scores.suggested().into_iter().next();
            let suggested = suggested.filter(|_| !self.reader.is_given());
            match self.fit(place) {
                ScaleFit::Empty if exact => {
                    self.give(ColumnRole::Score, place, How::Name);
                    return;
                }
                ScaleFit::None(found) if exact || suggested.is_some() => {
                    self.doubts.push(Doubt {
                        sentence: format!(
                            "column `{}` was not used as the score: {found}",
                            self.name(place)
                        ),
                        settle: suggested.map(|scale| format!("--scale {scale}")),
                    });
                }
                _ => {}
            }
        }
    }

    /// Looks for a column whose cells are all ratings, where no name helps. In
    /// a file without names, or where the scale was said, the only one is
    /// taken; elsewhere numbers from 0 to 10 may count anything, and the
    /// column is only pointed out.
    pub(super) fn score_by_content(&mut self) {
        let has_name = !self.candidates(ColumnRole::Score).is_empty();
        if !self.is_open(ColumnRole::Score)
            || has_name
            || !self.roles.contains_key(&ColumnRole::Comment)
        {
            return;
        }
        let few = if self.header.is_missing { 1 } else { 10 };
        let likely: Vec<usize> = (0..self.profiles.len())
            .filter(|place| self.is_free(*place) && self.could_be_score(*place, few))
            .collect();
        let scale = self.reader.scale();
        let Some(&first) = likely.first() else {
            if self.reader.is_given() {
                self.doubts.push(Doubt::settled_by(
                    format!("no column is on the scale `{}`", scale.answers()),
                    "--map score=COLUMN".into(),
                ));
            }
            return;
        };
        let names = listed(likely.iter().map(|place| self.name(*place)));
        let holds = if scale.is_numeric() {
            format!("numbers from {} to {}", scale.lowest(), scale.highest())
        } else {
            format!("answers on the scale `{}`", scale.answers())
        };
        let is_sure = self.header.is_missing || self.reader.is_given();
        let sentence = if is_sure && likely.len() == 1 {
            self.give(ColumnRole::Score, first, How::Content);
            format!("column {names} was used as the score, because it has {holds}")
        } else {
            format!("no score was read, but {names} looks like one: {holds}")
        };
        let settle = format!("--map score={}", shell_words::quote(self.name(first)));
        self.doubts.push(Doubt::settled_by(sentence, settle));
    }

    fn could_be_score(&self, place: usize, few: usize) -> bool {
        let profile = &self.profiles[place];
        let scores = &profile.scores;
        let name = ColumnName::new(self.name(place));
        let counted = name
            .words()
            .split(' ')
            .any(|word| aliases::has(aliases::COUNTS, word));
        let spread = scores.ratings.iter().filter(|count| **count > 0).count();
        let is_likely = if self.reader.is_given() {
            // That there is one the user has said; three rows are no accident.
            let is_id = self.rank(place, ColumnRole::Id).is_some();
            let few = few.min(3);
            !is_id && scores.rated() >= few && scores.rated() == scores.answers() && spread > 1
        } else {
            let high = scores.ratings[9] + scores.ratings[10] > 0;
            let all = scores.rated() == profile.filled && profile.filled >= few;
            high && all && (spread >= 4 || self.header.is_missing)
        };
        !counted && is_likely && self.fit(place) == ScaleFit::On
    }
}
