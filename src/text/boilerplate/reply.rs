//! The message somebody replied to, pasted below the reply.

use super::phrases::{end_of, lines, trimmed};
use crate::feedback::Span;

/// How the line begins that says who wrote the quoted message, and its verb.
#[rustfmt::skip]
const WROTE: [(&str, &str); 8] = [
    ("on", "wrote"), ("am", "schrieb"), ("le", "a écrit"), ("el", "escribió"), ("il", "ha scritto"),
    ("op", "schreef"), ("em", "escreveu"), ("den", "skrev"),
];

/// What stands between dashes above the quoted message.
#[rustfmt::skip]
const RULES: [&str; 7] = [
    "original message", "ursprüngliche nachricht", "original-nachricht", "message d'origine",
    "mensaje original", "messaggio originale", "oorspronkelijk bericht",
];

/// What stands above a message that was passed on: feedback, most often.
#[rustfmt::skip]
const FORWARDS: [&str; 4] = [
    "forwarded message", "begin forwarded message", "weitergeleitete nachricht",
    "message transféré",
];

/// The first field of the head of a mail.
pub(super) const SENDERS: [&str; 3] = ["from:", "von:", "de:"];

#[rustfmt::skip]
const FIELDS: [&str; 16] = [
    "sent:", "date:", "to:", "cc:", "subject:", "reply-to:", "gesendet:", "datum:", "an:",
    "betreff:", "envoyé:", "à:", "objet:", "enviado:", "para:", "asunto:",
];

/// A head longer than this many bytes is none.
const LONGEST_HEAD: usize = 400;

/// What stands between a reply and the message it replies to.
struct Head {
    start: usize,
    end: usize,
    /// Everything below belongs to the other message, whatever it looks like.
    takes_all: bool,
}

/// Finds quoted messages with the line above that names their writer.
///
/// What follows a head is set apart only below a reply: a mail pasted from its
/// head on has the feedback in it.
pub(super) fn replies(text: &str, pieces: &mut Vec<Span>) {
    let lines: Vec<Span> = lines(text)
        .into_iter()
        .map(|line| trimmed(text, line))
        .collect();
    let mut index = 0;
    let mut replied = false;
    while index < lines.len() {
        let Some(head) = head(text, &lines[index..]) else {
            let quoted = quoted_lines(text, &lines, index);
            if quoted > 0 {
                pieces.push(Span::new(lines[index].start, lines[index + quoted - 1].end));
            }
            replied |= quoted == 0 && !lines[index].slice(text).is_empty();
            index += quoted.max(1);
            continue;
        };
        replied |= head.start > lines[index].start;
        let all = head.takes_all && replied;
        let end = if all { text.len() } else { head.end };
        pieces.push(Span::new(head.start, end));
        index += lines[index..]
            .iter()
            .take_while(|line| line.start < end)
            .count()
            .max(1);
    }
}

/// Returns the head that the first of some lines begins or holds.
fn head(text: &str, lines: &[Span]) -> Option<Head> {
    wrote(text, lines)
        .or_else(|| rule(text, lines))
        .or_else(|| fields(text, lines))
        .or_else(|| flat_fields(text, lines[0]))
        .or_else(|| flat_wrote(text, lines[0]))
}

/// "On Mon, 3 Mar 2024 at 10:11, Ann <ann@x.org> wrote:", on one line or two.
fn wrote(text: &str, lines: &[Span]) -> Option<Head> {
    let start = lines[0].start;
    let (_, verb) = WROTE
        .iter()
        .find(|(opening, _)| end_of(opening, text, start).is_some())?;
    let taken = lines
        .iter()
        .take(2)
        .position(|line| line.slice(text).ends_with(':'))?;
    let end = lines[taken].end;
    let words = text[start..end].to_lowercase();
    let is_dated = words.bytes().any(|b| b.is_ascii_digit());
    if words.len() > LONGEST_HEAD / 2 || !is_dated || !words.contains(verb) || is_told(&words) {
        return None;
    }
    let below = lines[taken + 1..]
        .iter()
        .find(|line| !line.slice(text).is_empty());
    let is_quoted = below.is_some_and(|line| line.slice(text).starts_with('>'));
    let is_addressed = words.contains('@') || has_clock(&words);
    (is_quoted || is_addressed).then_some(())?;
    let quoted = lines[taken + 1..]
        .iter()
        .take_while(|line| line.slice(text).is_empty() || line.slice(text).starts_with('>'))
        .last();
    Some(Head {
        start,
        end: quoted.filter(|_| is_quoted).map_or(end, |line| line.end),
        takes_all: !is_quoted,
    })
}

/// Mail programs put a name there, people say "your agent wrote".
fn is_told(words: &str) -> bool {
    let tellers = [
        "i", "we", "your", "my", "our", "the", "ich", "wir", "ihr", "ihre", "mein", "je", "nous",
        "votre",
    ];
    words
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| tellers.contains(&word))
}

/// "… On 3 March, Ann <ann@x.org> wrote: …" where line ends became spaces.
fn flat_wrote(text: &str, line: Span) -> Option<Head> {
    let words = line.slice(text);
    if !words.contains('@') {
        return None;
    }
    WROTE.iter().find_map(|(opening, verb)| {
        let verb = words.find(&format!(" {verb}:"))?;
        let start = words[..verb].rfind(&format!("{} ", capitalized(opening)))?;
        let head = &words[start..verb];
        let is_word = !words[..start].ends_with(char::is_alphanumeric);
        let is_head = head.contains('@')
            && head.bytes().any(|b| b.is_ascii_digit())
            && head.len() < LONGEST_HEAD / 2
            && !is_told(&head.to_lowercase());
        let end = verb + words[verb..].find(':')? + 1;
        (is_word && is_head).then_some(Head {
            start: line.start + start,
            end: line.start + end,
            takes_all: true,
        })
    })
}

/// Returns whether a time of day stands in some words.
fn has_clock(words: &str) -> bool {
    words.as_bytes().windows(4).any(|four| {
        four[0].is_ascii_digit()
            && four[1] == b':'
            && four[2].is_ascii_digit()
            && four[3].is_ascii_digit()
    })
}

/// "-----Original Message-----", with the fields below it.
fn rule(text: &str, lines: &[Span]) -> Option<Head> {
    let line = lines[0];
    let dashes = line.slice(text).find("--").unwrap_or(0);
    let start = line.start + dashes;
    let inner = text[start..line.end].trim_start_matches(['-', '_', ' ']);
    let at = line.end - inner.len();
    let known = |phrases: &[&str]| {
        let mut ends = phrases.iter().filter_map(|phrase| end_of(phrase, text, at));
        ends.find(|&end| {
            let after = text[end..line.end].trim_start();
            (at > start && after.starts_with("--")) || (at == line.start && after == ":")
        })
    };
    let forwarded = known(&FORWARDS);
    let named = known(&RULES).or(forwarded)?;
    let after = text[named..line.end].trim_start_matches(['-', '_', ' ', ':']);
    let below = lines
        .iter()
        .skip(1)
        .position(|line| !line.slice(text).is_empty());
    let fields = below.and_then(|below| fields(text, &lines[below + 1..]));
    Some(Head {
        start,
        end: fields.map_or(line.end - after.len(), |fields| fields.end),
        takes_all: forwarded.is_none(),
    })
}

/// "From: …" with at least two more fields on the lines below.
fn fields(text: &str, lines: &[Span]) -> Option<Head> {
    let starts_with = |phrases: &[&str], line: &Span| {
        let words = line.slice(text).trim_start_matches(['*', '>', ' ']);
        let at = line.end - words.len();
        phrases
            .iter()
            .any(|field| end_of(field, text, at).is_some())
    };
    if !starts_with(&SENDERS, &lines[0]) {
        return None;
    }
    let more = lines[1..]
        .iter()
        .take_while(|line| starts_with(&FIELDS, line))
        .count();
    (more >= 2).then(|| Head {
        start: lines[0].start,
        end: lines[more].end,
        takes_all: true,
    })
}

/// "From: … Sent: … To: … Subject: …" where line ends became spaces. Where the
/// subject ends, nobody can tell.
fn flat_fields(text: &str, line: Span) -> Option<Head> {
    let words = line.slice(text);
    SENDERS.iter().find_map(|sender| {
        let capital = capitalized(sender);
        let start = words.find(&capital)?;
        let mut fields = 0;
        let mut end = start + capital.len();
        for field in FIELDS.map(|field| format!(" {}", capitalized(field))) {
            if let Some(at) = words[start..].find(&field).filter(|&at| at < LONGEST_HEAD) {
                fields += 1;
                end = end.max(start + at + field.len());
            }
        }
        (fields >= 3).then_some(Head {
            start: line.start + start,
            end: line.start + end,
            takes_all: true,
        })
    })
}

fn capitalized(field: &str) -> String {
    let mut chars = field.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Returns how many lines from `index` on are quoted with `>`.
///
/// A single one is a list item, and so are several below a colon or where no
/// other line is left.
fn quoted_lines(text: &str, lines: &[Span], index: usize) -> usize {
    let is_quoted = |line: &Span| {
        let words = line.slice(text);
        let after = words.trim_start_matches(['>', ' ']);
        words.starts_with('>') && !after.starts_with(|c: char| c.is_ascii_digit() || c == '=')
    };
    if index > 0 && is_quoted(&lines[index - 1]) {
        return 0;
    }
    let count = lines[index..]
        .iter()
        .take_while(|line| is_quoted(line))
        .count();
    if count < 2 {
        return 0;
    }
    let above = lines[..index]
        .iter()
        .rev()
        .map(|line| line.slice(text))
        .find(|line| !line.is_empty());
    let is_list = above.is_some_and(|above| above.ends_with(':'));
    let is_all = lines
        .iter()
        .all(|line| is_quoted(line) || line.slice(text).is_empty());
    if !is_list && !is_all { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let mut pieces = Vec::new();
        replies(text, &mut pieces);
        let mut kept = String::new();
        let mut from = 0;
        for piece in pieces {
            kept.push_str(&text[from..piece.start]);
            from = piece.end;
        }
        kept + &text[from..]
    }

    #[test]
    fn a_reply_keeps_only_what_was_replied() {
        for quoted in [
            "On Mon, 3 Mar 2024 at 10:11, Ann <ann@x.org> wrote:\n> How was it?\n>\n> Ann",
            "On Mon, 3 Mar 2024 at 10:11, Ann\n<ann@x.org> wrote:\n\nHow was it?\nAnn",
            "Am 3. März 2024 schrieb Ann:\n> Wie war es?",
            "Le 3 mars 2024 à 10:11, Ann a écrit :\n\n> Comment était-ce ?",
            "-----Original Message-----\nFrom: Ann\nHow was it?",
            "-----Ursprüngliche Nachricht-----\nWie war es?",
            "From: Ann\nSent: Monday\nTo: Kim\nSubject: Survey\n\nHow was it?",
            "Von: Ann\nGesendet: Montag\nAn: Kim\nBetreff: Umfrage\n\nWie war es?",
            "De : Ann\nEnvoyé : lundi\nÀ : Kim\nObjet : Enquête\n\nComment ?",
        ] {
            for ends in ["\n", "\r\n"] {
                let text = format!("Too slow 😀.\n\n{quoted}").replace('\n', ends);
                assert_eq!(kept(&text).trim(), "Too slow 😀.", "{text}");
            }
        }
    }

    #[test]
    fn a_flat_head_takes_what_follows() {
        let text = "Too slow. From: Ann Sent: Monday, May 5 To: Kim Subject: Survey How was it?";
        assert_eq!(kept(text), "Too slow. ");
        let text = "Too slow. On Mon, Mar 3, 2024 at 10:11 AM Ann <ann@x.org> wrote: > How was it?";
        assert_eq!(kept(text), "Too slow. ");
        let text = "Too slow. -----Original Message----- How was it?";
        assert_eq!(kept(text), "Too slow. ");
    }

    #[test]
    fn a_reply_below_the_quoted_lines_stays() {
        let text = "On 3 March 2024 Ann wrote:\n> How was it?\n> Ann\n\nIt was slow.";
        assert_eq!(kept(text).trim(), "It was slow.");
    }

    #[test]
    fn a_mail_pasted_from_its_head_on_keeps_its_words() {
        let text = "From: Kim\nSent: Monday\nTo: Help\nSubject: Export\n\nThe export fails.";
        assert_eq!(kept(text).trim(), "The export fails.");
        let text = "FYI\n---------- Forwarded message ---------\nFrom: Kim\nDate: May\nSubject: Export\nTo: Help\n\nThe export fails.";
        assert_eq!(kept(text), "FYI\n\n\nThe export fails.");
        let text = "FYI\n\nBegin forwarded message:\n\nFrom: Kim\nDate: May\nTo: Help\n\nThe export fails.";
        assert_eq!(kept(text), "FYI\n\n\n\nThe export fails.");
    }

    #[test]
    fn quoted_lines_are_set_apart_and_list_items_are_not() {
        assert_eq!(kept("> How was it?\n> Really?\nSlow."), "\nSlow.");
        for text in [
            "> slow app",
            "Slow\n> bad support",
            "Problems:\n> slow app\n> bad support",
            "> slow app\n> bad support",
            "Waits\n>10 minutes\n>20 calls",
        ] {
            assert_eq!(kept(text), text);
        }
    }

    #[test]
    fn a_sentence_about_writing_is_feedback() {
        for text in [
            "On 3 March your agent wrote: sorry.\nNever again.",
            "Slow.\nOn 3 March at 10:11 I wrote:\nno answer",
            "Slow.\nOn 3 March at 10:11 your agent wrote:\nno answer",
            "Am 3. März schrieb ich:\nKeine Antwort",
            "From: nobody. To: nobody.",
            "-- original message lost --x",
        ] {
            assert_eq!(kept(text), text);
        }
    }
}
