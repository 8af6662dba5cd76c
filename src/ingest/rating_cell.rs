//! How ratings are written: with their words, as so many out of all, as stars,
//! as what they add to a score.
//!
//! What a cell means on a scale is `score`'s.

/// Reads an answer with its number: `1. Very good`, `5 - Satisfied`,
/// `Satisfied (4)`; `None` where either is missing.
pub(super) fn numbered(cell: &str) -> Option<(u8, &str)> {
    let cell = cell.trim();
    let marked = |c: char| c == ' ' || MARKS.contains(&c) || ".)]".contains(c);
    let length = digits(cell);
    let (number, words) = if length > 0 {
        (&cell[..length], cell[length..].trim_start_matches(marked))
    } else {
        let bare = cell.trim_end_matches([')', ']']);
        let digits = bare.bytes().rev().take_while(u8::is_ascii_digit).count();
        let (words, number) = bare.split_at(bare.len() - digits);
        let is_parted = words.ends_with(|c: char| marked(c) || c == '[');
        let words = words.trim_end_matches(|c| marked(c) || c == '[');
        (number, if is_parted { words } else { "" })
    };
    let is_worded = words.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !words.bytes().any(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| number.len() < 3)?;
    is_worded.then_some((number, words.trim_end_matches([')', ']'])))
}

/// Reads a rating that says how many there could have been: `4/5`, `4 out of
/// 5`, `4 stars`, `★★★★☆`.
pub(super) fn out_of(cell: &str) -> Option<(u8, u8)> {
    let cell = cell.trim();
    if cell.chars().all(is_star) && !cell.is_empty() {
        let full = cell.chars().filter(|c| FULL_STARS.contains(*c)).count();
        let all = cell.chars().filter(|c| *c != '\u{fe0f}').count();
        return Some((full.try_into().ok()?, all.max(5).try_into().ok()?));
    }
    let length = digits(cell);
    let given = cell[..length].parse().ok()?;
    let rest = cell[length..].trim_start();
    let is_stars = STARS
        .iter()
        .any(|word| rest.to_lowercase().starts_with(word));
    let all = if is_stars {
        5
    } else {
        let all = OUT_OF.iter().find_map(|form| rest.strip_prefix(form))?;
        let all = all.trim_start();
        let length = digits(all);
        let behind = all[length..].trim().to_lowercase();
        let is_all = behind.is_empty() || STARS.iter().any(|word| behind.starts_with(word));
        all[..length].parse().ok().filter(|_| is_all)?
    };
    (given <= all && (3..=10).contains(&all)).then_some((given, all))
}

pub(super) const FULL_STARS: &str = "\u{2605}\u{2b50}";

pub(super) fn is_star(c: char) -> bool {
    "\u{2605}\u{2606}\u{2b50}\u{fe0f}".contains(c)
}

/// Words for stars, as they begin.
pub(super) const STARS: [&str; 8] = [
    "star", "stern", "étoile", "estrella", "ster", "stell", "estrela", "stjärn",
];

/// What stands between a rating and the highest that could have been given.
pub(super) const OUT_OF: [&str; 8] = ["/", "out of ", "of ", "von ", "sur ", "de ", "van ", "su "];

/// What may stand between a number and its words.
pub(super) const MARKS: [char; 8] = ['-', '\u{2013}', '\u{2014}', ':', '(', '=', ',', '|'];

/// Reads a group of the recommendation question written as what it adds to
/// the score: 100, 0 or -100, or 1, 0 or -1.
pub(super) fn code(cell: &str) -> Option<i8> {
    let (number, rest) = number(cell.trim())?;
    let is_all = rest.trim().is_empty() || rest.trim() == "%";
    let is_code = number.fract() == 0.0 && [0.0, 1.0, 100.0].contains(&number.abs());
    (is_all && is_code).then_some(number as i8)
}

/// Reads `9`, `-1`, `7.5`, `9,0`; gives what stands behind.
pub(super) fn number(cell: &str) -> Option<(f64, &str)> {
    let unsigned = cell.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(cell);
    let negative = cell.starts_with(['-', '\u{2212}']);
    let whole = digits(unsigned);
    if whole == 0 || whole > 15 {
        return None;
    }
    let rest = &unsigned[whole..];
    let fraction = match rest.strip_prefix(['.', ',']) {
        Some(behind) => digits(behind),
        None => 0,
    };
    let end = if fraction == 0 {
        whole
    } else {
        whole + 1 + fraction
    };
    let value: f64 = unsigned[..end].replace(',', ".").parse().ok()?;
    let rest = unsigned[end..]
        .strip_prefix('.')
        .unwrap_or(&unsigned[end..]);
    Some((if negative { -value } else { value }, rest))
}

pub(super) fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_may_stand_beside_its_number() {
        for cell in [
            "1. Very good",
            "1 - Very good",
            "1) Very good",
            "1: Very good",
            "Very good (1)",
            "1 Very good",
        ] {
            assert_eq!(numbered(cell), Some((1, "Very good")), "{cell}");
        }
        for cell in ["Very good", "1", "1.5", "100 users", "Q1", "1 of 5", ""] {
            assert_eq!(numbered(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_rating_may_say_how_many_there_are() {
        for cell in [
            "4/5",
            "4 / 5",
            "4 out of 5",
            "4 von 5",
            "4 sur 5",
            "4 stars",
            "4 Sterne",
            "★★★★☆",
            "⭐⭐⭐⭐",
        ] {
            assert_eq!(out_of(cell), Some((4, 5)), "{cell}");
        }
        for cell in ["4", "5/4", "4/5/2025", "4 lives", "04/2025", ""] {
            assert_eq!(out_of(cell), None, "{cell}");
        }
    }
}
