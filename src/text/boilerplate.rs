//! What nobody wrote as feedback: signatures, footers, quoted mails, labels.
//!
//! Takes a text, gives the places in it that must never form a theme or be
//! quoted. When in doubt, a place stays: a lost comment costs more than a
//! signature too many.

mod form;
mod notice;
mod phrases;
mod reply;
mod signature;

use crate::feedback::Span;

/// Returns the places of a text that are not feedback, in order and without
/// overlap.
///
/// Places that have only spaces and punctuation between them become one, and
/// so does the whole text if nothing else is in it.
pub(super) fn boilerplate(text: &str) -> Vec<Span> {
    if !may_have_any(text) {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    let starts: Vec<usize> = phrases::word_starts(text)
        .filter(|&at| is_known_beginning(text, at))
        .collect();
    notice::notices(text, &starts, &mut pieces);
    reply::replies(text, &mut pieces);
    form::form_parts(text, &mut pieces);
    signature::signatures(text, &starts, &mut pieces);
    joined(text, pieces)
}

/// Joins pieces that nothing is said between.
fn joined(text: &str, mut pieces: Vec<Span>) -> Vec<Span> {
    pieces.sort_unstable();
    let mut spans: Vec<Span> = Vec::new();
    for piece in pieces {
        match spans.last_mut() {
            Some(last) if piece.start <= last.end || has_no_words(&text[last.end..piece.start]) => {
                last.end = last.end.max(piece.end);
            }
            _ => spans.push(piece),
        }
    }
    if let [span] = &mut spans[..]
        && has_no_words(&text[..span.start])
        && has_no_words(&text[span.end..])
    {
        *span = Span::new(0, text.len());
    }
    spans
}

/// Spaces and punctuation say nothing; an emoji does.
fn has_no_words(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(c, '\u{80}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}' | '\u{bf}')
            || matches!(c, '\u{2010}'..='\u{206f}' | '\u{feff}')
    })
}

/// Where on a line a phrase has to stand to be a sign of boilerplate.
#[derive(Clone, Copy)]
enum PhrasePosition {
    /// Where a sentence could begin.
    Sentence,
    /// As in `Sentence`, with a comma after it.
    Salute,
    /// Where the text begins, or in brackets.
    Start,
}

/// Every phrase by which boilerplate on a single line is known.
const SIGNS: [(PhrasePosition, &[&str]); 11] = [
    (PhrasePosition::Sentence, &signature::CLOSINGS),
    (PhrasePosition::Salute, &signature::THANKS),
    (PhrasePosition::Sentence, &notice::SENT_FROM),
    (PhrasePosition::Sentence, &notice::NOTICES),
    (PhrasePosition::Sentence, &notice::SUBJECTS),
    (PhrasePosition::Sentence, &reply::SENDERS),
    (PhrasePosition::Start, &form::LABELS),
    (PhrasePosition::Start, &form::LOOKUPS),
    (PhrasePosition::Start, &form::SOURCES),
    (PhrasePosition::Start, &form::TRANSLATIONS),
    (PhrasePosition::Start, &form::LINKS),
];

/// The first three bytes of all signs, five bits of each byte: enough to pass
/// over most words of a comment without a look at the phrases.
static BEGINNINGS: [u64; 512] = beginnings();

const fn beginnings() -> [u64; 512] {
    let mut set = [0; 512];
    let mut list = 0;
    while list < SIGNS.len() {
        let phrases = SIGNS[list].1;
        let mut index = 0;
        while index < phrases.len() {
            let bytes = phrases[index].as_bytes();
            // A sign of two letters goes with whatever follows.
            let mut any = 0;
            while any < 32 {
                let third = if bytes.len() > 2 { bytes[2] } else { any };
                let key = key(bytes[0], bytes[1], third);
                set[key / 64] |= 1 << (key % 64);
                any += 1;
            }
            index += 1;
        }
        list += 1;
    }
    set
}

const fn key(first: u8, second: u8, third: u8) -> usize {
    ((first as usize & 31) << 10) | ((second as usize & 31) << 5) | (third as usize & 31)
}

/// Returns whether a closer look is worth its time; most comments are passed
/// over here.
fn may_have_any(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate() {
        let is_trace = matches!(byte, b'\n' | b'\r' | b'[' | b'<' | b'{')
            || (byte == before && matches!(byte, b'-' | b'*' | b'X'));
        if is_trace || (is_start(before, byte) && begins_sign(text, at)) {
            return true;
        }
        before = byte;
    }
    form::is_numbered(text)
}

fn is_start(before: u8, byte: u8) -> bool {
    byte.is_ascii_alphabetic() && !before.is_ascii_alphanumeric()
}

/// Returns whether a word begins like one of the signs.
fn is_known_beginning(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let byte = |offset: usize| bytes.get(at + offset).copied().unwrap_or_default();
    let key = key(byte(0), byte(1), byte(2));
    BEGINNINGS[key / 64] >> (key % 64) & 1 == 1
}

fn begins_sign(text: &str, at: usize) -> bool {
    if !is_known_beginning(text, at) {
        return false;
    }
    let begins_text = !text[..at].contains(char::is_alphanumeric) || text[..at].ends_with('(');
    let begins_sentence = phrases::is_capital(text, at) || phrases::is_opening(text, at);
    SIGNS.iter().any(|(place, signs)| match place {
        PhrasePosition::Start => begins_text && phrases::end_of_any(signs, text, at).is_some(),
        PhrasePosition::Sentence => {
            begins_sentence && phrases::end_of_any(signs, text, at).is_some()
        }
        PhrasePosition::Salute => {
            begins_sentence
                && phrases::end_of_any(signs, text, at)
                    .is_some_and(|end| text[end..].starts_with(','))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let mut kept = String::new();
        let mut from = 0;
        for span in boilerplate(text) {
            kept.push_str(&text[from..span.start]);
            from = span.end;
        }
        kept.push_str(&text[from..]);
        kept.trim().to_owned()
    }

    const MAIL: &str = "Custom report builder is easy to use\n\nBest regards,\nKim Doe | Senior Buyer\nPhone: +49 30 5550 081\nSent from my iPhone\nThis e-mail is confidential and intended only for the addressee.";

    #[test]
    fn a_mail_keeps_its_feedback_alone() {
        let feedback = "Custom report builder is easy to use";
        for ends in ["\n", "\r\n", "\r", " "] {
            let mail = MAIL.replace('\n', ends);
            assert_eq!(kept(&mail), feedback, "{mail:?}");
            assert_eq!(boilerplate(&mail).len(), 1, "{mail:?}");
        }
    }

    #[test]
    fn german_and_french_mails_keep_their_feedback_alone() {
        let german = "Der Export ist zu langsam 😀.\r\n\r\nMit freundlichen Grüßen\r\nJörg Müller\r\nLeiter Einkauf\r\n\r\nVon meinem iPhone gesendet\r\n\r\nAm 3. März 2024 um 10:11 schrieb Acme <a@acme.de>:\r\n\r\n> Wie war es?";
        assert_eq!(kept(german), "Der Export ist zu langsam 😀.");
        assert_eq!(boilerplate(german).len(), 1);
        let french = "C’est trop lent.\n\nCordialement,\nÉmilie Dupont\nResponsable Achats\nTél. : 01 23 45 67 89\n\nEnvoyé de mon iPhone";
        assert_eq!(kept(french), "C’est trop lent.");
    }

    #[test]
    fn a_text_with_nothing_else_is_one_place() {
        for text in [
            "Sent from my iPhone",
            "[redacted].",
            "Kind regards,\r\nKim Doe\r\n",
            "  Comment:\n",
            "[name removed], [redacted] — XXXX!",
            "Ticket #12345\n\nView in browser",
        ] {
            let (start, end) = (0, text.len());
            assert_eq!(boilerplate(text), [Span { start, end }], "{text}");
        }
    }

    #[test]
    fn words_behind_a_flat_signature_stay() {
        let text = "Slow. Best regards, Kim Doe Sent from my iPhone PS: the export fails";
        assert_eq!(kept(text), "Slow.  PS: the export fails");
        let text = "Slow.\nKind regards, [name removed] and the export fails\nKim";
        assert!(kept(text).contains("and the export fails"));
    }

    #[test]
    fn an_emoji_beside_boilerplate_is_feedback() {
        assert_eq!(kept("😀 Sent from my iPhone"), "😀");
        assert_eq!(kept("Comment: 👍"), "👍");
    }

    #[test]
    fn a_plain_comment_has_none() {
        for text in [
            "",
            "Thanks",
            "Thank you so much, Kim was great",
            "Best app, regards the battery it is fine",
            "This email is great. The ticket # was lost.",
            "- slow\n- dear\n- ugly",
            "Zu teuer, aber gut 😀",
            "Merci, c’était très bien",
            "On Monday the driver wrote: late again.",
            "LG TV, 3 < 5 and a > b",
        ] {
            assert!(boilerplate(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_comment_inside_its_form_is_kept() {
        let text = "Ticket #12345\nQ1: Comment: The app is slow, says [name removed] too.\nThis response was submitted via the kiosk.";
        assert_eq!(kept(text), "The app is slow, says  too.");
    }

    #[test]
    fn places_are_in_order_and_never_cut_a_letter() {
        let parts = [
            "Best regards,",
            "Kim",
            "Grüße",
            "😀",
            "\r\n",
            "\n",
            " ",
            "> ",
            ">",
            "-- ",
            "--",
            "Sent from my iPhone",
            "Galaxy",
            "Q1:",
            "Comment:",
            "[redacted]",
            "[",
            "]",
            "<NAME>",
            "XXXX",
            "X/",
            "***",
            "{{a}}",
            "On 3 May, <a@b.c> wrote:",
            "From: a",
            "Sent: b",
            "To: c",
            "Subject: d",
            "This e-mail is confidential and privileged",
            ".",
            ",",
            "é",
            "+49 30 555",
            "Merci,",
            "CAUTION:",
            "It is slow",
            "’",
            "İ",
            "ß",
        ];
        let mut seed = 11_u64;
        for _ in 0..4_000 {
            let mut text = String::new();
            for _ in 0..14 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(parts[(seed >> 33) as usize % parts.len()]);
            }
            let mut from = 0;
            for span in boilerplate(&text) {
                assert!(span.start >= from && span.start < span.end, "{text:?}");
                assert!(!span.slice(&text).is_empty());
                from = span.end;
            }
        }
    }

    #[test]
    fn a_long_text_takes_no_longer_than_its_length_asks_for() {
        for part in [
            "*",
            "(",
            "{{",
            "X ",
            "> a\n",
            "Regards, ",
            "[redacted] ",
            "From: a\n",
        ] {
            let text = part.repeat(20_000 / part.len());
            assert!(boilerplate(&text).len() <= text.len());
        }
    }
}
