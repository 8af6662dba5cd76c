//! Which column holds the scores, and the scale it shows itself to be on.
//!
//! Where the user said a scale, a column on it is looked for. Else the wording
//! of the columns decides what is asked, and the cells what it is answered on.

use super::RoleAssignment;
use crate::feedback::Scale;
use crate::ingest::aliases;
use crate::ingest::columns::{Doubt, How};
use crate::ingest::error::{Error, listed, shortened};
use crate::ingest::header::SurveyTool;
use crate::ingest::names::{self, ColumnName, PHRASE};
use crate::ingest::profile::Profile;
use crate::ingest::rating_question::{self, Asked, RatingQuestion, Subject};
use crate::ingest::role::ColumnRole;
use crate::ingest::scale_check::ScaleFit;

/// The column of the scores, as it shows itself.
#[derive(Debug)]
pub(in crate::ingest) struct ScoreColumn {
    pub(in crate::ingest) place: usize,
    pub(in crate::ingest) how: How,
    pub(in crate::ingest) scale: Scale,
    /// Whether the column says its range or is answered in words, so that its
    /// numbers need not show the scale.
    pub(in crate::ingest) is_stated: bool,
    pub(in crate::ingest) doubts: Vec<Doubt>,
}

/// What a column would be as the score.
struct Candidate {
    asked: Asked,
    rank: usize,
    place: usize,
    question: RatingQuestion,
    scale: Scale,
    is_stated: bool,
}

/// The question whose answers are 0 to 10 and not about recommending, for a hint.
const ANOTHER_QUESTION: &str = "--scale '0-10: 9-10 satisfied, 7-8 neutral, 0-6 dissatisfied'";

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
        candidates.sort_by_key(|candidate| (candidate.asked, candidate.rank, candidate.place));
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
            .map(|other| other.place)
            .collect();
        if mapped.is_none() {
            doubts.extend(self.rivals(ColumnRole::Score, best.place, &rivals));
            doubts.extend(self.doubt_question(best));
        }
        doubts.extend(self.doubt_burden(best));
        Some(ScoreColumn {
            place: best.place,
            how: mapped.map_or(How::Name, |(_, how)| how),
            scale: best.scale.clone(),
            is_stated: best.is_stated,
            doubts,
        })
    }

    /// Returns what a column would be as the score; `None` where it shows no scale.
    fn candidate(&self, rank: usize, place: usize) -> Option<Candidate> {
        let scores = &self.profiles[place].scores;
        let question = RatingQuestion::of_column(self.header, place);
        let (asked, range) = (question.asked, question.range);
        let is_mapped = self.roles.values().any(|(taken, _)| *taken == place);
        let (scale, is_stated) = if scores.is_worded() {
            let spec = scores.worded_on()?;
            let is_answer = match spec {
                GROUPS | GOOD_BAD => true,
                // Moods in words are most often what a program heard.
                MOODS => asked == Asked::Other || is_mapped || scores.are_signs(),
                _ => false,
            };
            (spec.parse().ok().filter(|_| is_answer)?, true)
        } else if let Some(range) = range.filter(|range| scores.fit_range(*range)) {
            match asked {
                Asked::Recommendation | Asked::Unsaid if range == (0, 10) => {
                    (Scale::default(), true)
                }
                // One to ten is the recommendation question with a step missing.
                Asked::Recommendation => return None,
                Asked::Unsaid | Asked::Other => (question.scale(range)?, true),
            }
        } else {
            if self.fit(place) != ScaleFit::On {
                return None;
            }
            match asked {
                Asked::Recommendation | Asked::Unsaid => (Scale::default(), false),
                Asked::Other => (question.scale((0, 10))?, true),
            }
        };
        Some(Candidate {
            asked,
            rank,
            place,
            question,
            scale,
            is_stated,
        })
    }

    /// Says that a name does not tell what was asked, unless anything else in
    /// the file does.
    fn doubt_question(&self, best: &Candidate) -> Option<Doubt> {
        let is_nps = best.asked == Asked::Recommendation
            || best.scale != Scale::default()
            || rating_question::speaks_of_nps(self.header)
            || matches!(
                self.header.form,
                SurveyTool::Delighted | SurveyTool::Wootric
            )
            || self.roles.contains_key(&ColumnRole::Kind)
            || self.profiles.iter().any(Profile::is_groups);
        let scores = &self.profiles[best.place].scores;
        let is_doubted_already = !best.is_stated && scores.never_zero().is_some();
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

    /// Says that more effort was read as better.
    fn doubt_burden(&self, best: &Candidate) -> Option<Doubt> {
        let is_burden = best.question.subject == Subject::Burden
            && best.asked == Asked::Other
            && best.scale.is_numeric();
        is_burden.then(|| {
            let (low, high) = (best.scale.lowest(), best.scale.highest());
            Doubt::settled_by(
                format!(
                    "in column `{}`, {high} was read as the best answer, but it may be the worst",
                    shortened(self.name(best.place))
                ),
                format!("--scale {high}-{low}"),
            )
        })
    }

    /// Finds a column of groups, thumbs or faces that no name gives away.
    fn score_by_signs(&self) -> Option<ScoreColumn> {
        let mut free = (0..self.profiles.len()).filter(|place| self.is_free(*place));
        let is_question = |place| RatingQuestion::of_column(self.header, place).is_question;
        free.find_map(|place| {
            let scores = &self.profiles[place].scores;
            let spec = scores.worded_on()?;
            let scale: Scale = spec.parse().ok()?;
            let name = self.name(place);
            let doubt = match spec {
                GROUPS => None,
                GOOD_BAD | MOODS if scores.are_signs() || is_question(place) => Some(Doubt::settled_by(
                    format!(
                        "column `{}` was used as the score, because it has answers on the scale `{spec}`",
                        shortened(name)
                    ),
                    format!("--map score={} --scale {spec}", shell_words::quote(name)),
                )),
                _ => return None,
            };
            Some(ScoreColumn {
                place,
                how: How::Content,
                scale,
                is_stated: true,
                doubts: doubt.into_iter().collect(),
            })
        })
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
