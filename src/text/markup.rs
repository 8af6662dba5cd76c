//! HTML in what people wrote: forms and exports leave tags and entities in.
//!
//! Takes a text, gives what a reader of a page would see, and the places
//! where a block of that page ends. Only tags of HTML are markup: `a < b`,
//! `<3` and `<your name>` were written by a person.

use std::borrow::Cow;

use crate::feedback::Span;

/// Tags that a line ends at.
#[rustfmt::skip]
const BLOCKS: [&str; 29] = [
    "p", "br", "div", "ul", "ol", "li", "table", "tbody", "thead", "tr", "td", "th", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "html", "body", "head", "section", "article",
    "title", "header", "footer",
];

/// Tags inside a line.
#[rustfmt::skip]
const INLINES: [&str; 22] = [
    "b", "i", "u", "s", "em", "strong", "span", "a", "font", "img", "code", "small", "big", "sub",
    "sup", "strike", "del", "ins", "mark", "center", "meta", "o:p",
];

/// Tags whose contents no reader sees.
const HIDDEN: [&str; 2] = ["script", "style"];

/// A tag longer than this many bytes is none.
const LONGEST_TAG: usize = 2000;

/// A script or comment longer than this many bytes is not looked through.
const LONGEST_HIDDEN: usize = 20_000;

/// What an entity stands for, by its name.
#[rustfmt::skip]
const ENTITIES: [(&str, &str); 56] = [
    ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("nbsp", " "),
    ("ensp", " "), ("emsp", " "), ("thinsp", " "), ("shy", ""), ("zwnj", ""), ("zwj", "\u{200d}"),
    ("lsquo", "‘"), ("rsquo", "’"), ("sbquo", "‚"), ("ldquo", "“"), ("rdquo", "”"), ("bdquo", "„"),
    ("lsaquo", "‹"), ("rsaquo", "›"), ("ndash", "–"), ("mdash", "—"), ("hellip", "…"),
    ("bull", "•"), ("middot", "·"), ("euro", "€"), ("trade", "™"), ("dagger", "†"), ("permil", "‰"),
    ("prime", "′"), ("larr", "←"), ("uarr", "↑"), ("rarr", "→"), ("darr", "↓"), ("harr", "↔"),
    ("minus", "−"), ("ne", "≠"), ("le", "≤"), ("ge", "≥"), ("asymp", "≈"), ("infin", "∞"),
    ("hearts", "♥"), ("OElig", "Œ"), ("oelig", "œ"), ("Scaron", "Š"), ("scaron", "š"),
    ("Yuml", "Ÿ"), ("fnof", "ƒ"), ("circ", "ˆ"), ("tilde", "˜"), ("check", "✓"), ("star", "☆"),
    ("newline", "\n"), ("NewLine", "\n"), ("Tab", "\t"), ("num", "#"),
];

/// The names of U+00A1 to U+00FF, in order.
#[rustfmt::skip]
const LATIN: [&str; 95] = [
    "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para",
    "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc",
    "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc",
    "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN",
    "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave",
    "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve",
    "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml",
    "yacute", "thorn", "yuml",
];

/// The longest name of an entity, or number of its character.
const LONGEST_NAME: usize = 8;

/// A program that encodes twice turns `'` into `&amp;#39;`; more rounds than
/// this nobody has seen.
const MOST_ROUNDS: usize = 3;

/// Returns the text that a reader of a web page would see.
///
/// Tags go, and those that end a block become a line break. Entities become
/// characters, also those that were encoded twice; tags that come out of
/// entities go too. `"R&amp;D is <b>slow</b>"` gives `R&D is slow`.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'&')) {
        return Cow::Borrowed(text);
    }
    let untagged = untagged(text);
    let decoded = decoded(&untagged);
    // A tag written in entities was a tag before some program encoded it.
    let plain = match decoded {
        Cow::Owned(decoded) if decoded.contains('<') => untagged_owned(decoded),
        Cow::Owned(decoded) => decoded,
        Cow::Borrowed(_) => match untagged {
            Cow::Borrowed(_) => return Cow::Borrowed(text),
            Cow::Owned(untagged) => untagged,
        },
    };
    Cow::Owned(plain)
}

fn untagged_owned(text: String) -> String {
    match untagged(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(untagged) => untagged,
    }
}

/// Returns where tags and entities stand in a text, ascending.
pub(super) fn pieces(text: &str) -> Vec<MarkupPiece> {
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'&')) {
        return Vec::new();
    }
    let tags = tags(text);
    let is_in_tag = |at: usize| {
        tags.iter()
            .any(|tag| tag.span.start <= at && at < tag.span.end)
    };
    let entities = text.match_indices('&').filter_map(|(at, _)| {
        let (length, character) = entity(&text[at + 1..])?;
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
        (!is_in_tag(at)).then(|| MarkupPiece {
            span: Span::new(at, at + 1 + length),
            kind: if character.chars().all(joins) {
                MarkupKind::Letter
            } else {
                MarkupKind::Sign
            },
        })
    });
    let mut pieces: Vec<MarkupPiece> = entities.collect();
    pieces.extend(tags.iter().map(|tag| MarkupPiece {
        span: tag.span,
        kind: if tag.is_block {
            MarkupKind::Block
        } else {
            MarkupKind::Inline
        },
    }));
    pieces.sort_unstable_by_key(|piece| piece.span);
    pieces
}

/// A tag or an entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct MarkupPiece {
    /// Where it stands.
    pub(super) span: Span,
    pub(super) kind: MarkupKind,
}

/// What a piece of markup does to the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkupKind {
    /// A tag that ends a line.
    Block,
    /// Another tag.
    Inline,
    /// An entity that is part of a word.
    Letter,
    /// Another entity.
    Sign,
}

/// A tag, a comment, or a script with its contents.
struct Tag {
    span: Span,
    is_block: bool,
}

fn untagged(text: &str) -> Cow<'_, str> {
    let tags = tags(text);
    if tags.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for tag in tags {
        kept.push_str(&text[from..tag.span.start]);
        // `</p><p>` and `<br>\n` are one break, and the first words need none.
        if tag.is_block && !kept.is_empty() && !kept.ends_with('\n') {
            kept.push('\n');
        }
        from = tag.span.end;
        if tag.is_block && kept.ends_with('\n') {
            let rest = &text[from..];
            let rest = rest.strip_prefix('\r').unwrap_or(rest);
            from = text.len() - rest.strip_prefix('\n').unwrap_or(&text[from..]).len();
        }
    }
    kept.push_str(&text[from..]);
    if kept.ends_with('\n') && !text.ends_with('\n') {
        kept.pop();
    }
    Cow::Owned(kept)
}

fn tags(text: &str) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut from = 0;
    while let Some(offset) = text[from..].find('<') {
        let start = from + offset;
        let tag = comment(text, start).or_else(|| tag(text, start));
        from = tag.as_ref().map_or(start + 1, |tag| tag.span.end);
        tags.extend(tag);
    }
    tags
}

fn comment(text: &str, start: usize) -> Option<Tag> {
    let inside = text[start..].strip_prefix("<!")?;
    let end = if let Some(words) = inside.strip_prefix("--") {
        start + 4 + beginning(words).find("-->")? + 3
    } else {
        let is_doctype = inside.get(..7)?.eq_ignore_ascii_case("doctype");
        start + 2 + beginning(inside).find('>').filter(|_| is_doctype)? + 1
    };
    Some(Tag {
        span: Span { start, end },
        is_block: false,
    })
}

fn tag(text: &str, start: usize) -> Option<Tag> {
    let inside = &text[start + 1..];
    let closes = inside.starts_with('/');
    let name_start = usize::from(closes);
    let letters = inside[name_start..].bytes();
    let length = letters
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b':')
        .count();
    let name = &inside[name_start..name_start + length];
    let is_named = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let (is_block, is_hidden) = (is_named(&BLOCKS), is_named(&HIDDEN));
    if !(is_block || is_hidden || is_named(&INLINES)) {
        return None;
    }
    let attributes = &inside[name_start + length..];
    let end = start + 1 + name_start + length + attributes_end(attributes)?;
    let end = if is_hidden && !closes {
        hidden_end(text, end, name)
    } else {
        end
    };
    Some(Tag {
        span: Span { start, end },
        is_block,
    })
}

/// Returns where a tag is closed, if what follows its name can stand in one:
/// nothing, a slash, or attributes with a value.
fn attributes_end(attributes: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in attributes.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') if attributes[..at].trim_end().ends_with('=') => {
                quote = Some(byte);
            }
            (None, b'>') => {
                let inside = attributes[..at].trim_end_matches('/').trim();
                let is_parted = attributes.starts_with([' ', '\t', '\n', '\r', '/', '>']);
                let has_values = inside.is_empty() || inside.contains('=') || inside == "nowrap";
                return (is_parted && has_values).then_some(at + 1);
            }
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

/// Returns where a script or style sheet ends that starts at byte `from`.
fn hidden_end(text: &str, from: usize, name: &str) -> usize {
    let rest = beginning(&text[from..]);
    let closing = rest.match_indices("</").find(|(at, _)| {
        let end = rest.get(at + 2..at + 2 + name.len());
        end.is_some_and(|end| end.eq_ignore_ascii_case(name))
    });
    let end = closing.and_then(|(at, _)| rest[at..].find('>').map(|close| at + close + 1));
    from + end.unwrap_or(0)
}

/// Returns as much of a text as a script or comment may take.
fn beginning(text: &str) -> &str {
    let mut ends = (0..=LONGEST_HIDDEN.min(text.len())).rev();
    let end = ends.find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

fn decoded(text: &str) -> Cow<'_, str> {
    let mut decoded = Cow::Borrowed(text);
    for _ in 0..MOST_ROUNDS {
        match decoded_once(&decoded) {
            Some(next) => decoded = Cow::Owned(next),
            None => break,
        }
    }
    decoded
}

fn decoded_once(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices('&') {
        if let Some((length, c)) = entity(&text[at + 1..]) {
            decoded.push_str(&text[from..at]);
            decoded.push_str(&c);
            from = at + 1 + length;
        }
    }
    (from > 0).then(|| decoded + &text[from..])
}

/// Returns what an entity stands for, and how many bytes of a text it takes
/// after the `&`.
fn entity(text: &str) -> Option<(usize, Cow<'static, str>)> {
    let ends = text.bytes().take(LONGEST_NAME + 1);
    let length = ends.clone().position(|byte| byte == b';')?;
    let name = &text[..length];
    let c = match name.strip_prefix('#') {
        Some(number) => character(number)?.into(),
        None => named(name)?,
    };
    Some((length + 1, c))
}

/// Returns where the semicolons stand that end an entity, ascending: 5 in
/// `R&amp;D`.
pub fn entity_ends(text: &str) -> impl Iterator<Item = usize> {
    let mut ampersands = text.match_indices('&').map(|(at, _)| at);
    let mut twice = None;
    std::iter::from_fn(move || {
        loop {
            let at = twice.take().or_else(|| ampersands.next())?;
            let Some((length, character)) = entity(&text[at + 1..]) else {
                continue;
            };
            // What was encoded twice goes on behind its `&`.
            let end = at + length;
            twice = (character == "&").then_some(end);
            return Some(end);
        }
    })
}

fn named(name: &str) -> Option<Cow<'static, str>> {
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    if let Some(&(_, c)) = known {
        return Some(Cow::Borrowed(c));
    }
    if let Some(at) = LATIN.iter().position(|latin| *latin == name) {
        let c = char::from(0xa1 + u8::try_from(at).ok()?);
        return Some(Cow::Owned(c.to_string()));
    }
    let is_shouted = matches!(name, "AMP" | "LT" | "GT" | "QUOT" | "NBSP" | "COPY" | "REG");
    is_shouted.then(|| named(&name.to_lowercase())).flatten()
}

fn character(number: &str) -> Option<String> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Windows wrote its own code page here, and browsers read it as that.
    let code = match code {
        0x80..=0x9f => WINDOWS[code as usize - 0x80],
        0xa0 => u32::from(' '),
        _ => code,
    };
    let c = char::from_u32(code)?;
    (!c.is_control() || c.is_whitespace()).then(|| c.to_string())
}

/// Windows-1252, bytes 80 to 9F.
const WINDOWS: [u32; 32] = [
    0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152,
    0, 0x17d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161,
    0x203a, 0x153, 0, 0x17e, 0x178,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_ends_at_its_semicolon_also_where_it_was_encoded_twice() {
        for (text, ends) in [
            ("R&amp;D; can&#39;t", vec![5, 16]),
            ("it&amp;#x27;s &amp;amp; so;", vec![6, 11, 18, 22]),
            ("AT&T; B & C; &such;", vec![]),
        ] {
            assert_eq!(entity_ends(text).collect::<Vec<_>>(), ends, "{text}");
        }
    }

    #[test]
    fn a_reader_sees_no_tags() {
        assert_eq!(
            plain("It is <b>very</b> <a href=\"x?a>b\">slow</a> <img src='x'/>😀"),
            "It is very slow 😀"
        );
        assert_eq!(
            plain("<SPAN STYLE=\"color:red\">Zu <o:p></o:p>teuer</SPAN>"),
            "Zu teuer"
        );
        assert_eq!(plain("a<!-- <p>hidden --> b"), "a b");
    }

    #[test]
    fn blocks_and_breaks_end_a_line_once() {
        assert_eq!(plain("<p>Slow</p><p>Dear</p>"), "Slow\nDear");
        assert_eq!(plain("Slow<br/>Dear<BR >\nUgly"), "Slow\nDear\nUgly");
        assert_eq!(plain("Lent<br>\r\nCher"), "Lent\nCher");
        assert_eq!(plain("<ul><li>Slow</li><li>Dear</li></ul>"), "Slow\nDear");
    }

    #[test]
    fn scripts_and_styles_go_with_their_contents() {
        assert_eq!(plain("a<style type=\"x\">p{color:red}</style>b"), "ab");
        assert_eq!(plain("a<script>if (a<b) x();</SCRIPT >b"), "ab");
        assert_eq!(plain("never <script>closed"), "never closed");
    }

    #[test]
    fn signs_that_people_write_stay() {
        for text in [
            "a < b",
            "<3 it",
            "<- here",
            "x <y> z",
            "<NAME>",
            "<your name>",
            "a <b and c> d",
            "wait <5 min",
            "<<>>",
            "AT&T",
            "R&D",
            "B & C",
            "&copyright",
            "&copy right",
            "a&b;c",
            "&#;",
            "&#x;",
            "&nope;",
            "List<String>",
            "<",
            "&",
            "<a",
            "<p class=",
            "if a<i then",
            "&#0;",
            "&#1114112;",
            "\u{1f600}<\u{1f600}&\u{1f600};",
        ] {
            assert!(matches!(plain(text), Cow::Borrowed(_)), "{text}");
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn entities_become_characters() {
        assert_eq!(
            plain("R&amp;D isn&#39;t &lt; 5&nbsp;&euro;"),
            "R&D isn't < 5 €"
        );
        assert_eq!(plain("F&uuml;r &Auml;rzte, gro&szlig;"), "Für Ärzte, groß");
        assert_eq!(
            plain("tr&egrave;s d&eacute;&ccedil;u &laquo;&#160;non&#xA0;&raquo;"),
            "très déçu « non »"
        );
        assert_eq!(
            plain("it&#146;s &#x1F600;&hellip; &ldquo;ok&rdquo;"),
            "it’s 😀… “ok”"
        );
    }

    #[test]
    fn what_was_encoded_twice_is_decoded_twice() {
        assert_eq!(plain("isn&amp;#39;t R&amp;amp;D"), "isn't R&D");
        assert_eq!(
            plain("&lt;p&gt;Slow&lt;/p&gt;&lt;b&gt;Dear&lt;/b&gt;"),
            "Slow\nDear"
        );
    }

    #[test]
    fn every_latin_letter_has_its_place() {
        assert_eq!(plain("&iexcl;&yuml;&ETH;&thorn;&times;&frac12;"), "¡ÿÐþ×½");
    }

    #[test]
    fn a_text_without_markup_is_not_copied() {
        assert!(matches!(plain("Zu teuer 😀\r\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in [
            "<p>a &lt; b</p>",
            "AT&amp;T<br>\r\n<b>x</b>",
            "&amp;lt;3 <i>😀</i>",
        ] {
            let once = plain(text).into_owned();
            assert_eq!(plain(&once), once);
        }
    }

    #[test]
    fn blocks_are_places_of_the_text_in_order() {
        let text = "<p>Größe 😀</p><b>a</b><br/>\r\n<y> b<td>c";
        let blocks = pieces(text)
            .into_iter()
            .filter(|piece| piece.kind == MarkupKind::Block);
        let found: Vec<_> = blocks.map(|piece| piece.span.slice(text)).collect();
        assert_eq!(found, ["<p>", "</p>", "<br/>", "<td>"]);
    }

    #[test]
    fn any_mix_of_signs_is_read_without_fault() {
        let signs = [
            "<", ">", "&", ";", "b", "/", "p", "#39", "é", "😀", "\r\n", "!--", "=\"", "script",
        ];
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(signs[(seed >> 33) as usize % signs.len()]);
            }
            assert!(plain(&text).len() <= text.len());
            let mut from = 0;
            for MarkupPiece { span, .. } in pieces(&text) {
                assert!(span.start >= from && span.start < span.end);
                assert!(!span.slice(&text).is_empty());
                from = span.end;
            }
        }
    }
}
