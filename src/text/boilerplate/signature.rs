//! The end of a letter: "Best regards, Kim Doe", job title, phone, address.

use super::phrases::{end_of, is_capital, is_opening, lines, spaces, trimmed};
use crate::feedback::Span;

/// Closings that are hardly ever anything else.
#[rustfmt::skip]
pub(super) const CLOSINGS: [&str; 51] = [
    "best regards", "kind regards", "kindest regards", "warm regards", "warmest regards",
    "with regards", "regards", "many regards", "with kind regards", "with best regards",
    "sincerely", "yours sincerely", "sincerely yours", "yours faithfully", "yours truly",
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß",
    "mit besten grüßen", "mit bestem gruß", "freundliche grüße", "freundliche grüsse",
    "viele grüße", "viele grüsse", "liebe grüße", "beste grüße", "schöne grüße", "herzliche grüße",
    "freundlichen gruß", "hochachtungsvoll", "cordialement", "bien cordialement",
    "très cordialement", "bien à vous", "salutations", "sincères salutations",
    "meilleures salutations", "saludos", "un saludo", "saludos cordiales", "un cordial saludo",
    "atentamente", "cordiali saluti", "distinti saluti", "met vriendelijke groet",
    "met vriendelijke groeten", "atenciosamente", "med vänlig hälsning", "med vänliga hälsningar",
    "vänliga hälsningar", "ystävällisin terveisin",
];

/// Closings cut short. Brands and model names look like them, so they count
/// only on a line of their own.
const SHORT_CLOSINGS: [&str; 7] = ["rgds", "brgds", "mfg", "lg", "vg", "bg", "mvh"];

/// Closings that can also be meant: thanks and wishes.
#[rustfmt::skip]
pub(super) const THANKS: [&str; 25] = [
    "thanks", "many thanks", "thank you", "thanks again", "thanks in advance", "thanks and regards",
    "thanks & regards", "thank you and best regards", "cheers", "best", "best wishes",
    "all the best", "danke", "vielen dank", "besten dank", "herzlichen dank", "merci",
    "merci d'avance", "gracias", "muchas gracias", "grazie", "bedankt", "obrigado", "tack",
    "kiitos",
];

/// Words in lowercase that names, titles and addresses have in them.
#[rustfmt::skip]
const PARTICLES: [&str; 67] = [
    "von", "van", "de", "der", "den", "di", "da", "del", "della", "du", "la", "le", "dos", "of",
    "and", "und", "et", "y", "e", "the", "for", "für", "at", "from", "aus", "in", "zu", "i.a.",
    "i.v.", "ppa.", "team", "rue", "avenue", "av.", "str.", "via", "calle", "tel", "tel.", "phone",
    "mobile", "mobil", "mob", "cell", "fax", "email", "e-mail", "mail", "web", "office", "direct",
    "tél", "tél.", "téléphone", "telefon", "inc.", "ltd.", "gmbh", "p", "t",
    "m", "e", "w", "f", "she/her", "he/him", "they/them",
];

/// Words of sentences: no name or title has them, whatever their case.
#[rustfmt::skip]
const SENTENCE_WORDS: [&str; 186] = [
    "is", "was", "are", "were", "be", "been", "not", "no", "never", "too", "very", "so", "but",
    "if", "when", "because", "i", "i'm", "i've", "i'd", "we", "you", "it", "it's", "they", "he",
    "she", "my", "your", "our", "this", "that", "these", "there", "have", "has", "had", "does",
    "did", "don't", "can", "can't", "cannot", "could", "would", "should", "please", "thank",
    "thanks", "great", "good", "bad", "excellent", "poor", "nice", "more", "need", "needs", "want",
    "like", "why", "how", "what", "better", "worst", "slow", "fast", "easy", "hard", "still",
    "only", "just", "all", "none", "nothing", "to", "with", "ps", "p.s", "p.s.", "who", "again",
    "get", "got", "works", "work", "working", "fails", "missing", "makes", "keep", "ist", "war",
    "sind", "nicht", "kein", "keine", "sehr", "aber", "ich", "wir", "sie", "das", "dass", "haben",
    "hat", "hatte", "wird", "bitte", "danke", "gut", "gute", "guter", "schlecht", "super", "mehr",
    "wenn", "weil", "mein", "meine", "auch", "nur", "noch", "leider", "alles", "nichts", "immer",
    "zu", "est", "sont", "pas", "très", "trop", "mais", "je", "nous", "vous", "c'est", "merci",
    "bon", "bien", "mauvais", "plus", "votre", "mon", "pour", "tout", "es", "son", "muy", "pero",
    "yo", "que", "gracias", "bueno", "malo", "más", "está", "todo", "è", "non", "molto", "ma",
    "che", "grazie", "buono", "niet", "zeer", "erg", "maar", "ik", "wij", "goed", "slecht", "não",
    "muito", "mas", "bom", "inte", "mycket", "är", "men", "jag", "bra", "tack", "så",
];

/// Abbreviations a line may end with.
#[rustfmt::skip]
const ABBREVIATIONS: [&str; 12] = [
    "inc.", "ltd.", "co.", "corp.", "llc.", "dr.", "jr.", "sr.", "str.", "ext.", "prof.", "e.v.",
];

/// A signature has no more lines than this.
const MOST_LINES: usize = 14;

/// A signature on one line has no more words than this.
const MOST_WORDS: usize = 40;

/// A signature on one line has no more bytes than this.
const LONGEST_REST: usize = 400;

/// Finds signatures, up to the end of the text or to the first sentence.
///
/// `starts` holds the words that may begin one, `pieces` what else was found: a
/// footer may stand in a signature.
pub(super) fn signatures(text: &str, starts: &[usize], pieces: &mut Vec<Span>) {
    let lines = lines(text);
    for (index, line) in lines.iter().enumerate() {
        let line = trimmed(text, *line);
        if is_inside(line, pieces) {
            continue;
        }
        let below = &lines[index + 1..];
        let first = starts.partition_point(|&at| at < line.start);
        let last = starts.partition_point(|&at| at < line.end);
        let found = delimited(text, line, below, pieces)
            .or_else(|| closed(text, line, below, pieces))
            .or_else(|| flat(text, &starts[first..last], line, below, pieces));
        if let Some(span) = found {
            pieces.push(span);
        }
    }
}

/// Returns what follows a line of two hyphens, the mark of mail programs.
fn delimited(text: &str, line: Span, below: &[Span], pieces: &[Span]) -> Option<Span> {
    if line.slice(text) != "--" {
        return None;
    }
    let end = lines_end(text, below, pieces)?;
    is_rest_empty(text, end, pieces).then_some(Span::new(line.start, end))
}

/// Returns the signature below a closing that its line begins with.
fn closed(text: &str, line: Span, below: &[Span], pieces: &[Span]) -> Option<Span> {
    let start = line.start;
    let end = line_end(line, pieces);
    let rest = |after: usize| text[after..end].trim_matches(is_mark);
    let short = end_of_longest(&SHORT_CLOSINGS, text, start, end)
        .filter(|&after| rest(after).is_empty() && start > spaces(text));
    if let Some(after) = end_of_longest(&CLOSINGS, text, start, end).or(short) {
        let name = rest(after);
        if !(name.is_empty() || is_person(name)) {
            return None;
        }
        let goes_on = end == line.end || is_inside(Span { start: end, ..line }, pieces);
        let below_end = lines_end(text, below, pieces).or_else(|| {
            let end = lowercase_name(text, below)?;
            name.is_empty().then_some(end)
        });
        let below_end = below_end.filter(|_| goes_on);
        let is_bare = name.is_empty() && below_end.is_none();
        let whole = start == spaces(text) && is_rest_empty(text, line.end, pieces);
        return (!(is_bare && whole)).then_some(Span::new(start, below_end.unwrap_or(end)));
    }
    let after = end_of_longest(&THANKS, text, start, end)?;
    let name = below
        .iter()
        .find(|line| !line.slice(text).trim().is_empty())?;
    let is_signed = text[after..end].trim_start().starts_with(',')
        && rest(after).is_empty()
        && is_person(name.slice(text).trim().trim_end_matches(['.', ',']))
        && start > spaces(text);
    let end = lines_end(text, below, pieces).filter(|_| is_signed)?;
    is_rest_empty(text, end, pieces).then_some(Span { start, end })
}

/// Returns the signature that stands behind other words on a line, where a
/// program turned the ends of lines into spaces.
fn flat(text: &str, starts: &[usize], line: Span, below: &[Span], pieces: &[Span]) -> Option<Span> {
    for &start in starts {
        if !is_capital(text, start) {
            continue;
        }
        let meant = end_of_longest(&CLOSINGS, text, start, line.end);
        let Some(after) = meant.or_else(|| end_of_longest(&THANKS, text, start, line.end)) else {
            continue;
        };
        let phrase = Span { start, end: after };
        let end = line_end(Span { start, ..line }, pieces);
        if is_inside(phrase, pieces) || after > end {
            continue;
        }
        if end - after > LONGEST_REST {
            continue;
        }
        let rest = text[after..end].trim_matches(is_mark);
        let parted = text[after..].starts_with([',', '\u{ff0c}']);
        let opening = is_opening(text, start);
        let signed = if meant.is_none() {
            parted && opening && has_contact(rest)
        } else if rest.is_empty() {
            opening
        } else {
            parted || (opening && is_person(rest))
        };
        if signed && (rest.is_empty() || is_signature(rest)) && start > spaces(text) {
            let goes_on = end == line.end || is_inside(Span { start: end, ..line }, pieces);
            let below_end = lines_end(text, below, pieces).filter(|_| goes_on);
            let end = below_end.unwrap_or(end);
            return Some(Span { start, end });
        }
    }
    None
}

fn end_of_longest(phrases: &[&str], text: &str, start: usize, end: usize) -> Option<usize> {
    let ends = phrases
        .iter()
        .filter_map(|phrase| end_of(phrase, text, start));
    ends.filter(|&after| after <= end).max()
}

/// Returns where a line ends, or the first piece on it.
fn line_end(line: Span, pieces: &[Span]) -> usize {
    let starts = pieces.iter().map(|piece| piece.start);
    let first = starts
        .filter(|at| (line.start..line.end).contains(at))
        .min();
    first.unwrap_or(line.end)
}

/// Returns where the last of the lines ends that can belong to a signature.
fn lines_end(text: &str, below: &[Span], pieces: &[Span]) -> Option<usize> {
    let mut end = None;
    for line in below.iter().take(MOST_LINES) {
        let line = trimmed(text, *line);
        if line.start == line.end {
            continue;
        }
        let own = line_end(line, pieces);
        let is_found = is_inside(line, pieces);
        let is_mixed = own < line.end && is_inside(Span { start: own, ..line }, pieces);
        let own = if is_mixed { own } else { line.end };
        if !(is_found || is_signature(&text[line.start..own])) {
            break;
        }
        end = Some(line.end);
    }
    end
}

/// Returns where the last line ends if it is a first name in lowercase.
fn lowercase_name(text: &str, below: &[Span]) -> Option<usize> {
    let mut said = below
        .iter()
        .map(|line| trimmed(text, *line))
        .filter(|line| line.start < line.end);
    let line = said.next()?;
    let name = line.slice(text);
    let is_name = (2..=12).contains(&name.len())
        && name.chars().all(char::is_alphabetic)
        && !is_sentence_word(name);
    (is_name && said.next().is_none()).then_some(line.end)
}

fn is_rest_empty(text: &str, end: usize, pieces: &[Span]) -> bool {
    lines(&text[end..]).into_iter().all(|line| {
        let line = trimmed(text, line.shifted(end));
        line.start == line.end || is_inside(line, pieces)
    })
}

fn is_inside(span: Span, pieces: &[Span]) -> bool {
    pieces
        .iter()
        .any(|piece| piece.start <= span.start && span.end <= piece.end && span.start < span.end)
}

fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | '.' | '!' | '-' | '–' | '—' | ';' | '|' | '*' | '_' | '~'
        )
}

/// Returns whether some words are the name of a person, perhaps with a place:
/// "Kim Doe", "K. Doe from Berlin".
fn is_person(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=5).contains(&count) && is_signature(words)
}

/// Returns whether some words can stand in a signature: names and titles with
/// capitals, numbers, addresses, and no word that sentences are made of.
fn is_signature(words: &str) -> bool {
    let mut plain = 0;
    let mut capitals = 0;
    let mut count = 0;
    for word in words.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
        count += 1;
        if bare.is_empty() {
            continue;
        }
        if word.ends_with(['!', '?']) || (is_sentence_word(bare) && !is_title_word(word, words)) {
            return false;
        }
        if is_address(bare)
            || bare.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '+')
        {
            capitals += 1;
        } else if !is_particle(word) {
            plain += 1;
        }
    }
    let is_rich = words.contains('|') || has_contact(words);
    capitals > 0 && count <= MOST_WORDS && plain <= if is_rich { 2 } else { 0 } && !is_ended(words)
}

fn is_particle(word: &str) -> bool {
    let word = word.trim_matches([',', ':', ';', '(', ')']).to_lowercase();
    PARTICLES.contains(&word.as_str())
}

/// "Head of IT", "Registered in England No. 1234567".
fn is_title_word(word: &str, words: &str) -> bool {
    word.starts_with("IT") || (word == "No." && words.bytes().any(|b| b.is_ascii_digit()))
}

fn is_sentence_word(word: &str) -> bool {
    let word = word.to_lowercase().replace('’', "'");
    SENTENCE_WORDS.contains(&word.as_str())
}

/// A full stop after a long word ends a sentence, not a name.
fn is_ended(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    let count = words.split_whitespace().count();
    count > 2
        && last.ends_with('.')
        && last.chars().count() > 5
        && !ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}

fn is_address(word: &str) -> bool {
    let is_mail = word.contains('@') && word.contains('.');
    let mut dots = word.trim_end_matches('/').split('.');
    let is_host = word.contains('.')
        && dots.clone().count() >= 2
        && dots.clone().all(|part| part.len() >= 2)
        && dots
            .next_back()
            .is_some_and(|last| (2..=12).contains(&last.len()));
    is_mail || word.starts_with("http") || word.starts_with("www.") || (is_host && word.is_ascii())
}

/// Returns whether a phone number, an e-mail address or a site stands in some
/// words.
fn has_contact(words: &str) -> bool {
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    digits >= 6
        || words.contains("www.")
        || words.contains("http")
        || words
            .split_whitespace()
            .any(|word| word.contains('@') && word.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::super::phrases::word_starts;
    use super::*;

    fn kept(text: &str) -> &str {
        let mut pieces = Vec::new();
        let starts: Vec<usize> = word_starts(text).collect();
        signatures(text, &starts, &mut pieces);
        pieces.first().map_or(text, |piece| {
            assert!(text[piece.end..].trim().is_empty(), "{}", piece.slice(text));
            text[..piece.start].trim_end()
        })
    }

    #[test]
    fn a_signature_is_set_apart_in_every_language() {
        for signature in [
            "Best regards,\nKim Doe | Senior Buyer\nPhone: +49 30 5550 003",
            "Kind regards",
            "KIND REGARDS\nKIM DOE",
            "Regards, Kim",
            "regards\nkim",
            "Many thanks,\nKim Doe",
            "Cheers,\nKim",
            "LG\nKim",
            "MfG,\nKim Müller",
            "Mit freundlichen Grüßen\n\ni.A. Kim Müller\nLeiter Einkauf | Acme GmbH & Co. KG\nMusterstr. 12, 10115 Berlin\nTel.: 030 123456\nwww.acme.de",
            "Viele Grüße aus Köln\nJörg",
            "Cordialement,\nÉmilie de la Tour\n10 rue de la Paix, 75002 Paris",
            "Saludos\nJosé",
            "Kind regards,\nMs Kim Doe (she/her)\nHead of IT\nm: 0171 2345678\ne: kim@acme.com",
            "Best regards\nKim Doe\n\nAcme Ltd | 1 High Street | Registered in England No. 1234567",
            "Met vriendelijke groet,\nJan van der Berg",
            "Cordiali saluti\nAnna Rossi",
            "Med vänlig hälsning\nÅsa",
            "-- \nKim Doe\nAcme Inc.\nkim@acme.com",
        ] {
            for ends in ["\n", "\r\n"] {
                let text = format!("Too slow 😀.\n\n{signature}\n").replace('\n', ends);
                assert_eq!(kept(&text), "Too slow 😀.", "{text}");
            }
        }
    }

    #[test]
    fn a_flat_signature_is_set_apart() {
        for signature in [
            "Best regards, Kim Doe | Senior Buyer Phone: +49 30 5550 003",
            "Many thanks, Kim Doe, Acme Ltd. kim@acme.com",
            "Mit freundlichen Grüßen, Jörg Müller Tel. 030 123456",
            "Cordialement, Émilie Dupont",
        ] {
            let text = format!("Slow for our whole office {signature}");
            let signed = format!("Slow for our whole office. {signature}");
            if !signature.starts_with("Many") {
                assert_eq!(kept(&text), "Slow for our whole office");
            }
            assert_eq!(kept(&signed), "Slow for our whole office.");
        }
    }

    #[test]
    fn thanks_and_greetings_that_are_meant_stay() {
        for text in [
            "Thanks",
            "Thank you, Kim",
            "Thanks Kim!",
            "Thanks,\nThe app is much better now that you fixed the export.",
            "Good.\nThanks,\nthe team was great",
            "Give them my best regards, Kim was great",
            "Great stay. Many thanks, Dr Smith",
            "Regards to the whole team for the good work",
            "Saludos, la app no funciona",
            "Best, app ever",
            "Respectfully, Disagree",
            "Slow.\nKind regards to IT please",
            "Cheers, Delta",
            "Slow.\nThank you\nDelta Airlines",
            "The chart -- Total Sales -- is wrong",
            "Good\n--\nThe app is slow",
            "LG TV is broken",
            "My LG",
            "LG G4",
            "LG",
        ] {
            assert_eq!(kept(text), text);
        }
    }

    #[test]
    fn words_below_a_signature_stay() {
        let text = "Slow.\nKind regards\nKim Doe\n\nPS: the export is fine";
        let mut pieces = Vec::new();
        let starts: Vec<usize> = word_starts(text).collect();
        signatures(text, &starts, &mut pieces);
        assert_eq!(pieces[0].slice(text), "Kind regards\nKim Doe");
    }
}
