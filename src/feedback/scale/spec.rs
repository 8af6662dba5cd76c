//! Scales in writing: `1-5`, `yes/no`, `1-5: 4-5 happy, 3 so-so, 1-2 unhappy`.

use std::fmt;
use std::str::FromStr;

use super::{AnswerForm, GroupName, Scale, usual_names};
use crate::feedback::Group;

/// Why what was written is no scale. `example` is the scale with groups that read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum Error {
    /// No form that a scale is written in.
    #[error("`{found}` is not a scale")]
    Unknown { found: String },
    /// Numbers that are too far apart, or the same.
    #[error("`{found}` has {answers} answer{}, but a scale has 2 to 11", if *answers == 1 { "" } else { "s" })]
    Answers { found: String, answers: u32 },
    /// Numbers above ten.
    #[error("`{found}` goes beyond 10")]
    Beyond { found: String },
    /// A group that names none of the scale's values.
    #[error("`{found}` does not begin with answers of the scale `{scale}`")]
    Group {
        found: String,
        scale: String,
        example: String,
    },
    /// Groups that leave answers out, share them, or stand in another order.
    #[error("the groups of `{scale}` must contain each of its answers once, from best to worst")]
    Groups { scale: String, example: String },
    /// Two groups of one name.
    #[error("two groups of `{scale}` are called `{name}`")]
    SameName { scale: String, name: String },
}

impl Error {
    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { .. } | Self::Answers { .. } => {
                "scales are `0-10`, `1-5`, `5-1` (5 is worst), `1-10`, any such two numbers, `yes/no`, `good/bad`, \
                 `positive/neutral/negative`, `promoter/passive/detractor` and `fft`; \
                 their groups can be named, as in `1-5: 4-5 happy, 3 so-so, 1-2 unhappy`"
                    .into()
            }
            Self::Beyond { .. } => "the numbers of a scale must be between 0 and 10".into(),
            Self::Group { example, .. } | Self::Groups { example, .. } => {
                format!("write them as in `{example}`")
            }
            Self::SameName { .. } => "give each group its own name".into(),
        })
    }
}

impl FromStr for Scale {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (answers, groups) = match text.split_once(':') {
            Some((answers, groups)) => (answers, Some(groups)),
            None => (text, None),
        };
        let scale = plain(answers.trim())?;
        groups.map_or(Ok(scale.clone()), |groups| scale.grouped(groups))
    }
}

impl TryFrom<String> for Scale {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Scale> for String {
    fn from(scale: Scale) -> Self {
        scale.to_string()
    }
}

/// Reads what stands before the colon.
fn plain(text: &str) -> Result<Scale, Error> {
    match text.to_lowercase().as_str() {
        "yes/no" => return Ok(Scale::new(AnswerForm::YesNo, 1, 0)),
        "fft" => return Ok(Scale::new(AnswerForm::Friends, 1, 5)),
        "good/bad" => return Ok(Scale::new(AnswerForm::GoodBad, 1, 0)),
        "positive/neutral/negative" => return Ok(Scale::new(AnswerForm::Moods, 3, 1)),
        "promoter/passive/detractor" => return Ok(Scale::new(AnswerForm::Groups, 3, 1)),
        _ => {}
    }
    let found = text.to_owned();
    let Some((first, last)) = numbers(text).filter(|_| text.contains(DASHES)) else {
        return Err(Error::Unknown { found });
    };
    match (u8::try_from(first), u8::try_from(last)) {
        (Ok(first @ 0..=10), Ok(last @ 0..=10)) if first != last => {
            // Of two numbers the second is the best: on `5-1` it is 1.
            Ok(Scale::new(AnswerForm::Numbers, last, first))
        }
        _ if (1..=10).contains(&first.abs_diff(last)) => Err(Error::Beyond { found }),
        _ => Err(Error::Answers {
            found,
            answers: first.abs_diff(last).saturating_add(1),
        }),
    }
}

/// What stands between two numbers.
const DASHES: [char; 2] = ['-', '\u{2013}'];

/// Reads `4-5`, or `3` for `3-3`.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once(DASHES).unwrap_or((text, text));
    let number = |text: &str| {
        let text = text.trim();
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    Some((number(first)?, number(last)?))
}

impl Scale {
    /// Returns the scale with its groups as written: best first, each its
    /// answers and then, if it is to have one of its own, its name.
    fn grouped(mut self, text: &str) -> Result<Self, Error> {
        let usual = usual_names(self.form, self.best, self.worst);
        let written: Vec<&str> = text.split(',').map(str::trim).collect();
        // Two groups are the best and the worst.
        let places: &[usize] = match written.len() {
            2 => &[0, 2],
            3 => &[0, 1, 2],
            _ => return Err(self.wrong_groups()),
        };
        let (answers, mut next) = (self.best.abs_diff(self.worst) + 1, 0);
        let mut sizes = [0; 3];
        for (&place, group) in places.iter().zip(&written) {
            let (first, last, name) = self.group_written(group)?;
            if first != next || last >= answers {
                return Err(self.wrong_groups());
            }
            sizes[place] = last + 1 - first;
            next = last + 1;
            self.names[place] = name.unwrap_or_else(|| usual[place].clone());
        }
        if next != answers {
            return Err(self.wrong_groups());
        }
        self.sizes = sizes;
        self.checked_names()
    }

    /// Reads `4-5 happy` or `4-5 fan/fans`: the places of the first and last
    /// answer, counted from the best, and the name.
    fn group_written(&self, text: &str) -> Result<(u8, u8, Option<GroupName>), Error> {
        let (answers, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let values = if self.is_in_words() {
            let value = self.worded(answers).map(|rating| u32::from(rating.value()));
            value.map(|value| (value, value))
        } else {
            numbers(answers)
        };
        let place = |value: u32| {
            let value = u8::try_from(value).ok()?;
            self.group(value)?;
            Some(value.abs_diff(self.best))
        };
        let places = values.and_then(|(one, other)| Some((place(one)?, place(other)?)));
        let (one, other) = places.ok_or_else(|| Error::Group {
            found: text.to_owned(),
            scale: self.answers(),
            example: self.example(),
        })?;
        Ok((one.min(other), one.max(other), name_written(name)))
    }

    fn wrong_groups(&self) -> Error {
        Error::Groups {
            scale: self.answers(),
            example: self.example(),
        }
    }

    fn checked_names(self) -> Result<Self, Error> {
        let names: Vec<String> = self
            .groups()
            .map(|group| self.singular(group).to_lowercase())
            .collect();
        match (1..names.len()).find(|place| names[..*place].contains(&names[*place])) {
            None => Ok(self),
            Some(place) => Err(Error::SameName {
                scale: self.answers(),
                name: names[place].clone(),
            }),
        }
    }

    /// Returns the scale in writing without its groups: `1-5`.
    pub fn answers(&self) -> String {
        match self.form {
            AnswerForm::Numbers => format!("{}-{}", self.worst, self.best),
            AnswerForm::YesNo => "yes/no".into(),
            AnswerForm::Friends => "fft".into(),
            AnswerForm::GoodBad => "good/bad".into(),
            AnswerForm::Moods => "positive/neutral/negative".into(),
            AnswerForm::Groups => "promoter/passive/detractor".into(),
            AnswerForm::Tone => "tone".into(),
        }
    }

    /// Returns the usual groups of these answers in writing, with their names.
    fn example(&self) -> String {
        let usual = Self::new(self.form, self.best, self.worst);
        usual.in_full(|group| format!("{} {}", usual.answers_of(group), usual.singular(group)))
    }

    fn in_full(&self, written: impl Fn(Group) -> String) -> String {
        let groups: Vec<String> = self.groups().map(written).collect();
        format!("{}: {}", self.answers(), groups.join(", "))
    }

    fn answers_of(&self, group: Group) -> String {
        match self.range(group) {
            Some((value, _)) if self.is_in_words() => self.value(value),
            Some((low, high)) if low == high => low.to_string(),
            Some((low, high)) => format!("{low}-{high}"),
            None => String::new(),
        }
    }

    fn written(&self, group: Group) -> String {
        let answers = self.answers_of(group);
        let name = &self.names[group.index()];
        if *name == usual_names(self.form, self.best, self.worst)[group.index()] {
            return answers;
        }
        if name.one == name.many {
            format!("{answers} {}", name.one)
        } else {
            format!("{answers} {}/{}", name.one, name.many)
        }
    }
}

/// Reads `happy`, or `fan/fans` with its plural.
fn name_written(text: &str) -> Option<GroupName> {
    match text.trim().split_once('/') {
        None if text.trim().is_empty() => None,
        None => Some(GroupName::adjective(text.trim())),
        Some((one, many)) => Some(GroupName::noun(one.trim(), many.trim())),
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let usual = Self::new(self.form, self.best, self.worst);
        f.pad(&if *self == usual {
            self.answers()
        } else {
            self.in_full(|group| self.written(group))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(spec: &str) -> String {
        let error = spec.parse::<Scale>().unwrap_err();
        assert!(error.hint().is_some());
        error.to_string()
    }

    #[test]
    fn a_scale_is_written_as_it_is_read() {
        for spec in [
            "0-10",
            "1-5",
            "5-1",
            "1-10",
            "yes/no",
            "fft",
            "1-5: 4-5 happy, 3 so-so, 1-2 unhappy",
            "1-5: 5 fan/fans, 3-4, 1-2 foe/foes",
            "1-4: 3-4 happy, 1-2 not happy",
            "yes/no: yes renewing, no leaving",
            "good/bad",
            "good/bad: good happy, bad unhappy",
            "positive/neutral/negative",
            "positive/neutral/negative: positive fan/fans, neutral so-so, negative foe/foes",
            "promoter/passive/detractor",
            "fft: 1 content, 2-3, 4-5 cross",
        ] {
            let scale: Scale = spec.parse().unwrap();
            assert_eq!(scale.to_string(), spec);
            assert_eq!(scale.to_string().parse(), Ok(scale));
        }
    }

    #[test]
    fn the_usual_groups_need_no_writing() {
        let scale: Scale = " 1–5 : 5-4 satisfied, 3, 2-1 ".parse().unwrap();
        assert_eq!(scale.to_string(), "1-5");
    }

    #[test]
    fn what_is_no_scale_is_refused_with_its_reason() {
        assert_eq!(fault("stars"), "`stars` is not a scale");
        assert_eq!(fault("5"), "`5` is not a scale");
        assert_eq!(
            fault("1-100"),
            "`1-100` has 100 answers, but a scale has 2 to 11"
        );
        assert_eq!(fault("3-3"), "`3-3` has 1 answer, but a scale has 2 to 11");
        assert_eq!(fault("11-15"), "`11-15` goes beyond 10");
    }

    #[test]
    fn groups_hold_every_answer_once_from_the_best_on() {
        let wrong = "the groups of `1-5` must contain each of its answers once, from best to worst";
        for groups in [
            "4-5, 3",
            "4-5, 3-4, 1-2",
            "1-2, 3, 4-5",
            "5",
            "5, 4, 3, 1-2",
        ] {
            assert_eq!(fault(&format!("1-5: {groups}")), wrong, "{groups}");
        }
        assert_eq!(
            fault("1-5: 4-6 happy, 3, 1-2"),
            "`4-6 happy` does not begin with answers of the scale `1-5`"
        );
        assert_eq!(
            fault("1-5: 4-5 happy, 3, 1-2 happy"),
            "two groups of `1-5` are called `happy`"
        );
    }
}
