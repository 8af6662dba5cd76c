//! Undoes text that was encoded twice: `GrÃ¶ÃŸe` for `Größe`.
//!
//! It arises where a program takes UTF-8 for windows-1252 and writes it as
//! UTF-8 once more. Each such letter is a pair (or three, or four) of
//! characters that hardly ever stand beside each other otherwise. Somebody who
//! only complains of `Ã¶` in our mails is left alone.

use encoding_rs::WINDOWS_1252;

use super::error::verb;

/// Returns a text with each letter encoded once, and a sentence on that;
/// `None` where nothing, or too little to be sure, is encoded twice.
pub(super) fn repaired(text: &str) -> Option<(String, String)> {
    let once = Once::of(text)?;
    let (wrong, right) = &once.example;
    let sentence = format!(
        "{} encoded twice and repaired (`{wrong}` to `{right}`); check a few, and export it as UTF-8 if they are wrong",
        verb(once.count, "letter was", "letters were"),
    );
    Some((once.text, sentence))
}

/// A text with each letter encoded once.
struct Once {
    text: String,
    /// How many letters were encoded twice.
    count: usize,
    /// How many characters beyond ASCII were not.
    others: usize,
    /// What one was written as, and what it is.
    example: (String, char),
}

impl Once {
    fn of(text: &str) -> Option<Self> {
        if text.is_ascii() {
            return None;
        }
        let mut once = String::with_capacity(text.len());
        let (mut count, mut others, mut example) = (0, 0, None);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let taken = if let Some((letter, length)) = letter(rest) {
                count += 1;
                once.push(letter);
                example.get_or_insert_with(|| (rest[..length].to_owned(), letter));
                length
            } else {
                others += usize::from(!first.is_ascii());
                once.push(first);
                first.len_utf8()
            };
            rest = &rest[taken..];
        }
        let found = Self {
            text: once,
            count,
            others,
            example: example?,
        };
        found.is_sure().then_some(found)
    }

    fn is_sure(&self) -> bool {
        self.others == 0 || (self.count >= 3 && self.count * 4 >= self.others)
    }
}

/// Returns the letter that a text begins with, encoded twice, and how many
/// bytes it takes there.
fn letter(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next().filter(|c| !c.is_ascii())?;
    let lead = byte(first)?;
    let width = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = vec![lead];
    let mut length = first.len_utf8();
    for next in characters.take(width - 1) {
        bytes.push(byte(next).filter(|byte| (0x80..=0xBF).contains(byte))?);
        length += next.len_utf8();
    }
    let letter = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    is_usual(letter).then_some((letter, length))
}

/// Returns whether people write a letter. `É»`, which ends a shout in French,
/// would be a sign of phonetics.
pub(super) fn is_usual(letter: char) -> bool {
    !matches!(letter, '\u{80}'..='\u{9f}' | '\u{180}'..='\u{36f}' | '\u{500}'..='\u{7ff}')
}

/// Returns the byte that windows-1252 writes a character as, or Latin-1, which
/// some programs mean by it.
fn byte(character: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(character) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unknown) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
    match (bytes.as_ref(), unknown) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a text as a program writes it that takes UTF-8 for windows-1252.
    fn twice(text: &str) -> String {
        WINDOWS_1252
            .decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    }

    fn repaired_text(text: &str) -> Option<String> {
        repaired(text).map(|(text, _)| text)
    }

    #[test]
    fn text_that_was_encoded_twice_comes_back() {
        for text in [
            "Größe und Preis für Büro",
            "déjà vu – l’été à 5 €",
            "¿Qué pasó? Más rápido",
            "Привет, очень медленно",
            "物流太慢了",
            "great 👍 “really”",
        ] {
            assert_eq!(repaired_text(&twice(text)).as_deref(), Some(text));
        }
    }

    #[test]
    fn half_of_a_file_may_be_encoded_twice() {
        let text = format!("Größe für Büro\n{}", twice("Größe für Büro\n"));
        let expected = "Größe für Büro\n".repeat(2);
        assert_eq!(repaired_text(&text), Some(expected));
    }

    #[test]
    fn text_that_was_encoded_once_stays_as_it_is() {
        for text in [
            "plain",
            "Größe für Büro",
            "« CAFÉ » «TRÈS CHARGÉ» «DÉÇU»",
            "NÃO, AÇÃO",
            "Your mails show GrÃ¶ÃŸe instead of Größe für Büro, déjà vu",
            "Привет",
            "Å\u{a0}nei, på\u{a0}så",
        ] {
            assert_eq!(repaired_text(text), None, "{text}");
        }
    }
}
