//! What rows are called that sum up others: `Average`, `Jan total`, `n = 40`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::aliases;
use super::names::ColumnName;

/// What only a summary is called, in the languages of column names.
const SUMMARIES: &str = "average, avg, mean, median, subtotal, sub total, subtotals, grand total, \
    count, minimum, maximum, overall, summary, std dev, stdev, stddev, standard deviation, \
    net promoter score, nps, \
    durchschnitt, ø, mittelwert, summe, gesamt, gesamtsumme, gesamtergebnis, zwischensumme, anzahl, \
    insgesamt, moyenne, médiane, somme, total général, sous total, ensemble, effectif, \
    promedio, mediana, suma, suma total, total general, recuento, \
    gemiddelde, gemiddeld, mediaan, totaal, eindtotaal, subtotaal, aantal, \
    somma, totale, totale complessivo, totale generale, subtotale, conteggio, \
    média, soma, total geral, contagem, \
    medelvärde, genomsnitt, summa, totalt, totalsumma, delsumma, antal, \
    gennemsnit, gjennomsnitt, sum total, keskiarvo, yhteensä, \
    合計, 平均, 小計, 総計, 件数, 合计, 总计, 平均值, 平均分, 小计, 합계, 평균, 총계, \
    итого, всего, среднее, сумма, razem, suma końcowa, średnia";

/// What a summary is called, and perhaps a company.
const AMBIGUOUS: &str = "total, totals, sum";

/// What people, teams and segments are called, and sometimes a summary.
const FAINT: &str = "max, min, mode, media, mittel, som, medel, n, σ, μ";

/// Signs that stand for what was summed up.
const SIGNS: [&str; 5] = ["∑", "⌀", "∅", "x̄", "x̅"];

/// What a summary may be of: `Average score`, `40 responses`.
const OF_WHAT: &str = "score, nps, rating, ratings, responses, response, answers, rows, row, result, \
    results, respondents, participants, entries, records, comments, surveys, \
    antworten, teilnehmer, einträge, bewertungen, note, réponses, répondants, participants, \
    respuestas, encuestados, antwoorden, respondenten, risposte, rispondenti, respostas, svar, deltagare";

static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| aliases::words(SUMMARIES).collect());
static AMBIGUOUS_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| aliases::words(AMBIGUOUS).collect());
static FAINT_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| aliases::words(FAINT).collect());
static UNITS: LazyLock<HashSet<&str>> = LazyLock::new(|| aliases::words(OF_WHAT).collect());

/// How sure a name is to be a summary's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SummaryName {
    /// Nothing else is called that.
    Sure,
    /// It says how many answers there are: `n = 40`.
    Count,
    /// A customer may be called that: `Total`, `Jan total`.
    Ambiguous,
    /// People are: `Max`.
    Faint,
}

impl SummaryName {
    /// Reads `Average`, `Mean:`, `Total (n = 40)`, `Average score`, `Jan total`,
    /// `40 responses`.
    pub(super) fn of(cell: &str) -> Option<Self> {
        if cell.len() > 60 {
            return None;
        }
        if SIGNS.contains(&cell.trim_end_matches([':', ' '])) {
            return Some(Self::Sure);
        }
        let outside = cell.split(['(', ':', '=']).next().unwrap_or_default();
        let has_count = cell[outside.len()..]
            .bytes()
            .any(|byte| byte.is_ascii_digit());
        let name = ColumnName::new(outside);
        let words: Vec<&str> = name
            .words()
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect();
        let is_unit = |word: &&str| UNITS.contains(*word);
        let count = words
            .first()
            .is_some_and(|word| word.parse::<u32>().is_ok());
        if (count && words.len() == 2 && words[1..].iter().all(is_unit))
            || (has_count
                && !words.is_empty()
                && words.iter().all(|word| is_unit(word) || *word == "n"))
        {
            return Some(Self::Count);
        }
        let bare = match words.split_last() {
            Some((last, before)) if !before.is_empty() && is_unit(last) => before.join(" "),
            _ => words.join(" "),
        };
        if NAMES.contains(&*bare) || NAMES.contains(name.words()) {
            return Some(Self::Sure);
        }
        let is_counted = has_count || words.len() > 1;
        if AMBIGUOUS_NAMES.contains(&*bare) {
            return Some(if is_counted {
                Self::Sure
            } else {
                Self::Ambiguous
            });
        }
        if FAINT_NAMES.contains(&*bare) {
            return Some(Self::Faint);
        }
        // `Jan total`, `Q1 average`, `Summe Januar`
        let known = |word: &&str| NAMES.contains(*word) || *word == "total";
        let is_composed = words.len() < 5
            && (words.first().is_some_and(known) || words.last().is_some_and(known));
        is_composed.then_some(Self::Ambiguous)
    }
}
