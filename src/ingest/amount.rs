//! Numbers as people and spreadsheets write them: `1204`, `€ 412,000`,
//! `1.234,50 €`, `CHF 1'204.-`, `$1.2M`, `(1,250)`.
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
    /// Cells such as `1.234`, which could be either.
    dotted: usize,
    /// Those of them that are money: `1.234 €`.
    dotted_money: usize,
    /// Cells of up to three digits, which have no thousands to mark.
    small: usize,
    /// Those of just three, next to a thousand.
    hundreds: usize,
    /// Cells of more digits that mark no thousands.
    unmarked: usize,
    /// Cells that are more than digits and a decimal point.
    dressed: usize,
}

impl AmountTally {
    pub(super) fn add(&mut self, cell: &str) {
        let whole = cell.len() < 16 && cell.bytes().all(|byte| byte.is_ascii_digit());
        if whole {
            self.numbers += 1;
            self.small += usize::from(cell.len() <= 3);
            self.hundreds += usize::from(cell.len() == 3);
            self.unmarked += usize::from(cell.len() > 3);
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
        let is_fraction = written.digits.starts_with("0.");
        self.points += usize::from(!comma || is_fraction);
        self.commas += usize::from(!point);
        self.dressed += usize::from(cell.parse::<f64>().is_err());
        let has_mark = written.digits.contains(['.', ',']);
        self.small += usize::from(!has_mark && written.digits.len() <= 3);
        self.hundreds += usize::from(!has_mark && written.digits.len() == 3);
        self.unmarked += usize::from(!has_mark && written.digits.len() > 3);
        let is_dotted = written.digits.contains('.') && point && comma && !is_fraction;
        self.dotted += usize::from(is_dotted);
        self.dotted_money += usize::from(is_dotted && written.is_money);
    }

    /// Returns what stands before the cents.
    ///
    /// Where nothing shows it, a comma ends the thousands and a point begins a
    /// fraction. Money has no three places behind the point; and where every
    /// number of four digits and more has a point before its last three, and
    /// no smaller one has any, the points are between thousands.
    pub(super) fn decimal_mark(&self, is_money: bool) -> DecimalMark {
        let by_commas = self.commas > self.points;
        let by_money = self.dotted_money > 0 || (is_money && self.is_ambiguous());
        // `4` beside `3.333` is a mean, `950` beside `1.250` is not.
        let by_size = self.unmarked == 0 && (self.hundreds > 0 || (is_money && self.small > 0));
        if by_commas || (self.points == 0 && self.dotted > 0 && (by_money || by_size)) {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        }
    }

    /// Returns whether points could be between thousands or begin a fraction,
    /// and nothing in the column shows which.
    pub(super) fn is_ambiguous(&self) -> bool {
        let is_shown =
            self.commas + self.points + self.dotted_money + self.small + self.unmarked > 0;
        self.dotted > 0 && !is_shown
    }

    /// Returns whether cells have to be rewritten for the rest of the program
    /// to read them.
    pub(super) fn is_dressed(&self) -> bool {
        self.dressed + self.dotted > 0
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
    /// What one of it is: a thousand in `12k`.
    unit: f64,
}

/// Longer cells are no number.
const LONGEST: usize = 40;

const CURRENCIES: [&str; 43] = [
    "R$", "US$", "A$", "C$", "NZ$", "S$", "HK$", "$", "€", "£", "¥", "₹", "₺", "₽", "₩", "zł",
    "Kč", "EUR", "Euros", "euros", "Euro", "euro", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "AUD",
    "CAD", "NZD", "SGD", "PLN", "CZK", "HUF", "JPY", "CNY", "INR", "BRL", "MXN", "Fr.", "kr.",
    "kr",
];

/// Words behind a number for what one of it is. A small `m` or `b` may be
/// metres or minutes, so they are read with a currency only.
const UNITS: [(&str, f64, bool); 22] = [
    ("million", 1e6, false),
    ("Millionen", 1e6, false),
    ("millions", 1e6, false),
    ("millones", 1e6, false),
    ("billion", 1e9, false),
    ("thousand", 1e3, false),
    ("Mio.", 1e6, false),
    ("Mio", 1e6, false),
    ("mln", 1e6, false),
    ("mn", 1e6, false),
    ("Mrd.", 1e9, false),
    ("Mrd", 1e9, false),
    ("bn", 1e9, false),
    ("Tsd.", 1e3, false),
    ("Tsd", 1e3, false),
    ("tsd.", 1e3, false),
    ("TEUR", 1e3, false),
    ("k", 1e3, false),
    ("K", 1e3, false),
    ("M", 1e6, false),
    ("m", 1e6, true),
    ("B", 1e9, true),
];

impl Written {
    fn new(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if cell.len() > LONGEST || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (rest, is_in_brackets) = without_brackets(cell);
        let (rest, first_sign) = unsigned(rest);
        let bare = without_currency(rest);
        let (bare, is_owed) = without_brackets(bare);
        let (bare, second_sign) = unsigned(bare);
        let is_money = bare.len() < rest.len() - usize::from(second_sign);
        let bare = without_dash(bare);
        let (bare, unit) = without_unit(bare, is_money);
        let bare = without_currency(bare);
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
            is_negative: first_sign || second_sign || is_in_brackets || is_owed,
            digits,
            is_money,
            unit,
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
        let number: f64 = plain.parse().ok()?;
        Some(if self.unit > 1.0 {
            // 1.2 million is 1200000, not 1199999.9999999998.
            let whole = (number * self.unit * 100.0).round() / 100.0;
            whole.to_string()
        } else {
            plain
        })
    }
}

/// Accountants write what is owed in brackets: `(1,250)`.
fn without_brackets(cell: &str) -> (&str, bool) {
    match cell
        .strip_prefix('(')
        .and_then(|cell| cell.strip_suffix(')'))
    {
        Some(inside) => (inside.trim(), true),
        None => (cell, false),
    }
}

/// Drops the dash that stands for no cents: `1.250,-`, `950.–`.
fn without_dash(cell: &str) -> &str {
    let bare = cell.trim_end_matches(['-', '\u{2013}', '\u{2014}']);
    let dashed = (bare.len() < cell.len()).then(|| bare.strip_suffix([',', '.']));
    dashed.flatten().map_or(cell, str::trim_end)
}

fn without_unit(cell: &str, is_money: bool) -> (&str, f64) {
    let found = UNITS.iter().find_map(|(word, unit, needs_money)| {
        let bare = cell.strip_suffix(word)?.trim_end();
        let is_unit = bare.ends_with(|c: char| c.is_ascii_digit()) && (is_money || !needs_money);
        is_unit.then_some((bare, *unit))
    });
    found.unwrap_or((cell, 1.0))
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
            (["950", "1.250"], "950 1250"),
            (["1204", "1.250"], "1204 1.250"),
            (["4", "3.333"], "4 3.333"),
            (["1.250", "0.5"], "1.250 0.5"),
            (["$1.2M", "$850K"], "1200000 850000"),
            (["12k", "900"], "12000 900"),
            (["2,5 Mio. €", "900 Tsd. €"], "2500000 900000"),
            (["€1.250,-", "€ 99,-"], "1250 99"),
            (["CHF 1'250.-", "950.–"], "1250 950"),
            (["EUR 1 250", "EUR 950"], "1250 950"),
            (["(1,250)", "$(99.50)"], "-1250 -99.50"),
            (["12K USD", "900 USD"], "12000 900"),
        ] {
            let mark = tally(&cells).decimal_mark(false);
            let plain: Vec<_> = cells.iter().map(|cell| plain(cell, mark)).collect();
            assert_eq!(plain.join(" "), expected, "{cells:?}");
        }
    }

    #[test]
    fn points_before_three_digits_alone_may_mean_either() {
        let only = tally(&["1.250", "2.500"]);
        assert!(only.is_ambiguous());
        assert_eq!(only.decimal_mark(true), DecimalMark::Comma);
        assert!(!tally(&["1.250", "950"]).is_ambiguous());
        assert!(!tally(&["1.250 €"]).is_ambiguous());
        assert!(!tally(&["1,250"]).is_ambiguous());
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
            "5m",
            "12 months",
            "(a)",
            "1-",
        ] {
            assert_eq!(tally(&[cell]).numbers, 0, "{cell}");
        }
        assert_eq!(plain("3 of 4", DecimalMark::Point), "3 of 4");
    }
}
