//! What survey tools and help desks put around an answer: labels, ticket
//! numbers, notes on translation, and the marks left where a name was removed.

use super::phrases::{end_of, end_of_any, lines, rest_of_line, sentence_end, spaces, trimmed};
use crate::feedback::Span;

/// The name of a field in front of what was typed into it.
#[rustfmt::skip]
pub(super) const LABELS: [&str; 40] = [
    "comment:", "comments:", "your comment:", "your comments:", "customer comment:",
    "customer comments:", "additional comment:", "additional comments:", "other comments:",
    "further comments:", "general comments:", "feedback:", "your feedback:", "customer feedback:",
    "additional feedback:", "general feedback:", "answer:", "your answer:", "response:",
    "verbatim:", "question:", "kommentar:", "kommentare:", "ihr kommentar:", "anmerkung:",
    "anmerkungen:", "bemerkung:", "bemerkungen:", "antwort:", "frage:", "commentaire:",
    "commentaires:", "votre commentaire:", "réponse:", "comentario:", "comentarios:", "respuesta:",
    "commento:", "opmerking:", "opmerkingen:",
];

/// What a line begins with that holds only a number to look something up by.
#[rustfmt::skip]
pub(super) const LOOKUPS: [&str; 27] = [
    "ticket #", "ticket:", "ticket id", "ticket no", "ticket number", "case #", "case:", "case id",
    "case no", "case number", "ref:", "ref #", "ref no", "reference:", "reference #",
    "reference no", "reference number", "incident #", "incident id", "incident number", "request #",
    "request id", "ticketnummer", "ticket-nr", "vorgangsnummer", "fallnummer", "numéro de ticket",
];

/// A note on where an answer came from; the rest of its sentence belongs to it.
#[rustfmt::skip]
pub(super) const SOURCES: [&str; 9] = [
    "this response was submitted via", "this response was submitted through",
    "this response was collected via", "this feedback was submitted via",
    "this feedback was submitted through", "this survey was completed via",
    "this survey was submitted via", "this review was collected as part of a promotion",
    "this comment was submitted via",
];

/// A note on the language of an answer.
#[rustfmt::skip]
pub(super) const TRANSLATIONS: [&str; 14] = [
    "automatically translated from", "automatically translated by", "machine translated from",
    "translated from", "translated by google", "translated by deepl", "übersetzt von google",
    "automatisch übersetzt aus", "aus dem französischen übersetzt", "aus dem englischen übersetzt",
    "traduit par google", "traduit automatiquement", "traducido por google", "tradotto da google",
];

/// Links that stand around the text of a newsletter.
#[rustfmt::skip]
pub(super) const LINKS: [&str; 9] = [
    "view in browser", "view this email in your browser", "view in your browser", "view online",
    "unsubscribe from this list", "unsubscribe here", "im browser ansehen",
    "newsletter abbestellen", "se désabonner",
];

/// What is written between brackets where something was taken out.
#[rustfmt::skip]
const REMOVALS: [&str; 17] = [
    "redacted", "removed", "anonymised", "anonymized", "deleted", "withheld", "omitted",
    "unreadable", "illegible", "entfernt", "anonymisiert", "geschwärzt", "unleserlich", "supprimé",
    "anonymisé", "illisible", "eliminado",
];

/// What anonymizers put in place of what they took out.
#[rustfmt::skip]
const PLACEHOLDERS: [&str; 21] = [
    "NAME", "NAMES", "FIRST_NAME", "LAST_NAME", "FIRSTNAME", "LASTNAME", "PERSON", "EMAIL",
    "EMAIL_ADDRESS", "PHONE", "PHONE_NUMBER", "ADDRESS", "LOCATION", "ORG", "ORGANIZATION",
    "COMPANY", "DATE", "DATE_TIME", "URL", "NUMBER", "PRODUCT",
];

/// Brackets around a longer text are the writer's own.
const LONGEST_MARK: usize = 42;

/// Finds what forms and anonymizers put into a text.
pub(super) fn form_parts(text: &str, pieces: &mut Vec<Span>) {
    for line in lines(text) {
        let line = trimmed(text, line);
        pieces.extend(label(text, line));
        pieces.extend(note(text, line));
    }
    marks(text, pieces);
}

/// Returns whether a text begins with a question's number: "Q3."
pub(super) fn is_numbered(text: &str) -> bool {
    question_end(text, spaces(text)).is_some()
}

/// Returns the labels a line begins with; several can follow each other.
fn label(text: &str, line: Span) -> Option<Span> {
    let mut end = line.start;
    while let Some(next) = end_of_any(&LABELS, text, end).or_else(|| question_end(text, end)) {
        end = (next + spaces(&text[next..])).min(line.end);
    }
    (end > line.start).then_some(Span::new(line.start, end))
}

fn question_end(text: &str, at: usize) -> Option<usize> {
    let number = text[at..].strip_prefix(['Q', 'q'])?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let end = at + 1 + digits;
    let is_marked = text[end..].starts_with([':', '.', ')']);
    let is_parted = text[end..].chars().nth(1).is_none_or(char::is_whitespace);
    ((1..=3).contains(&digits) && is_marked && is_parted).then_some(end + 1)
}

/// Returns the line, or the sentence it begins with, if no person wrote it.
fn note(text: &str, line: Span) -> Option<Span> {
    let words = line.slice(text);
    let inner = words.trim_matches(|c: char| c.is_whitespace() || "[]()*_<>|.".contains(c));
    let start = line.start + words.find(inner)?;
    if inner.is_empty() {
        return None;
    }
    let stop = start + inner.len();
    if is_link_line(inner, start > spaces(text)) || is_lookup(text, start, stop) {
        return Some(line);
    }
    let is_short = inner.split_whitespace().count() <= 5;
    let translated = end_of_any(&TRANSLATIONS, text, start);
    if is_short && translated.is_some_and(|end| end <= stop) && !inner.contains([')', ']', '.']) {
        return Some(line);
    }
    end_of_any(&SOURCES, text, start)?;
    let end = sentence_end(text, start).min(line.end);
    let closed = text[end..line.end].starts_with([']', ')']);
    Some(Span::new(line.start, end + usize::from(closed)))
}

/// Returns whether a line is made of links. "Unsubscribe" alone may be all that
/// somebody has to say, so it counts only below something else.
fn is_link_line(line: &str, is_below: bool) -> bool {
    line.split(['|', '·', '•']).map(str::trim).all(|link| {
        let ends = |end: usize| end == link.len();
        let leaves = is_below && end_of("unsubscribe", link, 0).is_some_and(ends);
        leaves || end_of_any(&LINKS, link, 0).is_some_and(ends)
    })
}

fn is_lookup(text: &str, start: usize, stop: usize) -> bool {
    end_of_any(&LOOKUPS, text, start).is_some_and(|end| {
        let number = text[end.min(stop)..stop].trim_start_matches([' ', ':', '#', '.']);
        number.bytes().any(|b| b.is_ascii_digit())
            && number
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_/#".contains(&b))
    })
}

/// Finds the marks that stand for what was taken out or never filled in.
fn marks(text: &str, pieces: &mut Vec<Span>) {
    let mut from = 0;
    for (start, c) in text.char_indices() {
        if start < from {
            continue;
        }
        let end = match c {
            '[' => bracketed(text, start, ']').filter(|&end| {
                is_removal(&text[start + 1..end - 1]) || is_remark(text, start, end)
            }),
            '(' => bracketed(text, start, ')').filter(|&end| is_remark(text, start, end)),
            '<' => {
                bracketed(text, start, '>').filter(|&end| is_placeholder(&text[start + 1..end - 1]))
            }
            '{' => template_end(text, start),
            'X' | '*' => run_end(text, start),
            _ => None,
        };
        if let Some(end) = end {
            pieces.push(Span { start, end });
            from = end;
        }
    }
}

fn bracketed(text: &str, start: usize, close: char) -> Option<usize> {
    let inside = text[start + 1..].char_indices().take(LONGEST_MARK);
    let mut ends = inside.filter(|(_, c)| *c == close || matches!(c, '\n' | '\r'));
    let (length, c) = ends.next()?;
    (c == close).then_some(start + length + 2)
}

fn is_removal(inside: &str) -> bool {
    let lower = inside.to_lowercase();
    let removed = lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| REMOVALS.contains(&word));
    removed || is_placeholder(inside)
}

fn is_placeholder(inside: &str) -> bool {
    let name = inside.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_' || c == '-');
    PLACEHOLDERS.contains(&name.replace([' ', '-'], "_").as_str())
}

fn is_translation(inside: &str) -> bool {
    inside.split_whitespace().count() <= 5 && end_of_any(&TRANSLATIONS, inside, 0).is_some()
}

/// A note on translation stands anywhere, "(Original)" on a line of its own.
fn is_remark(text: &str, start: usize, end: usize) -> bool {
    let inside = &text[start + 1..end - 1];
    let is_line = rest_of_line(text, end).slice(text).trim().is_empty()
        && text[..start].trim_end_matches(' ').ends_with(['\n', '\r']);
    is_translation(inside) || (is_line && end_of("original", inside, 0) == Some(inside.len()))
}

fn template_end(text: &str, start: usize) -> Option<usize> {
    let inside = text[start..].strip_prefix("{{")?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '-');
    let name = inside.chars().take_while(|&c| is_name(c));
    let length: usize = name.take(LONGEST_MARK).map(char::len_utf8).sum();
    (length > 0 && inside[length..].starts_with("}}")).then_some(start + length + 4)
}

/// Returns where a run such as `XXXX XX`, `XX/XX/XXXX` or `***` ends, if it is
/// no part of a word. A comment of stars alone is a rating.
fn run_end(text: &str, start: usize) -> Option<usize> {
    let mark = text[start..].chars().next()?;
    let is_joint = |c: char| c.is_alphanumeric() || c == '*' || c == '/';
    let is_code = mark == 'X' && text[..start].ends_with('-');
    if is_code || text[..start].ends_with(is_joint) {
        return None;
    }
    let is_name = mark == 'X';
    let inside = |c: char| c == mark || (is_name && matches!(c, '/' | ' '));
    let run = &text[start..];
    let run = &run[..run.find(|c| !inside(c)).unwrap_or(run.len())];
    let is_cut = text[start + run.len()..].starts_with(is_joint);
    let run = if is_cut { &run[..run.rfind(' ')?] } else { run };
    let run = run.trim_end_matches([' ', '/']);
    let least = if is_name { 4 } else { 3 };
    let is_long = run
        .split(' ')
        .any(|word| word.matches(mark).count() >= least);
    let is_rating = !text.contains(char::is_alphanumeric);
    (is_long && !is_rating).then_some(start + run.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut pieces = Vec::new();
        form_parts(text, &mut pieces);
        pieces.into_iter().map(|span| span.slice(text)).collect()
    }

    #[test]
    fn only_the_label_is_set_apart() {
        assert_eq!(found("Comment: too slow"), ["Comment: "]);
        assert_eq!(found("Q3. Comments: none"), ["Q3. Comments: "]);
        assert_eq!(found("Commentaire : trop cher"), ["Commentaire : "]);
        assert_eq!(found("Ja\r\nAnmerkungen: zu teuer"), ["Anmerkungen: "]);
    }

    #[test]
    fn a_label_inside_a_sentence_is_feedback() {
        for text in [
            "My comment: too slow",
            "Q3 was slow",
            "Q3.5 of the form",
            "Comments are off",
            "Answer the phone!",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn lines_of_the_help_desk_are_set_apart() {
        for line in [
            "Ticket #12345",
            "Case ID: 123",
            "Ref: ABC-123",
            "View in browser",
            "Unsubscribe",
            "View in browser | Unsubscribe",
            "Translated from German",
            "[Automatically translated from French]",
            "This response was submitted via the mobile app.",
        ] {
            let text = format!("Too slow\n{line}\nand too dear");
            assert_eq!(found(&text)[0], line);
        }
    }

    #[test]
    fn a_line_that_says_more_than_a_number_is_feedback() {
        for text in [
            "Ticket #12345 was never answered",
            "Case: leather, 2 colors",
            "Unsubscribe",
            "Translated from German the guide makes no sense",
            "View in browser is broken",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn both_halves_of_a_translated_review_stay() {
        let text = "(Translated by Google) Very good 👍\n\n(Original)\nSehr gut 👍";
        assert_eq!(found(text), ["(Translated by Google)", "(Original)"]);
    }

    #[test]
    fn what_stands_for_a_name_is_set_apart() {
        assert_eq!(
            found(
                "[redacted] and [name removed] met <NAME>, XX XXXX X on XX/XX/XXXX, *** {{first_name}}"
            ),
            [
                "[redacted]",
                "[name removed]",
                "<NAME>",
                "XX XXXX X",
                "XX/XX/XXXX",
                "***",
                "{{first_name}}"
            ]
        );
    }

    #[test]
    fn sizes_swearing_and_brackets_of_the_writer_stay() {
        for text in [
            "size XXL and XXXL",
            "what the f*** is this",
            "***GREAT***",
            "see [page 3] (original price)",
            "List<String> and a < b > c",
            "kisses xxxx",
            "{{ value | number }}",
            "the (removed) button",
            "*****",
            "(***)",
            "error ORA-XXXXX",
            "the [original] film",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
