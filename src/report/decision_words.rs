//! What people decided, in words.

use crate::feedback::Excerpt;
use crate::text;
use crate::themes::{Entry, Request};

use super::words;

/// Returns a decision in a clause: `theme 7 is called “Slow support”`.
pub fn sentence(entry: &Entry) -> String {
    told(entry, &|_| None)
}

/// Returns a decision in a clause, with the names of themes where they are
/// known: `“Phone line” became part of “Slow support”`.
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
        Request::Rename { theme, name } => format!("theme {theme} is called “{name}”"),
        Request::Merge { into, from } => format!("{} became part of {}", list(from), one(into)),
        Request::Split { theme } => {
            format!(
                "{} is split; its other parts are {}",
                one(theme),
                list(&entry.made)
            )
        }
        Request::Park { theme } => format!("{} is set aside", one(theme)),
        Request::Confirm { theme } => format!("{} is right", one(theme)),
        Request::Own {
            theme,
            owner: Some(owner),
        } => format!("{owner} sees to {}", one(theme)),
        Request::Own { theme, owner: None } => format!("nobody sees to {}", one(theme)),
        Request::Seed { words } => {
            format!("theme {new} must be there: {}", words.join(", "))
        }
        Request::Exclude { words } => format!("no topic: {}", words.join(", ")),
        Request::Create { name, passages } => match passages.len() as u64 {
            0 => format!("theme {new} is there: “{name}”"),
            count => format!(
                "theme {new} is there: “{name}”, with {}",
                words::count(count, "passage", "passages")
            ),
        },
        Request::Code { theme, passages } => {
            format!("{} of {}", pointed(passages), one(theme))
        }
        Request::Uncode { theme, passages } => {
            format!("{} of {} no longer", pointed(passages), one(theme))
        }
        Request::Mark {
            passage,
            important,
            memo,
        } => {
            let important = important.map(|is| if is { "important" } else { "not important" });
            let memo = memo
                .as_ref()
                .map(|memo| format!("“{}”", text::masked(memo)));
            let noted: Vec<String> = important
                .map(str::to_owned)
                .into_iter()
                .chain(memo)
                .collect();
            format!("{}: {}", quoted(passage), noted.join(", "))
        }
    }
}

/// `“the bill is too high” (spring.csv, r4) is`
fn pointed(passages: &[Excerpt]) -> String {
    match passages {
        [one] => format!("{} is", quoted(one)),
        _ => words::count(passages.len() as u64, "passage is", "passages are"),
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
