//! Scales whose answers are words: which step each answer is.
//!
//! Takes the different answers of a column, gives the place of each, counted
//! from the best; nothing where they are no steps of one scale. What a single
//! answer says is `grade`'s.

use std::collections::{BTreeSet, HashMap};

use super::blank::is_no_rating;
use super::grade::{Grade, GradeKind, Leaning, Strength};
use super::names::ColumnName;
use super::rating_cell::numbered;
use crate::feedback::{Rating, Scale};

/// The steps of a scale in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WordedScale {
    /// The place of each answer, in plain words: 0 for the best.
    places: HashMap<String, u8>,
    answers: u8,
    pub(super) kind: GradeKind,
    /// Whether numbers stand beside the words and the best has the smallest:
    /// `1. Very good`.
    is_best_low: bool,
}

/// The marks of German schools, the best first.
const SCHOOL: [&str; 6] = [
    "sehr gut",
    "gut",
    "befriedigend",
    "ausreichend",
    "mangelhaft",
    "ungenügend",
];

/// An answer in plain words, and the number beside it.
type Label = (Option<u8>, String);

impl WordedScale {
    /// Reads the different answers of a column; on a scale that is known, they
    /// must be steps of that many answers. Where the question is about a
    /// burden, the likeliest or truest answer `is_worst`.
    pub(super) fn from_answers<'a>(
        answers: impl Iterator<Item = &'a str>,
        known: Option<&Scale>,
        is_worst: bool,
    ) -> Option<Self> {
        let labels: Vec<Label> = answers
            .map(|answer| match numbered(answer) {
                Some((number, words)) => (Some(number), words),
                None => (None, answer),
            })
            .filter(|(_, words)| !is_no_rating(words))
            .map(|(number, words)| (number, plain(words)))
            .collect();
        let wanted = known.map(|scale| scale.highest() - scale.lowest() + 1);
        let mut scale = school(&labels).or_else(|| graded(&labels, wanted))?;
        if is_worst && scale.kind == GradeKind::Extent {
            for place in scale.places.values_mut() {
                *place = scale.answers - 1 - *place;
            }
        }
        scale.is_best_low = scale.falls(&labels);
        let is_wanted = wanted.is_none_or(|wanted| wanted == scale.answers);
        is_wanted.then_some(scale)
    }

    /// Returns the scale, best at the end where the numbers beside the words
    /// put it.
    pub(super) fn scale(&self) -> Option<Scale> {
        let (best, worst) = if self.is_best_low {
            (1, self.answers)
        } else {
            (self.answers, 1)
        };
        Scale::of_question(best, worst, self.kind != GradeKind::Extent)
    }

    /// Returns the rating that an answer in words gives on a scale of as many
    /// answers.
    pub(super) fn rating(&self, words: &str, scale: &Scale) -> Option<Rating> {
        let place = *self.places.get(&plain(words))?;
        scale.rating(if scale.is_best_low() {
            scale.lowest() + place
        } else {
            scale.highest().checked_sub(place)?
        })
    }

    /// Returns whether the numbers beside the answers rise as these get worse.
    fn falls(&self, labels: &[Label]) -> bool {
        let mut numbered: Vec<(u8, u8)> = labels
            .iter()
            .filter_map(|(number, words)| Some((self.places[words], (*number)?)))
            .collect();
        numbered.sort_unstable();
        numbered.len() > 1 && numbered.windows(2).all(|two| two[0].1 <= two[1].1)
    }
}

fn plain(words: &str) -> String {
    ColumnName::new(words).words().to_owned()
}

/// Reads the marks of German schools.
fn school(labels: &[Label]) -> Option<WordedScale> {
    let place = |words: &String| SCHOOL.iter().position(|mark| mark == words);
    let places: HashMap<String, u8> = labels
        .iter()
        .map(|(_, words)| Some((words.clone(), place(words)? as u8)))
        .collect::<Option<_>>()?;
    let is_school = places.len() > 1 && places.values().any(|place| (2..5).contains(place));
    is_school.then_some(WordedScale {
        places,
        answers: 6,
        kind: GradeKind::Quality,
        is_best_low: false,
    })
}

/// Puts grades in order.
fn graded(labels: &[Label], wanted: Option<u8>) -> Option<WordedScale> {
    let grades: Vec<(&String, Grade)> = labels
        .iter()
        .map(|(_, words)| Some((words, Grade::of_answer(words)?)))
        .collect::<Option<_>>()?;
    let mut kinds = grades.iter().filter_map(|(_, grade)| grade.kind());
    let kind = kinds.next()?;
    if kinds.any(|other| other != kind) {
        return None;
    }
    let steps = Steps::new(&grades);
    let answers = wanted.or_else(|| steps.answers())?;
    let places = grades
        .iter()
        .map(|(words, grade)| Some(((*words).clone(), steps.place(*grade, answers)?)))
        .collect::<Option<HashMap<String, u8>>>()?;
    // Better words are never a worse answer, and two are not one.
    let mut order: Vec<(i8, u8)> = grades
        .iter()
        .map(|(words, grade)| (steps.height(*grade), places[*words]))
        .collect();
    order.sort_unstable();
    order.dedup();
    let are_apart = order.windows(2).all(|two| two[0].1 > two[1].1);
    are_apart.then_some(WordedScale {
        places,
        answers,
        kind,
        is_best_low: false,
    })
}

/// Which answers on the bad side deny the good one: `not satisfied`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Denials {
    None,
    Some,
    All,
}

/// The different grades of a column.
struct Steps {
    good: BTreeSet<Strength>,
    bad: BTreeSet<Strength>,
    denials: Denials,
    has_middle: bool,
    /// Whether `fair` is the middle.
    fair_is_middle: bool,
    /// `excellent`, `very good` and `good` leave one answer for all that is bad.
    is_praise: bool,
}

impl Steps {
    fn new(grades: &[(&String, Grade)]) -> Self {
        let (mut good, mut bad) = (BTreeSet::new(), BTreeSet::new());
        let (mut has_middle, mut has_fair) = (false, false);
        let (mut has_denial, mut are_denials) = (false, true);
        let mut is_of_quality = false;
        for (_, grade) in grades {
            match *grade {
                Grade::Middle => has_middle = true,
                Grade::Fair => has_fair = true,
                Grade::Sided {
                    side,
                    strength,
                    kind,
                    is_denied,
                } => {
                    is_of_quality |= kind == GradeKind::Quality;
                    if side == Leaning::Good {
                        good.insert(strength);
                    } else {
                        bad.insert(strength);
                        are_denials &= is_denied;
                        has_denial |= is_denied;
                    }
                }
            }
        }
        let is_praise = is_of_quality
            && [Strength::Plain, Strength::Very, Strength::Utter]
                .iter()
                .all(|strength| good.contains(strength))
            && bad.len() < 2;
        Self {
            fair_is_middle: !has_middle && (bad.len() > 1 || is_praise),
            has_middle: has_middle || (has_fair && (bad.len() > 1 || is_praise)),
            denials: match (has_denial, are_denials) {
                (false, _) => Denials::None,
                (true, false) => Denials::Some,
                (true, true) => Denials::All,
            },
            is_praise,
            bad: if has_fair && !has_middle && bad.len() < 2 && !is_praise {
                bad.into_iter().chain([Strength::Slight]).collect()
            } else {
                bad
            },
            good,
        }
    }

    /// Returns where a grade stands among all grades, the higher the better.
    fn height(&self, grade: Grade) -> i8 {
        match grade {
            Grade::Middle => 0,
            Grade::Fair if self.fair_is_middle => 0,
            Grade::Fair => -1,
            Grade::Sided {
                side: Leaning::Good,
                strength,
                ..
            } => strength as i8 + 1,
            Grade::Sided { strength, .. } => -(strength as i8 + 1),
        }
    }

    /// Returns whether only the strength falls, from `extremely` to `not at all`.
    fn is_one_sided(&self) -> bool {
        self.is_praise || (self.denials == Denials::All && !self.has_middle && self.good.len() > 2)
    }

    /// Returns the strengths that the steps of a side are counted by: its own
    /// where the sides are worded differently (`excellent` and `poor`, `very
    /// satisfied` and `not at all`), else those of both.
    fn strengths(&self, side: Leaning) -> BTreeSet<Strength> {
        let own = match side {
            Leaning::Good => &self.good,
            Leaning::Bad => &self.bad,
        };
        if self.denials != Denials::None || self.good.len() == self.bad.len() {
            own.clone()
        } else {
            self.good.union(&self.bad).copied().collect()
        }
    }

    /// Returns how many answers are on each side of the middle.
    fn sides(&self) -> u8 {
        let [good, bad] = [Leaning::Good, Leaning::Bad].map(|side| self.strengths(side));
        // Who is `very` satisfied could have been just satisfied.
        let is_weighed = good
            .union(&bad)
            .any(|strength| *strength != Strength::Plain);
        let most = good.len().max(bad.len()) as u8;
        most.max(if is_weighed { 2 } else { 1 })
    }

    /// Returns how many answers the scale has; `None` where the grades do not
    /// make one.
    fn answers(&self) -> Option<u8> {
        if self.is_one_sided() {
            return Some(5);
        }
        let sides = self.sides();
        let different = self.good.len() + self.bad.len() + usize::from(self.has_middle);
        // `good` and `bad`, `likely` and `unlikely`: a scale of two has words of its own.
        let is_scale = different > 1 && (sides > 1 || self.has_middle);
        let is_even = !self.has_middle && self.good.len() == self.bad.len();
        is_scale.then_some(sides * 2 + u8::from(!is_even))
    }

    /// Returns the place of a grade on a scale of so many answers, 0 the best.
    fn place(&self, grade: Grade, answers: u8) -> Option<u8> {
        if self.is_one_sided() && answers == 5 {
            return self.one_sided(grade);
        }
        let each = answers / 2;
        let (side, strength) = match grade {
            Grade::Middle => return (answers % 2 == 1).then_some(each),
            Grade::Fair if self.fair_is_middle => return (answers % 2 == 1).then_some(each),
            Grade::Fair => (Leaning::Bad, Strength::Slight),
            Grade::Sided { side, strength, .. } => (side, strength),
        };
        let all = self.strengths(side);
        let rank = all.iter().position(|own| *own == strength)? as u8 + 1;
        let step = if all.len() == usize::from(each) {
            rank
        } else {
            usual_step(strength, each)
        };
        Some(match side {
            Leaning::Good => each.checked_sub(step)?,
            Leaning::Bad => answers - each + step - 1,
        })
        .filter(|place| *place < answers)
    }

    fn one_sided(&self, grade: Grade) -> Option<u8> {
        match grade {
            Grade::Sided {
                side: Leaning::Good,
                strength,
                ..
            } => {
                let better = self.good.iter().filter(|own| **own > strength);
                Some(better.count() as u8)
            }
            Grade::Middle | Grade::Fair => Some(3),
            Grade::Sided { strength, .. } => Some(
                if self.is_praise
                    || strength == Strength::Utter
                    || self.bad.len() == 1 && strength == Strength::Plain
                {
                    4
                } else {
                    3
                },
            ),
        }
        .filter(|place| *place < 5)
    }
}

/// Returns how far a grade usually is from the middle, where the column does
/// not have all of a scale's answers.
fn usual_step(strength: Strength, each: u8) -> u8 {
    match (each, strength) {
        (0 | 1, _) | (2, Strength::Slight | Strength::Plain) | (_, Strength::Slight) => 1,
        (2, _) | (_, Strength::Plain) => 2,
        _ => each,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of the answers, as they stand.
    fn values(answers: &str) -> Option<Vec<u8>> {
        let answers: Vec<&str> = answers.split(" | ").collect();
        let worded = WordedScale::from_answers(answers.iter().copied(), None, false)?;
        let scale = worded.scale()?;
        let value = |answer: &&str| {
            let words = numbered(answer).map_or(*answer, |(_, words)| words);
            worded.rating(words, &scale).map(Rating::value)
        };
        answers.iter().map(value).collect()
    }

    #[test]
    fn five_steps_and_seven_are_put_in_order() {
        for answers in [
            "Very satisfied | Satisfied | Neutral | Dissatisfied | Very dissatisfied",
            "Very satisfied | Somewhat satisfied | Neither satisfied nor dissatisfied | Somewhat dissatisfied | Very dissatisfied",
            "Strongly agree | Agree | Neither agree nor disagree | Disagree | Strongly disagree",
            "Excellent | Very good | Good | Fair | Poor",
            "Excellent | Good | Average | Poor | Terrible",
            "Very good | Good | Fair | Poor | Very poor",
            "Extremely likely | Very likely | Somewhat likely | Not so likely | Not at all likely",
            "Sehr zufrieden | Eher zufrieden | Weder noch | Eher unzufrieden | Sehr unzufrieden",
            "Stimme voll und ganz zu | Stimme eher zu | Teils/teils | Stimme eher nicht zu | Stimme überhaupt nicht zu",
            "Très satisfait(e) | Plutôt satisfait(e) | Ni satisfait ni insatisfait | Plutôt insatisfait(e) | Pas du tout satisfait(e)",
            "Tout à fait d'accord | D'accord | Neutre | Pas d'accord | Pas du tout d'accord",
            "Muy bueno | Bueno | Regular | Malo | Muy malo",
            "zeer tevreden | tevreden | neutraal | ontevreden | zeer ontevreden",
            "Ottimo | Buono | Sufficiente | Scarso | Pessimo",
            "Muito satisfeito | Satisfeito | Neutro | Insatisfeito | Muito insatisfeito",
        ] {
            assert_eq!(values(answers), Some(vec![5, 4, 3, 2, 1]), "{answers}");
        }
        for answers in [
            "Extremely satisfied | Very satisfied | Somewhat satisfied | Neither satisfied nor dissatisfied | Somewhat dissatisfied | Very dissatisfied | Extremely dissatisfied",
            "Strongly agree | Agree | Somewhat agree | Neutral | Somewhat disagree | Disagree | Strongly disagree",
        ] {
            assert_eq!(
                values(answers),
                Some(vec![7, 6, 5, 4, 3, 2, 1]),
                "{answers}"
            );
        }
    }

    #[test]
    fn a_scale_may_have_no_middle() {
        for answers in [
            "Excellent | Good | Fair | Poor",
            "Very satisfied | Satisfied | Dissatisfied | Very dissatisfied",
            "Trifft voll zu | Trifft eher zu | Trifft eher nicht zu | Trifft gar nicht zu",
        ] {
            assert_eq!(values(answers), Some(vec![4, 3, 2, 1]), "{answers}");
        }
    }

    #[test]
    fn marks_at_school_are_six() {
        let marks = "sehr gut | gut | befriedigend | ausreichend | mangelhaft";
        assert_eq!(values(marks), Some(vec![6, 5, 4, 3, 2]));
    }

    #[test]
    fn steps_that_nobody_took_move_no_other() {
        assert_eq!(
            values("Very satisfied | Satisfied | Neutral"),
            Some(vec![5, 4, 3])
        );
        assert_eq!(values("Very satisfied | Dissatisfied"), Some(vec![4, 2]));
        assert_eq!(values("Excellent | Very good | Good"), Some(vec![5, 4, 3]));
    }

    #[test]
    fn numbers_beside_the_words_say_which_end_is_best() {
        let german = "1 - sehr zufrieden | 2 - zufrieden | 3 - neutral | 4 - unzufrieden | 5 - sehr unzufrieden";
        assert_eq!(values(german), Some(vec![1, 2, 3, 4, 5]));
    }

    #[test]
    fn a_known_scale_is_kept_where_the_answers_are_on_it() {
        let on = |answers: &str, scale: &str, words: &str| {
            let scale: Scale = scale.parse().unwrap();
            let worded = WordedScale::from_answers(answers.split(" | "), Some(&scale), false)?;
            worded.rating(words, &scale).map(Rating::value)
        };
        let three = "satisfied | very satisfied | dissatisfied";
        assert_eq!(on(three, "1-5", "Satisfied"), Some(4));
        assert_eq!(on(three, "5-1", "Satisfied"), Some(2));
        assert_eq!(on("satisfied | neutral", "1-5", "neutral"), Some(3));
        assert_eq!(on("satisfied | neutral", "1-4", "neutral"), None);
    }

    #[test]
    fn the_likelier_the_worse_where_it_is_a_burden() {
        let answers = [
            "Very likely",
            "Likely",
            "Neutral",
            "Unlikely",
            "Very unlikely",
        ];
        let worded = WordedScale::from_answers(answers.into_iter(), None, true).unwrap();
        let scale = worded.scale().unwrap();
        assert_eq!(
            worded.rating("Very likely", &scale).map(Rating::value),
            Some(1)
        );
    }

    #[test]
    fn words_of_something_else_are_no_scale() {
        for answers in [
            "Enterprise | Pro | Free",
            "high | medium | low",
            "always | often | never",
            "agree | disagree",
            "neutral | average",
            "satisfied | likely",
        ] {
            assert_eq!(values(answers), None, "{answers}");
        }
    }
}
