//! Which cells say nothing: blank ones, what programs write for a missing
//! value, and words for not having answered.
//!
//! Every reader of cells asks here, so that a missing comment and a missing
//! score are the same thing.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::aliases;

/// What programs write for a missing value, and what forms write where nobody
/// answered. `nothing` and `don't know` are answers to an open question.
const MISSING: &str = "n/a, na, n.a., n.a, n. a., n/d, #n/a, #na, <na>, nan, null, (null), none, nil, \
    undefined, \\n, -, --, ---, \u{2013}, \u{2014}, \
    no answer, no answer given, no answer provided, did not answer, didn't answer, not answered, \
    unanswered, no response, did not respond, not provided, not given, not specified, \
    no comment, no comments, skipped, (skipped), (blank), (empty), [no text], not applicable, (none), \
    k.a., k. a., k.a, keine angabe, keine angaben, keine antwort, nicht beantwortet, kein kommentar, \
    (leer), entfällt, \
    sans réponse, pas de réponse, non répondu, non renseigné, \
    aucune réponse, aucun commentaire, pas de commentaire, (vide), sans objet, \
    no contesta, no contestó, sin respuesta, sin comentarios, sin comentario, ns/nc, \
    (en blanco), no aplica, no procede, \
    geen antwoord, niet beantwoord, niet ingevuld, geen opmerking, geen opmerkingen, n.v.t., nvt, \
    nessuna risposta, senza risposta, non risponde, nessun commento, non applicabile, \
    sem resposta, não respondeu, não respondido, sem comentários, sem comentário, \
    não se aplica, \
    inget svar, ej svar, besvarades ej, ingen kommentar, inga kommentarer, ej tillämpligt";

/// Answers in words that are no rating.
const NO_RATING: &str = "?, x, ., .., ..., \u{2026}, *, blank, don't know, dont know, do not know, not sure, prefer not to say, \
    unknown, no opinion, can't say, offered, unoffered, not offered, not rated, unrated, \
    no rating, not yet rated, pending, weiß nicht, weiss nicht, ne sait pas, no sabe, weet niet, \
    non so, não sei, vet ej, vet inte";

/// Longer cells are prose.
const LONGEST: usize = 32;

/// The words of each list: cells are looked up by the million.
static MISSING_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| aliases::words(MISSING).collect());
static NO_RATING_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| aliases::words(NO_RATING).collect());

/// Returns whether a cell says nothing: it is blank, or stands for a missing value.
pub(super) fn says_nothing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || is_one_of(&MISSING_WORDS, cell)
}

/// Returns whether a cell of a score column gives no rating: it says nothing,
/// or that somebody could not say.
pub(super) fn is_no_rating(cell: &str) -> bool {
    says_nothing(cell) || is_one_of(&NO_RATING_WORDS, cell.trim())
}

fn is_one_of(words: &HashSet<&str>, cell: &str) -> bool {
    if cell.len() > LONGEST {
        return false;
    }
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if cell.bytes().all(is_folded) {
        return words.contains(cell);
    }
    words.contains(&*cell.to_lowercase().replace('\u{2019}', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_missing_value_says_nothing() {
        for cell in [
            "",
            "  ",
            "NA",
            "n/a",
            "#N/A",
            "None",
            "NULL",
            "NaN",
            "\\N",
            "Did not answer",
            "Didn\u{2019}t answer",
            "No answer",
            "(blank)",
            "Keine Angabe",
            "Sans réponse",
            "Geen antwoord",
            "\u{2013}",
        ] {
            assert!(says_nothing(cell), "{cell}");
        }
    }

    #[test]
    fn words_that_answer_an_open_question_are_an_answer() {
        for cell in [
            "Nothing",
            "Nichts",
            "don't know",
            "All good",
            "No",
            "ok",
            "x",
        ] {
            assert!(!says_nothing(cell), "{cell}");
        }
    }

    #[test]
    fn who_cannot_say_gives_no_rating() {
        assert!(is_no_rating("Don\u{2019}t know") && is_no_rating("NA"));
        assert!(!is_no_rating("9") && !is_no_rating("good"));
    }
}
