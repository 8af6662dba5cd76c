//! Contact details in what people wrote, and the text with them masked.

use crate::feedback::Span;

/// Returns where e-mail addresses, phone numbers and IP addresses stand.
pub fn contacts(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    if text.contains('@') {
        emails(text, &mut spans);
    }
    numbers(text, &mut spans);
    spans.sort_unstable();
    spans.dedup_by(|later, kept| later.start < kept.end);
    spans
}

/// Returns a text with contact details replaced by a mask of the same number
/// of characters, so that places in it stay true.
///
/// `"mail ann@x.org"` gives `mail •••••••••`.
pub fn masked(text: &str) -> String {
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
        if is_phone(run) || is_ip(run) {
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
