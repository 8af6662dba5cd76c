//! What a report says of the scale that ratings are on.
//!
//! Takes a scale; gives what its score is called and made of, and the names of
//! its groups for readers of the JSON. Only the recommendation question has a
//! Net Promoter Score; any other scale has a net score.

use serde::{Serialize, Serializer};

use crate::feedback::{Group, Scale};

use super::catalogue::say;
use super::words;

/// Returns what the score is: the best group less the worst.
pub(super) fn definition(scale: &Scale) -> String {
    let group = |group| {
        let people = words::people(group, scale);
        let is_named = scale.values(group).is_some_and(|values| {
            scale.people(group).ends_with(&values) || values == scale.singular(group)
        });
        match values(scale, group) {
            Some(values) if !is_named => format!("{people} ({values})"),
            _ => people.into_owned(),
        }
    };
    say!(
        "The {score} is the percentage of {best} less that of {worst}, from −100 to +100.",
        score = words::score_name(scale),
        best = group(Group::Promoter),
        worst = group(Group::Detractor)
    )
}

/// Returns the values of a group: `9 or 10`, `0 to 6`, `very good or good`;
/// nothing for a group without values.
fn values(scale: &Scale, group: Group) -> Option<String> {
    let (low, high) = scale.range(group)?;
    let [first, last] = [low, high].map(|value| words::rating(scale, value));
    Some(match high - low {
        0 => first,
        1 => words::either(&first, &last),
        _ => words::range(&first, &last),
    })
}

/// Returns that nobody rated, on a scale that somebody chose by its name; half
/// a sentence.
pub(super) fn nobody(scale: &Scale) -> String {
    if scale.is_recommendation() {
        say!("No ratings were read").into()
    } else {
        say!(
            "No ratings on the scale {scale} were read",
            scale = scale.answers()
        )
    }
}

/// The scale as JSON tells it.
#[derive(Serialize)]
struct ScaleJson<'a> {
    answers: String,
    /// What the number is called: `score` or `net score`.
    score: &'static str,
    groups: Vec<GroupJson<'a>>,
}

#[derive(Serialize)]
struct GroupJson<'a> {
    /// The group as every other place of the JSON has it.
    group: Group,
    name: &'a str,
    plural: &'a str,
    from: u8,
    to: u8,
}

/// Writes a scale with the names of its groups.
pub(super) fn told<S: Serializer>(scale: &Scale, serializer: S) -> Result<S::Ok, S::Error> {
    let groups = scale.groups().filter_map(|group| {
        let (from, to) = scale.range(group)?;
        Some(GroupJson {
            group,
            name: scale.singular(group),
            plural: scale.plural(group),
            from,
            to,
        })
    });
    let told = ScaleJson {
        answers: scale.answers(),
        score: words::score_name(scale),
        groups: groups.collect(),
    };
    told.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(spec: &str) -> Scale {
        spec.parse().unwrap()
    }

    #[test]
    fn a_score_is_explained_by_what_people_answered() {
        let said = |spec| definition(&scale(spec));
        assert_eq!(
            said("0-10"),
            "The score is the percentage of promoters (9 or 10) less that of detractors (0 to 6), from −100 to +100."
        );
        assert_eq!(
            said("1-5"),
            "The net score is the percentage of the satisfied (4 or 5) less that of the dissatisfied (1 or 2), from −100 to +100."
        );
        assert_eq!(
            said("yes/no"),
            "The net score is the percentage of those who said yes less that of those who said no, from −100 to +100."
        );
    }
}
