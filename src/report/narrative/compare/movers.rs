//! The same people before and after, in words.

use crate::feedback::{Group, Scale};
use crate::inquiry::compare::{Followed, Mover};

use super::super::super::catalogue::say;
use super::super::super::story::{Block, StoryTable};
use super::super::super::words;

/// People told of those lost and of those won back.
const PEOPLE: usize = 40;

/// The same people, before and after.
pub(in crate::report::narrative) fn movers(followed: &Followed, scale: &Scale) -> Vec<Block> {
    let transitions = &followed.paired.transitions;
    let groups: Vec<Group> = scale.groups().collect();
    let rows = groups.iter().map(|from| {
        let mut row = vec![say!("{group} before", group = words::group(*from, scale))];
        let to = groups.iter().map(|to| transitions.count(*from, *to));
        row.extend(to.map(words::thousands));
        row
    });
    let mut head = vec![String::new()];
    head.extend(
        groups
            .iter()
            .map(|group| say!("now {group}", group = words::group(*group, scale))),
    );
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut blocks = vec![Block::Heading(
        say!("The same people, before and after").into(),
    )];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[1, 2, 3]));
    let lists = [
        (no_longer(Group::Promoter, scale), &followed.lost),
        (no_longer(Group::Detractor, scale), &followed.recovered),
    ];
    for (title, movers) in lists {
        if !movers.is_empty() {
            blocks.push(Block::Subheading(format!("{title} ({})", movers.len())));
            blocks.push(Block::points(
                movers.iter().take(PEOPLE).map(|m| mover(m, scale)),
            ));
            blocks.extend(super::super::more(movers.len(), PEOPLE));
        }
    }
    blocks
}

/// Returns what those are called who left a group: `No longer promoters`.
pub(in crate::report::narrative) fn no_longer(group: Group, scale: &Scale) -> String {
    say!("No longer {group}", group = words::group(group, scale))
}

fn mover(mover: &Mover, scale: &Scale) -> String {
    let themes: Vec<String> = mover
        .themes
        .iter()
        .map(|theme| words::quoted(&words::theme(&theme.label)))
        .collect();
    let account = mover
        .account
        .as_ref()
        .map_or_else(String::new, |account| format!("{account}, "));
    let person = format!(
        "{} → {} ({account}{}, {})",
        words::rating(scale, mover.before.value()),
        words::rating(scale, mover.after.value()),
        mover.source,
        say!("record {record}", record = mover.record)
    );
    match themes.as_slice() {
        [] => person,
        themes => say!(
            "{person}, mentions {themes}",
            person,
            themes = words::list(themes)
        ),
    }
}
