//! The same people before and after, in words.

use crate::feedback::{Group, Scale};
use crate::inquiry::compare::{Followed, Mover};

use super::super::super::story::{Block, StoryTable};
use super::super::super::words;

/// People told of those lost and of those won back.
const PEOPLE: usize = 40;

/// The same people, before and after.
pub(in crate::report::narrative) fn movers(followed: &Followed, scale: &Scale) -> Vec<Block> {
    let transitions = &followed.paired.transitions;
    let groups: Vec<Group> = scale.groups().collect();
    let rows = groups.iter().map(|from| {
        let mut row = vec![format!("{} before", scale.plural(*from))];
        let to = groups.iter().map(|to| transitions.count(*from, *to));
        row.extend(to.map(words::thousands));
        row
    });
    let mut head = vec![String::new()];
    head.extend(
        groups
            .iter()
            .map(|group| format!("now {}", scale.plural(*group))),
    );
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut blocks = vec![Block::Heading("The same people, before and after".into())];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[1, 2, 3]));
    let lists = [
        (
            format!("No longer {}", scale.plural(Group::Promoter)),
            &followed.lost,
        ),
        (
            format!("No longer {}", scale.plural(Group::Detractor)),
            &followed.recovered,
        ),
    ];
    for (title, movers) in lists {
        if !movers.is_empty() {
            blocks.push(Block::Subheading(format!("{title} ({})", movers.len())));
            blocks.push(Block::points(
                movers.iter().take(PEOPLE).map(|m| mover(m, scale)),
            ));
            let more = movers.len().saturating_sub(PEOPLE) as u64;
            if more > 0 {
                blocks.push(Block::paragraph(format!(
                    "And {}; the JSON has them all.",
                    words::count(more, "more", "more")
                )));
            }
        }
    }
    blocks
}

fn mover(mover: &Mover, scale: &Scale) -> String {
    let themes: Vec<String> = mover
        .themes
        .iter()
        .map(|theme| format!("“{}”", theme.label))
        .collect();
    let speaks = match themes.as_slice() {
        [] => String::new(),
        themes => format!(", mentions {}", words::list(themes)),
    };
    let account = mover
        .account
        .as_ref()
        .map_or_else(String::new, |account| format!("{account}, "));
    format!(
        "{} → {} ({account}{}, record {}){speaks}",
        scale.value(mover.before.value()),
        scale.value(mover.after.value()),
        mover.source,
        mover.record
    )
}
