//! A number that cannot be had without the count it stands on.
//!
//! Takes counts; gives a value with its interval, or nothing where the count
//! is too small to say a number. Every number a report prints is one of these.

use serde::Serialize;

use super::clustered::{self, Clustered, VoiceCount, Withheld};
use super::intervals::{self, Confidence, Interval, Proportion};
use super::score::Counts;
use crate::feedback::Group;

/// How firmly a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Footing {
    /// Under [`Footing::SHOWN`] people: the number is not said at all.
    Withheld,
    /// Under [`Footing::SOUND`] people: said, and marked.
    Indicative,
    /// Enough people for the interval to be taken at its word.
    Sound,
}

impl Footing {
    /// The smallest count a number is shown for.
    pub const SHOWN: u64 = 5;
    /// The smallest count a number is shown for without a mark.
    pub const SOUND: u64 = 30;

    /// Returns how firmly a number of `n` people stands.
    pub fn new(n: u64) -> Self {
        match n {
            0..Self::SHOWN => Self::Withheld,
            Self::SHOWN..Self::SOUND => Self::Indicative,
            _ => Self::Sound,
        }
    }
}

/// A value, its interval and the count it stands on; the numbers are absent
/// where the count is too small, or the voices too few.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    n: u64,
    numbers: Option<(f64, Interval)>,
    withheld: Option<Withheld>,
}

impl Estimate {
    /// Returns the number of `n` people, withheld where they are too few.
    pub fn new(n: u64, value: f64, interval: Interval) -> Self {
        Self::from_parts(n, Some(value), Some(interval))
    }

    /// Returns the score of these counts, each a person.
    pub fn score(counts: Counts, confidence: Confidence) -> Self {
        let interval = intervals::score(counts, confidence);
        Self::from_parts(counts.n(), counts.score(), interval)
    }

    /// Returns the share of this part, each a person.
    pub fn share(part: Proportion, confidence: Confidence) -> Self {
        let interval = clustered::share_of_people(part, confidence);
        Self::from_parts(part.of, part.share(), interval)
    }

    fn from_parts(n: u64, value: Option<f64>, interval: Option<Interval>) -> Self {
        let few = Footing::new(n) == Footing::Withheld;
        let withheld = few.then_some(Withheld::FewPeople);
        let numbers = value.zip(interval).filter(|_| !few);
        Self {
            n,
            numbers,
            withheld,
        }
    }

    /// Returns the same, withheld where no number can stand on these voices.
    #[must_use]
    pub fn spoken_by(self, voices: &VoiceCount) -> Self {
        match voices.withheld() {
            Some(why) if self.withheld.is_none() => Self {
                n: self.n,
                numbers: None,
                withheld: Some(why),
            },
            _ => self,
        }
    }

    /// Returns why the numbers are withheld, where they are.
    pub fn withheld(self) -> Option<Withheld> {
        self.withheld
    }

    /// Returns how many people the number stands on.
    pub fn n(self) -> u64 {
        self.n
    }

    /// Returns how firmly it stands.
    pub fn footing(self) -> Footing {
        match self.withheld {
            Some(_) => Footing::Withheld,
            None => Footing::new(self.n),
        }
    }

    /// Returns value and interval, unrounded; `None` where withheld.
    pub fn numbers(self) -> Option<(f64, Interval)> {
        self.numbers
    }

    /// Returns the value, unrounded; `None` where withheld.
    pub fn value(self) -> Option<f64> {
        self.numbers.map(|(value, _)| value)
    }

    /// Returns the interval, unrounded; `None` where withheld.
    pub fn interval(self) -> Option<Interval> {
        self.numbers.map(|(_, interval)| interval)
    }
}

/// A score, and the counts it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Promoters, passives and detractors.
    #[serde(flatten)]
    pub counts: Counts,
    /// The score, −100 to 100.
    #[serde(flatten)]
    pub estimate: Estimate,
}

impl Score {
    /// Returns the score of these counts, each a person.
    pub fn new(counts: Counts, confidence: Confidence) -> Self {
        Self {
            counts,
            estimate: Estimate::score(counts, confidence),
        }
    }

    /// Returns the score of answers that may share an account.
    pub fn clustered(answers: &[Clustered<Group>], confidence: Confidence) -> Self {
        let counts: Counts = answers.iter().map(|(group, _)| *group).collect();
        let interval = clustered::score(answers, confidence);
        let voices = VoiceCount::new(answers.iter().map(|(_, cluster)| *cluster));
        let estimate = Estimate::from_parts(counts.n(), counts.score(), interval);
        Self {
            counts,
            estimate: estimate.spoken_by(&voices),
        }
    }
}

/// A share, and how many people it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// How many people; `n` says of how many.
    pub voiced: u64,
    /// The share, 0 to 1.
    #[serde(flatten)]
    pub estimate: Estimate,
}

impl Share {
    /// Returns the share that this part is, each a person.
    pub fn new(part: Proportion, confidence: Confidence) -> Self {
        Self {
            voiced: part.voiced,
            estimate: Estimate::share(part, confidence),
        }
    }

    /// Returns the share of answers that may share an account.
    pub fn clustered(answers: &[Clustered<bool>], confidence: Confidence) -> Self {
        let part = Proportion::from_answers(answers);
        let interval = clustered::share(answers, confidence);
        let voices = VoiceCount::new(answers.iter().map(|(_, cluster)| *cluster));
        let estimate = Estimate::from_parts(part.of, part.share(), interval);
        Self {
            voiced: part.voiced,
            estimate: estimate.spoken_by(&voices),
        }
    }
}

/// As written in JSON: one object, with `null` for what is withheld.
#[derive(Serialize)]
struct Record {
    n: u64,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    footing: Footing,
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<Withheld>,
}

impl Serialize for Estimate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Record {
            n: self.n,
            value: self.value(),
            low: self.interval().map(|interval| interval.low),
            high: self.interval().map(|interval| interval.high),
            footing: self.footing(),
            withheld: self.withheld.filter(|why| *why != Withheld::FewPeople),
        }
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::super::score::tests::counts;
    use super::*;

    fn share(voiced: u64, of: u64) -> Estimate {
        Estimate::share(Proportion { voiced, of }, Confidence::default())
    }

    #[test]
    fn four_people_give_no_number() {
        assert_eq!(share(3, 4).numbers(), None);
        assert_eq!(
            Estimate::score(counts(2, 1, 1), Confidence::default()).value(),
            None
        );
    }

    #[test]
    fn five_people_give_a_marked_number_and_thirty_an_unmarked_one() {
        assert_eq!(share(3, 5).value(), Some(0.6));
        assert_eq!(share(3, 5).footing(), Footing::Indicative);
        assert_eq!(share(3, 29).footing(), Footing::Indicative);
        assert_eq!(share(3, 30).footing(), Footing::Sound);
    }

    #[test]
    fn nobody_gives_no_number() {
        assert_eq!(share(0, 0).numbers(), None);
        assert_eq!(share(0, 0).footing(), Footing::Withheld);
    }

    #[test]
    fn a_withheld_number_is_null_in_json_and_keeps_its_count() {
        let json = serde_json::to_string(&share(1, 4)).unwrap();
        assert_eq!(
            json,
            r#"{"n":4,"value":null,"low":null,"high":null,"footing":"withheld"}"#
        );
    }
}
