//! Contact details in what people wrote, and the text with them masked.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::feedback::Span;

/// Whether a person asked to see them.
static REVEALED: AtomicBool = AtomicBool::new(false);

/// Shows contact details from now on: a person asked for them.
pub fn reveal() {
    REVEALED.store(true, Ordering::Relaxed);
}

/// Returns whether contact details are shown.
pub fn is_revealed() -> bool {
    REVEALED.load(Ordering::Relaxed)
}

/// Returns where e-mail addresses, phone numbers, IP addresses, and numbers of
/// bank accounts (IBAN) and payment cards stand.
pub fn contacts(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    if text.contains('@') {
        emails(text, &mut spans);
    }
    numbers(text, &mut spans);
    if text.contains(|c: char| c.is_ascii_uppercase()) {
        ibans(text, &mut spans);
    }
    if text.contains(':') {
        long_ips(text, &mut spans);
    }
    spans.sort_unstable();
    spans.dedup_by(|later, kept| {
        let overlaps = later.start < kept.end;
        if overlaps {
            kept.end = kept.end.max(later.end);
        }
        overlaps
    });
    spans
}

/// Returns a text with contact details replaced by a mask of the same number
/// of characters, so that places in it stay true.
///
/// `"mail ann@x.org"` gives `mail •••••••••`.
pub fn masked(text: &str) -> String {
    if REVEALED.load(Ordering::Relaxed) {
        return text.to_owned();
    }
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for span in contacts(text) {
        masked.push_str(&text[from..span.start]);
        masked.extend(span.slice(text).chars().map(|_| '•'));
        from = span.end;
    }
    masked.push_str(&text[from..]);
    masked
}

/// Returns what a row is known by, with contact details masked. Digits alone
/// are an id, however many: without it nobody would find the row.
///
/// `"118069305236"` stays, `"ann@x.org"` gives `•••••••••`.
pub fn masked_id(id: &str) -> String {
    if id.bytes().all(|byte| byte.is_ascii_digit()) {
        return id.to_owned();
    }
    masked(id)
}

fn emails(text: &str, spans: &mut Vec<Span>) {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    for (at, _) in text.match_indices('@') {
        let start = text[..at]
            .char_indices()
            .rev()
            .take_while(|&(_, c)| part(c))
            .last()
            .map_or(at, |(index, _)| index);
        let host = &text[at + 1..];
        let length = host.find(|c| !part(c)).unwrap_or(host.len());
        let host = host[..length].trim_end_matches(['.', '-']);
        if start < at && host.contains('.') {
            let end = at + 1 + host.len();
            spans.push(Span { start, end });
        }
    }
}

/// Phone numbers have 8 to 15 digits (ITU E.164) with only spaces and `+-./()`
/// between; four groups of up to three digits parted by dots are an IP address.
fn numbers(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !(bytes[at].is_ascii_digit() || bytes[at] == b'+') {
            at += 1;
            continue;
        }
        let inside = |b: &u8| b.is_ascii_digit() || b" +-./()".contains(b);
        let length = bytes[at..].iter().take_while(|b| inside(b)).count();
        let run = text[at..at + length].trim_end_matches([' ', '+', '-', '.', '/', '(', ')']);
        if is_phone(run) || is_ip(run) || is_card(run) {
            spans.push(Span::new(at, at + run.len()));
        }
        at += length.max(1);
    }
}

fn is_phone(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let looks_dated = run.split(['-', '/', '.', ' ']).next().is_some_and(|first| {
        first.len() == 4 && (first.starts_with("19") || first.starts_with("20"))
    });
    (8..=15).contains(&digits) && !looks_dated && !run.contains("  ") && !is_date(run)
}

/// `14/04/2025` and its like have eight digits too.
fn is_date(run: &str) -> bool {
    let parts: Vec<_> = run.split(['-', '/', '.']).map(str::len).collect();
    matches!(parts[..], [1..=2, 1..=2, 4])
}

/// Card numbers have 13 to 19 digits (ISO/IEC 7812), in groups or not, the
/// last of which checks the others (Luhn).
fn is_card(run: &str) -> bool {
    let is_number = run
        .bytes()
        .all(|b| b.is_ascii_digit() || b == b' ' || b == b'-');
    let digits = run.bytes().filter(u8::is_ascii_digit);
    let digits: Vec<u32> = digits.map(|b| u32::from(b - b'0')).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| match digit * 2 {
            _ if place % 2 == 0 => digit,
            twice if twice > 9 => twice - 9,
            twice => twice,
        })
        .sum();
    is_number && (13..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}

/// Bank accounts (ISO 13616): a country, two check digits and up to thirty
/// letters and digits, in groups of four or not, which leave 1 divided by 97.
fn ibans(text: &str, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    for at in 0..bytes.len().saturating_sub(14) {
        let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let is_headed = bytes[at..at + 2].iter().all(u8::is_ascii_uppercase)
            && bytes[at + 2..at + 4].iter().all(u8::is_ascii_digit);
        if !begins || !is_headed {
            continue;
        }
        let mut signs: Vec<u8> = Vec::new();
        let mut found = None;
        for (place, &byte) in bytes.iter().enumerate().skip(at) {
            match byte {
                b' ' if bytes.get(place - 1) != Some(&b' ') => continue,
                _ if byte.is_ascii_digit() || byte.is_ascii_uppercase() => signs.push(byte),
                _ => break,
            }
            let next = bytes.get(place + 1);
            let ends = next.is_none_or(|next| !next.is_ascii_alphanumeric());
            if signs.len() > 34 {
                break;
            }
            if signs.len() >= 15 && ends && leaves_one(&signs) {
                found = Some(place + 1);
            }
        }
        spans.extend(found.map(|end| Span::new(at, end)));
    }
}

/// Divides by 97 with the first four signs behind the others and letters as
/// numbers from 10 on.
fn leaves_one(signs: &[u8]) -> bool {
    let turned = signs[4..].iter().chain(&signs[..4]);
    let rest = turned.fold(0, |rest: u32, &sign| match sign {
        b'0'..=b'9' => (rest * 10 + u32::from(sign - b'0')) % 97,
        _ => (rest * 100 + u32::from(sign - b'A') + 10) % 97,
    });
    rest == 1
}

/// IP addresses of version 6: a time of day has fewer colons.
fn long_ips(text: &str, spans: &mut Vec<Span>) {
    let is_part = |c: char| c.is_ascii_hexdigit() || c == ':';
    let mut from = 0;
    while let Some(start) = text[from..].find(is_part).map(|at| from + at) {
        let length = text[start..].find(|c| !is_part(c));
        let end = length.map_or(text.len(), |length| start + length);
        let run = text[start..end].trim_end_matches(':');
        let colons = run.bytes().filter(|b| *b == b':').count();
        if colons > 2 && run.parse::<std::net::Ipv6Addr>().is_ok() {
            spans.push(Span::new(start, start + run.len()));
        }
        from = end;
    }
}

fn is_ip(run: &str) -> bool {
    run.split('.').count() == 4 && run.split('.').all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_masked_and_nothing_moves() {
        let text = "mail ann.b@x-y.org or call +49 (0)171 234567-8, née 😀";
        let masked = masked(text);
        assert!(
            !masked.contains("ann") && !masked.contains("171"),
            "{masked}"
        );
        assert_eq!(masked.chars().count(), text.chars().count());
        assert!(masked.ends_with(", née 😀"));
    }

    #[test]
    fn an_id_of_digits_stays_and_an_address_as_an_id_does_not() {
        assert_eq!(masked_id("118069305236"), "118069305236");
        assert_eq!(masked_id("ann@x.org"), "•••••••••");
        assert_eq!(masked_id("S-028"), "S-028");
    }

    #[test]
    fn numbers_of_accounts_cards_and_machines_are_masked() {
        for (text, hidden) in [
            ("pay to DE89 3704 0044 0532 0130 00, please", "0044"),
            ("IBAN GB82WEST12345698765432.", "WEST"),
            ("my card 4111 1111 1111 1111 was charged", "1111"),
            ("card 5500005555555559", "5555"),
            ("from 2001:0db8:85a3::8a2e:0370:7334 it fails", "85a3"),
        ] {
            let masked = masked(text);
            assert!(!masked.contains(hidden), "{masked}");
            assert_eq!(masked.chars().count(), text.chars().count());
        }
    }

    #[test]
    fn what_checks_no_sum_stays() {
        for text in [
            "DE89 3704 0044 0532 0130 01 is no account",
            "order 4111 1111 1111 1112 9",
            "at 10:30:45 it was slow",
            "NPS AB12 was a code",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn dates_prices_and_scores_stay() {
        for text in [
            "since 14/04/2025",
            "2025-04-14 10",
            "paid 1,200.50 twice",
            "10/10",
            "@home",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
