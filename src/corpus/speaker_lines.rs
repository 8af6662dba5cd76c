//! A conversation cut anew where lines begin with names that a person gave.
//!
//! Takes an interview and the names of its speakers; gives its turns. For
//! transcripts in which no speaker was found, or not the right ones.

use crate::feedback::{Interview, Span, SpeakerRole, Turn};

/// Returns the turns that begin where a line begins with one of some names:
/// `Ada:`, `**Ada** (00:12)`, `[Ada]`, or the name alone on its line. What
/// stands before the first stays as it was read. `None` where no line begins so.
pub fn turns_by_names(
    interview: &Interview,
    names: &[String],
    role: impl Fn(&str) -> SpeakerRole,
) -> Option<Vec<Turn>> {
    let text = &interview.text;
    let mut labels: Vec<(usize, usize, &str)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if let Some((name, words)) = label(line, names) {
            labels.push((start, start + words, name));
        }
        start += line.len();
    }
    let first = labels.first()?.0;
    let mut turns: Vec<Turn> = interview
        .turns
        .iter()
        .filter(|turn| turn.span.start < first)
        .map(|turn| Turn {
            span: trimmed(text, turn.span.start, turn.span.end.min(first)),
            ..turn.clone()
        })
        .collect();
    let ends = labels.iter().skip(1).map(|(next, ..)| *next);
    let ends = ends.chain([text.len()]);
    turns.extend(
        labels
            .iter()
            .zip(ends)
            .map(|(&(_, words, name), end)| Turn {
                speaker: Some(name.to_owned()),
                role: role(name),
                span: trimmed(text, words, end),
            }),
    );
    turns.retain(|turn| !turn.span.is_empty());
    Some(turns)
}

/// Returns the name that a line begins with, and where its words begin.
fn label<'n>(line: &str, names: &'n [String]) -> Option<(&'n str, usize)> {
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || "*_[(<#>-•".contains(c));
    let folded = bare.to_lowercase();
    // The longest: `Ada Moe` before `Ada`.
    let mut fitting: Vec<&String> = names
        .iter()
        .filter(|name| folded.starts_with(&name.to_lowercase()))
        .collect();
    fitting.sort_by_key(|name| std::cmp::Reverse(name.len()));
    fitting.into_iter().find_map(|name| {
        let after = bare.get(name.len()..)?;
        let words = after_label(after)?;
        Some((name.as_str(), line.len() - words.len()))
    })
}

/// Returns what follows a label; `None` where what follows the name makes it a
/// word of a sentence.
fn after_label(after: &str) -> Option<&str> {
    let closed = after.trim_start_matches(['*', '_', ']', ')', '>']);
    let spaced = closed.trim_start_matches([' ', '\t']);
    if spaced.trim().is_empty() {
        return Some("");
    }
    if let Some(words) = spaced.strip_prefix(':') {
        return Some(words.trim_start_matches(['*', '_', ' ', '\t']));
    }
    let is_apart = closed.len() < after.len() || closed.starts_with('\t');
    let is_time =
        spaced.starts_with(['(', '[']) || spaced.starts_with(|c: char| c.is_ascii_digit());
    let time = |c: char| c.is_ascii_digit() || ":.,()[] \t".contains(c);
    if is_time && closed.starts_with([' ', '\t']) {
        let words = spaced.trim_start_matches(time);
        let words = words.strip_prefix("**").unwrap_or(words);
        let has_clock = spaced[..spaced.len() - words.len()].contains(':');
        return has_clock.then(|| words.trim_start());
    }
    is_apart.then_some(spaced)
}

/// Returns a stretch without the space around it.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let words = &text[start..end.max(start)];
    let start = start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, names: &[&str]) -> Option<Vec<(String, String)>> {
        let interview = Interview {
            text: text.into(),
            ..Interview::default()
        };
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let turns = turns_by_names(&interview, &names, |_| SpeakerRole::Participant)?;
        let said = turns.into_iter().map(|turn| {
            let words = turn.span.slice(text).to_owned();
            (turn.speaker.unwrap_or_default(), words)
        });
        Some(said.collect())
    }

    #[test]
    fn a_turn_begins_where_a_line_begins_with_a_name() {
        for text in [
            "Ada: It hangs.\nBo: Why?\n",
            "**Ada:** It hangs.\n\n**Bo:** Why?",
            "[Ada] It hangs.\n[Bo] Why?",
            "Ada (00:00:12)\nIt hangs.\n\nBo (00:00:14)\nWhy?\n",
            "Ada  00:12 It hangs.\nBo  00:14 Why?",
            "ada\nIt hangs.\nBO\nWhy?",
        ] {
            let said = cut(text, &["Ada", "Bo"]).unwrap();
            let told: Vec<(&str, &str)> =
                said.iter().map(|(who, what)| (&**who, &**what)).collect();
            assert_eq!(told, [("Ada", "It hangs."), ("Bo", "Why?")], "{text}");
        }
    }

    #[test]
    fn a_name_in_a_sentence_begins_no_turn() {
        assert_eq!(cut("Ada said that it hangs.\n12 times.", &["Ada"]), None);
        let said = cut("Ada: Bo was there.\nBo came late.", &["Ada", "Bo"]).unwrap();
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].1, "Bo was there.\nBo came late.");
    }

    #[test]
    fn the_longest_name_counts() {
        let said = cut("Ada Moe: Hello.\nAda: Hi.", &["Ada", "Ada Moe"]).unwrap();
        assert_eq!(said[0].0, "Ada Moe");
        assert_eq!(said[1].0, "Ada");
    }
}
