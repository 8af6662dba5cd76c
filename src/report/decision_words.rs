//! What people decided, in words.

use crate::feedback::Excerpt;
use crate::text;
use crate::themes::{Entry, Request};

use super::words;

/// Returns a decision in a clause: `renamed theme 7 to “Slow support”`.
pub fn sentence(entry: &Entry) -> String {
    told(entry, &|_| None)
}

/// Returns a decision in a clause, with the names of themes where they are
/// known: `merged “Phone line” into “Slow support”`.
pub fn told(entry: &Entry, name: &dyn Fn(u32) -> Option<String>) -> String {
    let named = |theme: u32| name(theme).map(|name| format!("“{name}”"));
    let one = |theme: &u32| named(*theme).unwrap_or_else(|| format!("theme {theme}"));
    let list = |themes: &[u32]| {
        let themes = themes.iter();
        let themes = themes.map(|theme| named(*theme).unwrap_or_else(|| theme.to_string()));
        words::list(&themes.collect::<Vec<_>>())
    };
    let new = entry.made.first().copied().unwrap_or_default();
    match &entry.request {
        Request::Rename { theme, name } => format!("renamed {} to “{name}”", one(theme)),
        Request::Merge { into, from } => format!("merged {} into {}", list(from), one(into)),
        Request::Split {
            theme,
            pieces,
            name: renamed,
        } => {
            let renamed = renamed.as_ref();
            let renamed = renamed.map(|name| format!("; the rest is called “{name}”"));
            let renamed = renamed.unwrap_or_default();
            let named: Vec<String> = pieces
                .iter()
                .map(|piece| format!("“{}”", piece.name))
                .collect();
            if named.is_empty() {
                let parts = list(&entry.made);
                return format!("split {}; its other parts are {parts}{renamed}", one(theme));
            }
            let own = match named.len() {
                1 => "is a theme of its own",
                _ => "are themes of their own",
            };
            format!(
                "split {}: {} {own}{renamed}",
                one(theme),
                words::list(&named)
            )
        }
        Request::Group {
            heading: Some(heading),
            themes,
        } => format!("put {} under “{heading}”", list(themes)),
        Request::Group {
            heading: None,
            themes,
        } => format!("took {} out of its group", list(themes)),
        Request::Park { theme } => format!("hid {}", one(theme)),
        Request::Confirm { theme } => format!("confirmed {}", one(theme)),
        Request::Own {
            theme,
            owner: Some(owner),
        } => format!("assigned {} to {owner}", one(theme)),
        Request::Own { theme, owner: None } => format!("removed the owner of {}", one(theme)),
        Request::Seed { words } => {
            format!("added theme {new} from the words {}", words.join(", "))
        }
        Request::Phrases { theme, words } if words.is_empty() => {
            format!("removed the phrases of {}", one(theme))
        }
        Request::Phrases { theme, words } => {
            format!("set the phrases of {} to {}", one(theme), words.join(", "))
        }
        Request::Unassign { passages } => format!("took {} out of all themes", pointed(passages)),
        Request::Exclude { words } => format!("excluded the words {}", words.join(", ")),
        Request::Create { name, passages } => match passages.len() as u64 {
            0 => format!("created theme {new}, “{name}”"),
            count => format!(
                "created theme {new}, “{name}”, with {}",
                words::count(count, "passage", "passages")
            ),
        },
        Request::Code { theme, passages } => {
            format!("added {} to {}", pointed(passages), one(theme))
        }
        Request::Uncode {
            theme, passages, ..
        } => {
            format!("removed {} from {}", pointed(passages), one(theme))
        }
        Request::Mark {
            passage,
            important,
            memo,
        } => {
            let passage = quoted(passage);
            let marked = important.map(|is| {
                let not = if is { "" } else { "not " };
                format!("marked {passage} as {not}important")
            });
            let noted = memo.as_ref().map(|memo| match memo.as_str() {
                "" => format!("removed the note on {passage}"),
                memo => format!("noted “{}” on {passage}", text::masked(memo)),
            });
            let both: Vec<String> = marked.into_iter().chain(noted).collect();
            words::list(&both)
        }
    }
}

/// `“the bill is too high” (spring.csv, r4)`
fn pointed(passages: &[Excerpt]) -> String {
    match passages {
        [one] => quoted(one),
        _ => words::count(passages.len() as u64, "passage", "passages"),
    }
}

fn quoted(passage: &Excerpt) -> String {
    let record = passage
        .record
        .as_ref()
        .map(|record| format!(", {}", text::masked_id(record)));
    let record = record.unwrap_or_default();
    let mut words: String = text::masked(&passage.text).chars().take(SHOWN).collect();
    if passage.text.chars().count() > SHOWN {
        words.push('…');
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("“{words}” ({}{record})", passage.source)
}

/// Characters of a passage that the log shows.
const SHOWN: usize = 60;
