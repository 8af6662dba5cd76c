//! What people decided, in words.

use crate::feedback::Excerpt;
use crate::text;
use crate::themes::Decision;

use super::words;

/// Returns a decision in a clause: `theme 7 is called “Slow support”`.
pub fn sentence(decision: &Decision) -> String {
    let list = |themes: &[u32]| {
        let themes: Vec<String> = themes.iter().map(u32::to_string).collect();
        words::list(&themes)
    };
    match decision {
        Decision::Rename { theme, name } => format!("theme {theme} is called “{name}”"),
        Decision::Merge { into, from } => format!("{} became part of theme {into}", list(from)),
        Decision::Split { theme, into } => {
            format!("theme {theme} is split; its other parts are {}", list(into))
        }
        Decision::Park { theme } => format!("theme {theme} is set aside"),
        Decision::Confirm { theme } => format!("theme {theme} is right"),
        Decision::Own {
            theme,
            owner: Some(owner),
        } => format!("{owner} sees to theme {theme}"),
        Decision::Own { theme, owner: None } => format!("nobody sees to theme {theme}"),
        Decision::Seed { theme, words } => {
            format!("theme {theme} must be there: {}", words.join(", "))
        }
        Decision::Exclude { words } => format!("no topic: {}", words.join(", ")),
        Decision::Create {
            theme,
            name,
            passages,
        } => match passages.len() as u64 {
            0 => format!("theme {theme} is there: “{name}”"),
            count => format!(
                "theme {theme} is there: “{name}”, with {}",
                words::count(count, "passage", "passages")
            ),
        },
        Decision::Code { theme, passages } => {
            format!("{} of theme {theme}", pointed(passages))
        }
        Decision::Uncode { theme, passages } => {
            format!("{} of theme {theme} no longer", pointed(passages))
        }
        Decision::Mark {
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

/// Returns the themes a decision speaks of, by number.
pub fn about(decision: &Decision) -> Vec<u32> {
    let and = |theme: u32, others: &[u32]| {
        std::iter::once(theme)
            .chain(others.iter().copied())
            .collect()
    };
    match decision {
        Decision::Rename { theme, .. }
        | Decision::Park { theme }
        | Decision::Confirm { theme }
        | Decision::Own { theme, .. }
        | Decision::Seed { theme, .. }
        | Decision::Create { theme, .. }
        | Decision::Code { theme, .. }
        | Decision::Uncode { theme, .. } => vec![*theme],
        Decision::Merge { into, from } => and(*into, from),
        Decision::Split { theme, into } => and(*theme, into),
        Decision::Exclude { .. } | Decision::Mark { .. } => Vec::new(),
    }
}

/// `“the bill is too high” (spring.csv, r4) is`
fn pointed(passages: &[Excerpt]) -> String {
    match passages {
        [one] => format!("{} is", quoted(one)),
        _ => format!(
            "{} are",
            words::count(passages.len() as u64, "passage", "passages")
        ),
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
