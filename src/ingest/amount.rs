//! Numbers as people and spreadsheets write them: `1204`, `€ 412,000`,
//! `1.234,50 €`, `CHF 1'204.50`.
//!
//! Whether a comma ends the thousands or begins the cents shows in a column
//! as a whole, so cells are counted first and read afterwards.

use std::borrow::Cow;

/// What stands before the cents in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecimalMark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

impl DecimalMark {
    fn letter(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    fn between_thousands(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }
}

/// What the cells of one column say as amounts.
#[derive(Clone, Debug, Default)]
pub(super) struct AmountTally {
    /// Cells that are a number either way.
    pub(super) numbers: usize,
    /// Cells that are a number with a point before the cents only.
    points: usize,
    /// Cells that are a number with a comma before the cents only.
    commas: usize,
    /// Amounts of money such as `1.234 €`, which could be either.
    dotted_money: usize,
    /// Cells that are more than digits and a decimal point.
    dressed: usize,
}

impl AmountTally {
    pub(super) fn add(&mut self, cell: &str) {
        let whole = cell.len() < 16 && cell.bytes().all(|byte| byte.is_ascii_digit());
        if whole {
            self.numbers += 1;
            return;
        }
        let fits = |written: &Written, mark| written.plain(mark).is_some();
        let Some((written, point, comma)) = Written::new(cell)
            .map(|written| {
                let (point, comma) = (
                    fits(&written, DecimalMark::Point),
                    fits(&written, DecimalMark::Comma),
                );
                (written, point, comma)
            })
            .filter(|(_, point, comma)| *point || *comma)
        else {
            // `5.70E+17`
            let is_number = cell.len() < 25 && cell.parse::<f64>().is_ok_and(f64::is_finite);
            self.numbers += usize::from(is_number);
            return;
        };
        self.numbers += 1;
        self.points += usize::from(!comma);
        self.commas += usize::from(!point);
        self.dressed += usize::from(cell.parse::<f64>().is_err());
        let is_dotted = written.digits.contains('.') && !written.digits.starts_with("0.");
        self.dotted_money += usize::from(written.is_money && is_dotted && point && comma);
    }

    /// Returns what stands before the cents.
    ///
    /// Where nothing shows it, a comma ends the thousands and a point begins a
    /// fraction; money alone has no three places behind the point.
    pub(super) fn decimal_mark(&self) -> DecimalMark {
        let by_commas = self.commas > self.points;
        let by_money = self.points == 0 && self.dotted_money > 0;
        if by_commas || by_money {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        }
    }

    /// Returns whether cells have to be rewritten for the rest of the program
    /// to read them.
    pub(super) fn is_dressed(&self) -> bool {
        self.dressed > 0
    }
}

/// Returns whether a cell is a number, however it is written, or a share in percent.
pub(super) fn is_amount(cell: &str) -> bool {
    let cell = cell.trim().trim_end_matches('%').trim_end();
    let is_one = |written: Written| {
        let marks = [DecimalMark::Point, DecimalMark::Comma];
        marks.iter().any(|mark| written.plain(*mark).is_some())
    };
    Written::new(cell).is_some_and(is_one)
}

/// Returns an amount in digits with a decimal point, where a cell is one;
/// the cell itself where it is not.
pub(super) fn plain(cell: &str, mark: DecimalMark) -> Cow<'_, str> {
    match Written::new(cell).and_then(|written| written.plain(mark)) {
        Some(plain) => plain.into(),
        None => cell.into(),
    }
}

/// A cell without the currency and the spaces.
struct Written {
    is_negative: bool,
    digits: String,
    is_money: bool,
}

/// Longer cells are no number.
const LONGEST: usize = 40;

const CURRENCIES: [&str; 28] = [
    "R$", "US$", "A$", "C$", "$", "€", "£", "¥", "₹", "zł", "Kč", "EUR", "USD", "GBP", "CHF",
    "SEK", "NOK", "DKK", "AUD", "CAD", "PLN", "CZK", "JPY", "INR", "BRL", "Fr.", "kr.", "kr",
];

impl Written {
    fn new(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if cell.len() > LONGEST || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (rest, first_sign) = unsigned(cell);
        let bare = without_currency(rest);
        let is_money = bare.len() < rest.len();
        let (bare, second_sign) = unsigned(bare);
        let grouped = |c: char| {
            matches!(
                c,
                ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}'
            )
        };
        if bare.contains(grouped) && !are_thousands(bare.split(grouped)) {
            return None;
        }
        let digits: String = bare.chars().filter(|c| !grouped(*c)).collect();
        let clean = digits.starts_with(|c: char| c.is_ascii_digit())
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
        clean.then_some(Self {
            is_negative: first_sign || second_sign,
            digits,
            is_money,
        })
    }

    /// Returns the number in digits, where it is one with this mark.
    fn plain(&self, mark: DecimalMark) -> Option<String> {
        let (whole, cents) = match self.digits.split_once(mark.letter()) {
            Some((whole, cents)) => (whole, Some(cents)),
            None => (self.digits.as_str(), None),
        };
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if cents.is_some_and(|cents| !are_digits(cents)) {
            return None;
        }
        let thousands = mark.between_thousands();
        if whole.contains(thousands) && !are_thousands(whole.split(thousands)) {
            return None;
        }
        let sign = if self.is_negative { "-" } else { "" };
        let whole = whole.replace(thousands, "");
        let plain = match cents.filter(|cents| !cents.is_empty()) {
            Some(cents) => format!("{sign}{whole}.{cents}"),
            None => format!("{sign}{whole}"),
        };
        plain.parse::<f64>().is_ok().then_some(plain)
    }
}

fn unsigned(cell: &str) -> (&str, bool) {
    match cell.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest.trim_start(), true),
        None => (cell, false),
    }
}

fn without_currency(cell: &str) -> &str {
    let front = CURRENCIES
        .iter()
        .find_map(|currency| cell.strip_prefix(currency));
    let cell = front.map_or(cell, str::trim_start);
    let back = CURRENCIES
        .iter()
        .find_map(|currency| cell.strip_suffix(currency));
    back.map_or(cell, str::trim_end)
}

/// Returns whether parts are groups of three digits after the first; what is
/// behind the last group may follow in the last part.
fn are_thousands<'a>(parts: impl Iterator<Item = &'a str>) -> bool {
    let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    parts.enumerate().all(|(place, part)| match place {
        0 => (1..=3).contains(&digits(part)) && digits(part) == part.len(),
        _ => digits(part) == 3,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(cells: &[&str]) -> AmountTally {
        let mut tally = AmountTally::default();
        for cell in cells {
            tally.add(cell);
        }
        tally
    }

    #[test]
    fn a_comma_before_the_cents_is_known_by_its_column() {
        for (cells, expected) in [
            (["1.234,50 €", "999,00 €"], "1234.50 999.00"),
            (["1.204 €", "12.500 €"], "1204 12500"),
            (["EUR 3,5", "1.000.000"], "3.5 1000000"),
            (["-1.234,50", "7"], "-1234.50 7"),
            (["€ 412,000", "$1,204.50"], "412000 1204.50"),
            (["CHF 1'204.50", "£3"], "1204.50 3"),
            (["1 234,50 kr", "12 000"], "1234.50 12000"),
            (["1,204", "0.125"], "1204 0.125"),
            (["1.204", "2.500"], "1.204 2.500"),
        ] {
            let mark = tally(&cells).decimal_mark();
            let plain: Vec<_> = cells.iter().map(|cell| plain(cell, mark)).collect();
            assert_eq!(plain.join(" "), expected, "{cells:?}");
        }
    }

    #[test]
    fn dates_versions_and_telephone_numbers_are_no_amounts() {
        for cell in [
            "01.02.2025",
            "1.2.3",
            "0171 23456",
            "3 of 4",
            "2025-04-14",
            "€",
        ] {
            assert_eq!(tally(&[cell]).numbers, 0, "{cell}");
        }
        assert_eq!(plain("3 of 4", DecimalMark::Point), "3 of 4");
    }
}
