//! Which of the encodings with one byte a letter a western text is in.
//!
//! They differ in the bytes above 7F only, and a wrong one shows: `cafŽ` has a
//! capital behind a small letter, `Gr§e` a sign inside a word. The one that
//! looks least awkward is taken.

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_15, MACINTOSH, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257, WINDOWS_1258,
};

/// What a text was taken for.
pub(super) struct Choice {
    pub(super) encoding: &'static Encoding,
    pub(super) text: String,
    /// How well that fits.
    pub(super) fit: EncodingFit,
    /// A word with such letters.
    pub(super) example: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EncodingFit {
    /// It reads well, and is what most such files are in.
    Usual,
    /// It reads well, but another is more usual.
    Unusual,
    /// It does not read well in any.
    Awkward,
}

/// So few letters do not tell a rare encoding from a usual one.
const FEW: usize = 10;

/// Chooses for bytes that are not UTF-8 and that `guess` was made for; `None`
/// where that is no western encoding.
pub(super) fn choose(bytes: &[u8], guess: &'static Encoding) -> Option<Choice> {
    let is_western = guess.name().starts_with("ISO-8859-1")
        || ["ISO-8859-3", "ISO-8859-4", "macintosh"].contains(&guess.name())
        || [
            ISO_8859_2,
            WINDOWS_1250,
            WINDOWS_1252,
            WINDOWS_1254,
            WINDOWS_1257,
            WINDOWS_1258,
        ]
        .contains(&guess);
    if !is_western {
        return None;
    }
    let letters = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let mut candidates = vec![WINDOWS_1252, guess, MACINTOSH, ISO_8859_15];
    if letters >= FEW {
        candidates.swap(0, 1);
    }
    let read = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        (awkward(&text), encoding, text.into_owned())
    };
    // The first of equal ones.
    let (awkward_places, encoding, text) = candidates
        .into_iter()
        .map(read)
        .min_by_key(|(awkward, ..)| *awkward)?;
    let fit = if awkward_places * 4 > letters {
        EncodingFit::Awkward
    } else if encoding == MACINTOSH || (letters < FEW && encoding != WINDOWS_1252) {
        EncodingFit::Unusual
    } else {
        EncodingFit::Usual
    };
    let mut words = text.split(|c: char| c.is_whitespace() || ",;\"|".contains(c));
    let example = words.find(|word| !word.is_ascii()).unwrap_or_default();
    Some(Choice {
        example: example.to_owned(),
        encoding,
        fit: if encoding == ISO_8859_15 && fit == EncodingFit::Unusual {
            EncodingFit::Usual
        } else {
            fit
        },
        text,
    })
}

/// Returns at how many places a text looks as nobody writes.
fn awkward(text: &str) -> usize {
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    let mut count = 0;
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            count += usize::from(is_awkward(before, c, after));
        } else if c.is_ascii_uppercase() && !before.is_ascii() && before.is_lowercase() {
            count += 1;
        }
        before = c;
    }
    count
}

fn is_awkward(before: char, c: char, after: char) -> bool {
    // What only stands above letters, mathematics, and what hardly anybody has keys for.
    const RARE: &str = "ˆ˜¨¸´¯˘˙˚˝˛ˇ¤¬¦‡†‰ƒﬁﬂ∑∏π∫≈∆◊√Ω∂≠≤≥∞ıªºµ¶\u{f8ff}ÿŸþÞðÐ";
    const APOSTROPHES: &str = "’‘";
    const OPENING: &str = "“„‘‚«‹¿¡";
    if RARE.contains(c) || c.is_control() || c == '\u{fffd}' {
        return !(matches!(c, 'º' | 'ª') && before.is_ascii_digit());
    }
    if c.is_alphabetic() {
        return c.is_uppercase() && before.is_lowercase()
            || c.is_uppercase() && after.is_lowercase() && before.is_alphabetic();
    }
    if OPENING.contains(c) && before.is_alphanumeric() && after.is_whitespace() {
        return c != '“';
    }
    let is_inside = before.is_alphabetic() && after.is_alphabetic();
    let is_money = "€£¥¢".contains(c) && (before.is_alphabetic() || after.is_alphabetic());
    is_money || (is_inside && !APOSTROPHES.contains(c) && !"–—…·\u{a0}\u{ad}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a text as Mac programs of old wrote it.
    fn in_mac_roman(text: &str) -> Vec<u8> {
        MACINTOSH.encode(text).0.into_owned()
    }

    fn chosen(bytes: &[u8], guess: &'static Encoding) -> (String, EncodingFit) {
        let choice = choose(bytes, guess).unwrap();
        (choice.text, choice.fit)
    }

    const TEXTS: [&str; 6] = [
        "Größe passt nicht, schade – über die Hotline keine Lösung",
        "Le café était très bon, déjà réservé à l’accueil",
        "El teléfono no funciona, ¿qué pasó? Mañana llamo al señor",
        "it’s “fine” – really…",
        "Preço é alto, não há opção",
        "Señor Pérez",
    ];

    #[test]
    fn what_an_old_mac_wrote_is_known_and_said() {
        for text in TEXTS {
            for guess in [WINDOWS_1252, WINDOWS_1250] {
                let expected = (text.to_owned(), EncodingFit::Unusual);
                assert_eq!(chosen(&in_mac_roman(text), guess), expected, "{text}");
            }
        }
    }

    #[test]
    fn the_usual_encoding_leaves_no_doubt_with_a_single_letter_neither() {
        for text in TEXTS
            .into_iter()
            .chain(["naïve", "The café is nice", "5 € zu teuer", "Ça va"])
        {
            let bytes = WINDOWS_1252.encode(text).0;
            let expected = (text.to_owned(), EncodingFit::Usual);
            let guess = encoding_rs::ISO_8859_4;
            assert_eq!(chosen(&bytes, WINDOWS_1252), expected, "{text}");
            if bytes.iter().filter(|byte| !byte.is_ascii()).count() < FEW {
                assert_eq!(chosen(&bytes, guess), expected, "{text}");
            }
        }
    }

    #[test]
    fn the_euro_of_the_other_latin_is_read() {
        let (text, fit) = chosen(b"Kostet 5 \xA4, zu gro\xDF", WINDOWS_1252);
        assert_eq!(
            (text.as_str(), fit),
            ("Kostet 5 €, zu groß", EncodingFit::Usual)
        );
    }

    #[test]
    fn what_reads_well_in_none_is_doubted() {
        // Code page 850.
        let bytes = b"r\x82ception pas r\x82gl\x82e, probl\x8Ame \x85 la caisse";
        assert_eq!(chosen(bytes, WINDOWS_1252).1, EncodingFit::Awkward);
    }
}
