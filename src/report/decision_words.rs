//! What people decided, in words.

use crate::feedback::Excerpt;
use crate::text;
use crate::themes::{Entry, Request, SplitPiece};

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
            name,
        } => split(&one(theme), pieces, name.as_deref(), &list(&entry.made)),
        Request::Group {
            heading: Some(heading),
            themes,
        } => format!("put {} under “{heading}”", list(themes)),
        Request::Group {
            heading: None,
            themes,
        } => match themes.len() {
            1 => format!("took {} out of its group", list(themes)),
            _ => format!("took {} out of their groups", list(themes)),
        },
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
        Request::Phrases {
            theme,
            words,
            without,
        } => phrases(&one(theme), words, without),
        Request::Move { theme, passages } => {
            format!("moved {} to {}", pointed(passages), one(theme))
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
        Request::Check {
            theme,
            passage,
            about,
            ..
        } => {
            let (theme, passage) = (one(theme), quoted(passage));
            match about {
                Some(true) => format!("checked that {passage} is about {theme}"),
                Some(false) => format!("checked that {passage} is not about {theme}"),
                None => format!("could not tell whether {passage} is about {theme}"),
            }
        }
    }
}

/// `split “Support”: “Chat” is a theme of its own; the rest is called “Waiting”`
fn split(theme: &str, pieces: &[SplitPiece], renamed: Option<&str>, made: &str) -> String {
    let renamed = renamed.map(|name| format!("; the rest is called “{name}”"));
    let renamed = renamed.unwrap_or_default();
    let pieces = pieces.iter().map(|piece| format!("“{}”", piece.name));
    let named: Vec<String> = pieces.collect();
    let own = match named.len() {
        0 => return format!("split {theme}; its other parts are {made}{renamed}"),
        1 => "is a theme of its own",
        _ => "are themes of their own",
    };
    format!("split {theme}: {} {own}{renamed}", words::list(&named))
}

/// `made “Support” hold whatever says callback, and nothing that says asked`
fn phrases(theme: &str, words: &[String], without: &[String]) -> String {
    let said = [("whatever says", words), ("nothing that says", without)];
    let said = said.into_iter().filter(|(_, words)| !words.is_empty());
    let said: Vec<String> = said
        .map(|(how, words)| format!("{how} {}", words.join(", ")))
        .collect();
    if said.is_empty() {
        return format!("removed the phrases of {theme}");
    }
    format!("made {theme} hold {}", said.join(", and "))
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
