//! What a report says of the scale that ratings are on.
//!
//! Takes a scale; gives what its score is called and made of, and the names of
//! its groups for readers of the JSON. Only the recommendation question has a
//! Net Promoter Score; any other scale has a net score.

use serde::{Serialize, Serializer};

use crate::feedback::{Group, Scale};

use super::words;

/// Returns what the score is: the best group less the worst.
pub(super) fn definition(scale: &Scale) -> String {
    let group = |group| {
        let people = scale.people(group);
        match scale.values(group) {
            Some(values) if !people.ends_with(&values) && values != scale.singular(group) => {
                format!("{people} ({values})")
            }
            _ => people.to_owned(),
        }
    };
    format!(
        "The {} is the percentage of {} less that of {}, from −100 to +100.",
        words::score_name(scale),
        group(Group::Promoter),
        group(Group::Detractor)
    )
}

/// Returns that nobody rated, on a scale that somebody chose by its name.
pub(super) fn nobody(scale: &Scale) -> String {
    if scale.is_recommendation() {
        "No ratings were read".into()
    } else {
        format!("No ratings on the scale {} were read", scale.answers())
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
