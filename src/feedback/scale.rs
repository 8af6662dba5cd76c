//! The scale that answers are given on: its values, its better end, and the
//! three groups that the values fall into.
//!
//! A scale is said in a few words (`1-5`, `yes/no`, `1-5: 4-5 happy, 3 so-so,
//! 1-2 unhappy`), and written in the same; `spec` reads and writes them. What
//! the cells of a file say is `ingest`'s, how many are in a group `nps`'.

mod spec;
mod words;

use serde::{Deserialize, Serialize};

use super::group::Group;

pub use spec::Error;

/// The values that can be given, from the best to the worst, and their groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scale {
    form: AnswerForm,
    best: u8,
    worst: u8,
    /// How many values each group has, by [`Group::ALL`]: from the best on.
    sizes: [u8; 3],
    names: Box<[GroupName; 3]>,
}

/// What an answer looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AnswerForm {
    Numbers,
    YesNo,
    /// The Friends and Family question of the NHS.
    Friends,
    /// Good and bad, thumbs up and down.
    GoodBad,
    /// Positive, neutral and negative; faces.
    Moods,
    /// Promoter, passive and detractor: answers to the recommendation
    /// question of which only the group was kept.
    Groups,
    /// Nobody was asked: comments by their tone.
    Tone,
}

/// What a group is called.
#[derive(Clone, Debug, PartialEq, Eq)]
struct GroupName {
    one: String,
    many: String,
    /// As in "what detractors say", "what the dissatisfied say".
    people: String,
}

impl GroupName {
    /// A name that has a plural is a noun.
    fn noun(one: &str, many: &str) -> Self {
        Self {
            one: one.into(),
            many: many.into(),
            people: many.into(),
        }
    }

    fn adjective(name: &str) -> Self {
        Self {
            one: name.into(),
            many: name.into(),
            people: format!("the {name}"),
        }
    }

    fn answer(answer: &str) -> Self {
        Self {
            one: answer.into(),
            many: answer.into(),
            people: format!("those who said {answer}"),
        }
    }

    fn mood(mood: &str) -> Self {
        Self {
            one: mood.into(),
            many: mood.into(),
            people: format!("those who were {mood}"),
        }
    }
}

impl Default for Scale {
    /// The recommendation question: 0 to 10, promoters from 9, detractors to 6.
    fn default() -> Self {
        Self::new(AnswerForm::Numbers, 10, 0)
    }
}

impl Scale {
    /// Returns a scale cut into groups as it usually is.
    fn new(form: AnswerForm, best: u8, worst: u8) -> Self {
        Self {
            form,
            best,
            worst,
            sizes: usual_sizes(best.abs_diff(worst) + 1),
            names: Box::new(usual_names(form, best, worst)),
        }
    }

    /// Returns whether this is the recommendation question, whose groups are
    /// promoters, passives and detractors and whose score is a Net Promoter Score.
    pub fn is_recommendation(&self) -> bool {
        *self == Self::default() || *self == Self::new(AnswerForm::Groups, 3, 1)
    }

    /// Returns the scale of a study in which nobody rated: comments are praise,
    /// complaint, or neither, by their words.
    pub fn tone() -> Self {
        Self::new(AnswerForm::Tone, 3, 1)
    }

    /// Returns whether nobody rated, so that groups are those of tone.
    pub fn is_tone(&self) -> bool {
        self.form == AnswerForm::Tone
    }

    /// Returns the scale of a question on these numbers that is not about
    /// recommending: how satisfied people are, or (`is_satisfaction` is false)
    /// anything else, whose groups are told by how high they rated.
    ///
    /// `None` where the numbers are no scale.
    pub fn of_question(best: u8, worst: u8, is_satisfaction: bool) -> Option<Self> {
        let answers = usize::from(best.abs_diff(worst)) + 1;
        if !(2..=11).contains(&answers) || best.max(worst) > 10 {
            return None;
        }
        let names = if is_satisfaction {
            ["satisfied", "neutral", "dissatisfied"].map(GroupName::adjective)
        } else {
            let heights = if best > worst {
                ["high", "middle", "low"]
            } else {
                ["low", "middle", "high"]
            };
            heights.map(|height| {
                GroupName::noun(&format!("{height} rater"), &format!("{height} raters"))
            })
        };
        Some(Self {
            names: Box::new(names),
            ..Self::new(AnswerForm::Numbers, best, worst)
        })
    }

    /// Returns the group that a value is in; `None` for a value off the scale.
    pub(super) fn group(&self, value: u8) -> Option<Group> {
        if !(self.lowest()..=self.highest()).contains(&value) {
            return None;
        }
        let place = value.abs_diff(self.best);
        Some(match self.sizes {
            [best, ..] if place < best => Group::Promoter,
            [best, middle, _] if place < best + middle => Group::Passive,
            _ => Group::Detractor,
        })
    }

    /// Returns the smallest value.
    pub fn lowest(&self) -> u8 {
        self.best.min(self.worst)
    }

    /// Returns the largest value.
    pub fn highest(&self) -> u8 {
        self.best.max(self.worst)
    }

    /// Returns whether the smallest value is the best answer, as in `5-1`.
    pub fn is_best_low(&self) -> bool {
        self.best < self.worst
    }

    /// Returns whether answers are numbers rather than words.
    pub fn is_numeric(&self) -> bool {
        self.form == AnswerForm::Numbers
    }

    /// Returns the groups that have values, from the best to the worst.
    pub fn groups(&self) -> impl Iterator<Item = Group> + Clone {
        let sizes = self.sizes;
        Group::ALL
            .into_iter()
            .filter(move |group| sizes[group.index()] > 0)
    }

    /// Returns the smallest and the largest value of a group, if it has any.
    pub fn range(&self, group: Group) -> Option<(u8, u8)> {
        let place = group.index();
        let size = self.sizes[place].checked_sub(1)?;
        let first: u8 = self.sizes[..place].iter().sum();
        let [near, far] = [first, first + size].map(|place| {
            if self.best > self.worst {
                self.best - place
            } else {
                self.best + place
            }
        });
        Some((near.min(far), near.max(far)))
    }

    /// Returns the name of a group in the singular: `detractor`, `dissatisfied`.
    pub fn singular(&self, group: Group) -> &str {
        &self.names[group.index()].one
    }

    /// Returns the name of a group in the plural: `detractors`, `dissatisfied`.
    pub fn plural(&self, group: Group) -> &str {
        &self.names[group.index()].many
    }

    /// Returns the members of a group as a sentence speaks of them:
    /// `detractors`, `the dissatisfied`, `those who said no`.
    pub fn people(&self, group: Group) -> &str {
        &self.names[group.index()].people
    }

    /// Returns the group of that name, singular or plural, in any case; the
    /// names of the recommendation question are understood on every scale.
    pub fn group_named(&self, name: &str) -> Option<Group> {
        let wanted = name.trim().to_lowercase();
        let own = self.groups().find(|group| {
            [self.singular(*group), self.plural(*group)]
                .iter()
                .any(|name| name.to_lowercase() == wanted)
        });
        own.or_else(|| Group::named(name))
    }
}

/// Ten answers and more are cut like the recommendation question; fewer leave
/// the two best and the two worst, two or three the best and the worst.
fn usual_sizes(answers: u8) -> [u8; 3] {
    match answers {
        10.. => [2, 2, answers - 4],
        4..=9 => [2, answers - 4, 2],
        _ => [1, answers - 2, 1],
    }
}

fn usual_names(form: AnswerForm, best: u8, worst: u8) -> [GroupName; 3] {
    match (form, best, worst) {
        (AnswerForm::Numbers, 10, 0) => Group::ALL.map(|group| {
            let name = group.name();
            GroupName::noun(name, &format!("{name}s"))
        }),
        (AnswerForm::Groups, ..) => Group::ALL.map(|group| {
            let name = group.name();
            GroupName::noun(name, &format!("{name}s"))
        }),
        (AnswerForm::GoodBad, ..) => [
            GroupName::answer("good"),
            GroupName::adjective("undecided"),
            GroupName::answer("bad"),
        ],
        (AnswerForm::Tone, ..) => [
            ("praise", "praise", "those who praise"),
            ("neither", "neither", "those who do neither"),
            ("complaint", "complaints", "those who complain"),
        ]
        .map(|(one, many, people)| GroupName {
            people: people.into(),
            ..GroupName::noun(one, many)
        }),
        (AnswerForm::Moods, ..) => ["positive", "neutral", "negative"].map(GroupName::mood),
        (AnswerForm::YesNo, ..) => [
            GroupName::answer("yes"),
            GroupName::adjective("undecided"),
            GroupName::answer("no"),
        ],
        _ => ["satisfied", "neutral", "dissatisfied"].map(GroupName::adjective),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::Rating;

    fn scale(spec: &str) -> Scale {
        spec.parse().unwrap()
    }

    fn signs(spec: &str) -> Vec<i32> {
        let scale = scale(spec);
        let ratings = (scale.lowest()..=scale.highest()).filter_map(|value| scale.rating(value));
        ratings.map(|rating| rating.group().sign()).collect()
    }

    #[test]
    fn the_usual_scale_is_the_recommendation_question() {
        let usual = Scale::default();
        assert_eq!(usual.rating(9), Rating::new(9));
        assert_eq!(usual.rating(11), None);
        assert_eq!(usual.range(Group::Detractor), Some((0, 6)));
        assert_eq!(usual.people(Group::Promoter), "promoters");
    }

    #[test]
    fn the_two_best_and_the_two_worst_answers_are_the_outer_groups() {
        assert_eq!(signs("1-5"), [-1, -1, 0, 1, 1]);
        assert_eq!(signs("1-7"), [-1, -1, 0, 0, 0, 1, 1]);
        assert_eq!(signs("1-4"), [-1, -1, 1, 1]);
    }

    #[test]
    fn three_answers_or_two_have_one_in_each_outer_group() {
        assert_eq!(signs("1-3"), [-1, 0, 1]);
        assert_eq!(signs("yes/no"), [-1, 1]);
        let groups: Vec<Group> = scale("yes/no").groups().collect();
        assert_eq!(groups, [Group::Promoter, Group::Detractor]);
    }

    #[test]
    fn ten_answers_are_cut_like_the_recommendation_question() {
        assert_eq!(signs("1-10"), [-1, -1, -1, -1, -1, -1, 0, 0, 1, 1]);
    }

    #[test]
    fn where_five_is_worst_one_is_best() {
        assert_eq!(signs("5-1"), [1, 1, 0, -1, -1]);
        assert_eq!(scale("5-1").range(Group::Promoter), Some((1, 2)));
        assert!(scale("5-1").is_best_low() && !scale("1-5").is_best_low());
    }

    #[test]
    fn a_value_off_the_scale_is_no_rating() {
        assert_eq!(scale("1-5").rating(0), None);
        assert_eq!(scale("1-5").rating(6), None);
        assert_eq!(scale("yes/no").rating(2), None);
    }

    #[test]
    fn a_group_is_found_by_its_own_name_and_by_the_usual_one() {
        let scale = scale("1-5: 4-5 fan/fans, 3 so-so, 1-2 foe/foes");
        assert_eq!(scale.group_named("Fans"), Some(Group::Promoter));
        assert_eq!(scale.group_named("foe"), Some(Group::Detractor));
        assert_eq!(scale.group_named("passives"), Some(Group::Passive));
        assert_eq!(scale.group_named("happy"), None);
    }

    #[test]
    fn on_every_scale_a_better_answer_is_never_in_a_worse_group() {
        for (worst, best) in (0..=10).flat_map(|one| (0..=10).map(move |other| (one, other))) {
            let Ok(scale) = format!("{worst}-{best}").parse::<Scale>() else {
                assert_eq!(worst, best);
                continue;
            };
            let mut values: Vec<u8> = (worst.min(best)..=worst.max(best)).collect();
            values.sort_by_key(|value| value.abs_diff(best));
            let groups: Vec<Group> = values
                .iter()
                .map(|value| scale.rating(*value).unwrap().group())
                .collect();
            assert!(groups.is_sorted(), "{scale}: {groups:?}");
            assert_eq!(groups.first(), Some(&Group::Promoter));
            assert_eq!(groups.last(), Some(&Group::Detractor));
            for group in scale.groups() {
                let (low, high) = scale.range(group).unwrap();
                let members = groups.iter().filter(|member| **member == group).count();
                assert_eq!(usize::from(high - low) + 1, members, "{scale}");
            }
        }
    }

    #[test]
    fn only_the_recommendation_question_has_a_net_promoter_score() {
        assert!(scale("0-10").is_recommendation());
        for other in [
            "1-5",
            "1-10",
            "10-0",
            "yes/no",
            "0-10: 9-10 happy, 7-8, 0-6",
        ] {
            assert!(!scale(other).is_recommendation(), "{other}");
        }
    }
}
