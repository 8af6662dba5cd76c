//! Rows that sum up the others: `Average,,7.2,`, `Total;;120000`.
//!
//! Spreadsheets end in them, and they look like one more answer. Such a row
//! begins with a word for what it sums up; the rest of it is blank or numbers.

use std::collections::HashSet;
use std::sync::LazyLock;

use csv::StringRecord;

use super::aliases;
use super::amount::is_amount;
use super::blank::says_nothing;
use super::error::shortened;
use super::names::ColumnName;

/// What a summary is called, in the languages of column names.
const SUMMARIES: &str = "average, avg, mean, median, mode, total, totals, subtotal, sub total, \
    grand total, sum, count, minimum, maximum, min, max, overall, summary, std dev, stdev, \
    standard deviation, net promoter score, \
    durchschnitt, mittelwert, mittel, summe, gesamt, gesamtsumme, gesamtergebnis, zwischensumme, anzahl, \
    insgesamt, moyenne, médiane, somme, total général, sous total, ensemble, \
    promedio, mediana, suma, suma total, total general, \
    gemiddelde, gemiddeld, mediaan, totaal, eindtotaal, som, aantal, \
    media, somma, totale, totale complessivo, totale generale, \
    média, soma, total geral, \
    medelvärde, genomsnitt, medel, summa, totalt, totalsumma, antal, \
    gennemsnit, gjennomsnitt, keskiarvo";

/// What a summary begins with: most cells are told by that at once.
static FIRST_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let summaries = aliases::words(SUMMARIES);
    summaries
        .filter_map(|name| name.split(' ').next())
        .collect()
});

/// Returns what a row calls itself, if it sums up other rows. `written` are the
/// columns in which people wrote: who wrote something answered, unless it is
/// such a word and the answers have ids and this row has none.
pub(super) fn summary<'a>(
    record: &'a StringRecord,
    written: &[usize],
    id: Option<usize>,
) -> Option<&'a str> {
    let cells = record
        .iter()
        .enumerate()
        .map(|(place, cell)| (place, cell.trim()))
        .filter(|(_, cell)| !says_nothing(cell));
    let has_no_id = id.is_some_and(|id| record.get(id).is_none_or(says_nothing));
    let mut label = None;
    let mut has_number = false;
    for (place, cell) in cells {
        let may_be_label = !written.contains(&place) || has_no_id;
        if names_summary(cell) && may_be_label {
            label.get_or_insert(cell);
        } else if is_amount(cell) && !written.contains(&place) && (label.is_some() || has_no_id) {
            has_number = true;
        } else {
            return None;
        }
    }
    label.filter(|_| has_number)
}

/// Returns why such a row is left out.
pub(super) fn sums_up(label: &str) -> String {
    format!("is a summary of other rows (`{}`)", shortened(label))
}

/// Reads `Average`, `Mean:`, `Total (n = 40)`, `Average score`.
fn names_summary(cell: &str) -> bool {
    let is_sign = |letter: char| !letter.is_alphanumeric();
    let first = cell.trim_start_matches(is_sign).split(is_sign).next();
    let may = |word: &str| FIRST_WORDS.contains(&*word.to_lowercase());
    if cell.len() > 40 || !first.is_some_and(|word| !word.is_empty() && may(word)) {
        return false;
    }
    let outside = cell.split(['(', ':', '=']).next().unwrap_or_default();
    let name = ColumnName::new(outside);
    let of_what = [
        "score",
        "nps",
        "rating",
        "responses",
        "answers",
        "row",
        "result",
    ];
    let words = name.words();
    let bare = of_what
        .iter()
        .find_map(|what| words.strip_suffix(what))
        .map_or(words, str::trim_end);
    aliases::has(SUMMARIES, words) || aliases::has(SUMMARIES, bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_summary(cells: &[&str]) -> bool {
        summary(&StringRecord::from(cells.to_vec()), &[3], Some(0)).is_some()
    }

    #[test]
    fn an_average_under_the_answers_is_a_summary() {
        for cells in [
            ["Average", "", "7", ""],
            ["", "Mean:", "7.25", ""],
            ["Total", "40", "310", ""],
            ["Durchschnitt", "", "7,2", ""],
            ["Total (n = 40)", "", "7", "N/A"],
            ["MOYENNE", "", "7", ""],
            ["Average score", "", "7", ""],
            ["", "", "7", "Average"],
        ] {
            assert!(is_summary(&cells), "{cells:?}");
        }
    }

    #[test]
    fn an_answer_that_begins_with_such_a_word_is_an_answer() {
        for cells in [
            ["Total", "", "9", "Fuel cards that work"],
            ["Average Joe", "", "9", ""],
            ["Total", "Enterprise", "9", ""],
            ["Mean", "", "", ""],
            ["", "", "", "Average"],
            ["14", "", "7", "Average"],
            ["12", "Total", "9", ""],
        ] {
            assert!(!is_summary(&cells), "{cells:?}");
        }
    }
}
