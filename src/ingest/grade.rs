//! Words that put a grade: `very satisfied`, `stimme eher zu`, `pas du tout d'accord`.
//!
//! A grade is taken apart into what it says (`satisfied`) and how strongly
//! (`very`), so that a scale is understood in every wording and language
//! without a list of all scales. `worded_scale` puts the grades of a column in
//! order, `anchors` reads those that a question gives to its numbers.

use super::aliases;
use super::names::ColumnName;

/// How strongly something is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// `somewhat`, `eher`, `plutôt`
    Slight,
    /// Without a word for it.
    Plain,
    /// `very`, `sehr`, `très`
    Very,
    /// `extremely`, `not at all`; `excellent`, `terrible`
    Utter,
}

/// What a grade is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GradeKind {
    /// How satisfied somebody is.
    Satisfaction,
    /// How good, how easy something is.
    Quality,
    /// How likely or true something is: good or bad only by what was asked.
    Extent,
}

/// A side of the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaning {
    Good,
    Bad,
}

/// What a grade says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grade {
    /// Neither one side nor the other.
    Middle,
    /// `fair`: below `good`, and the middle where there is no other.
    Fair,
    /// A side, and how far from the middle.
    Sided {
        side: Leaning,
        strength: Strength,
        kind: GradeKind,
        /// Whether the other side is denied: `not very satisfied`.
        is_denied: bool,
    },
}

// The words below may end otherwise by a letter or two (`satisfait`, `satisfaites`).

const SATISFIED: &str = "satisfied, happy, pleased, zufrieden, satisfait, content, satisfech, tevreden, \
    soddisfatt, content, satisfeit, nöjd, tilfreds, fornøyd, tyytyväi";

const DISSATISFIED: &str = "dissatisfied, unsatisfied, unhappy, displeased, unzufrieden, insatisfait, mécontent, \
    insatisfech, descontent, ontevreden, insoddisfatt, scontent, insatisfeit, missnöjd, utilfreds, misfornøyd";

const GOOD: &str = "good, easy, helpful, useful, clear, friendly, positive, gut, leicht, einfach, hilfreich, \
    nützlich, freundlich, positiv, bon, bien, facile, utile, positif, buen, fácil, facil, útil, positiv, \
    goed, makkelijk, gemakkelijk, eenvoudig, nuttig, positief, buon, bene, bom, boa, bem, bra, enkel, \
    lätt, above average, better than expected, exceeded expectations, exceeds expectations, \
    low effort, little effort, no effort, effortless, geringer aufwand, wenig aufwand, kein aufwand, \
    peu d effort, aucun effort, poco esfuerzo, ningún esfuerzo, weinig moeite, geen moeite, \
    poco sforzo, nessuno sforzo, pouco esforço, nenhum esforço";

const BAD: &str = "bad, poor, difficult, hard, unhelpful, useless, unclear, unfriendly, negative, schlecht, schwer, \
    schwierig, kompliziert, unfreundlich, negativ, mauvais, mal, difficile, inutile, négatif, mal, \
    difícil, dificil, negativ, slecht, moeilijk, onvoldoende, negatief, cattiv, male, scars, \
    insufficient, ruim, mau, má, dålig, svår, below average, worse than expected, below expectations, \
    did not meet expectations, high effort, much effort, a lot of effort, lots of effort, hoher aufwand, \
    viel aufwand, großer aufwand, beaucoup d effort, mucho esfuerzo, veel moeite, molto sforzo, \
    muito esforço";

const EXTENSIVE: &str = "likely, probable, agree, wahrscheinlich, stimme zu, stimmt, trifft zu, zutreffend, \
    einverstanden, zustimmung, d accord, de acuerdo, probabel, waarschijnlijk, eens, mee eens, \
    probabil, d accordo, concord, de acordo, provável, sannolik, troligt, trolig, håller med, instämmer";

const LIMITED: &str = "unlikely, improbable, disagree, unwahrscheinlich, ablehnung, lehne ab, en désaccord, \
    en desacuerdo, onwaarschijnlijk, oneens, mee oneens, improbabil, in disaccordo, discord, \
    em desacordo, improvável, osannolik";

/// As good as can be, without a word for it.
const EXCELLENT: &str = "excellent, outstanding, exceptional, superb, ausgezeichnet, hervorragend, exzellent, \
    excelent, uitstekend, eccellent, ottim, ótim, utmärkt";

/// As bad as can be.
const TERRIBLE: &str = "terrible, awful, horrible, abysmal, unacceptable, miserabel, katastrophal, ungenügend, nul, \
    pésim, pessim, péssim, verschrikkelijk, usel";

/// Ends of a scale that only a question names, not an answer: `1 = best`.
const HIGHEST: &str = "highest, high, a lot, hoch, hohe, höchste, élevé, alto, alta, hoog, hög";
const LOWEST: &str =
    "lowest, low, niedrig, gering, niedrigste, faible, bajo, baja, laag, basso, baixo, låg";
const BEST: &str =
    "best, perfect, top, bestnote, am besten, meilleur, mejor, migliore, melhor, bäst";
const WORST: &str =
    "worst, schlechteste, am schlechtesten, pire, peor, slechtst, peggior, pior, sämst";

const MIDDLE: &str = "neutral, neutre, neutro, neutra, neutraal, neutrale, neutralt, undecided, indifferent, \
    average, ok, okay, mixed, so so, moderate, as expected, met expectations, meets expectations, \
    mittel, mittelmäßig, mäßig, teils, teils teils, durchschnittlich, unentschieden, unentschlossen, geht so, \
    moyen, moyenne, moyennement, passable, correct, correcte, indifférent, sans opinion, regular, aceptable, \
    indiferente, normal, más menos, matig, redelijk, voldoende, gemiddeld, medio, sufficiente, discreto, discreta, \
    indifferente, così così, razoável, médio, mais ou menos, mais menos, medel, okej, godkänt";

/// How the middle begins where it names both sides: `neither good nor poor`.
const NEITHER: &str = "neither, weder, ni, noch, né, nem, varken, hverken";

const FAIR: &str =
    "fair, satisfactory, acceptable, adequate, satisfaisant, befriedigend, ausreichend";

const UTTERLY: &str = "extremely, completely, totally, entirely, fully, strongly, absolutely, definitely, \
    voll und ganz, voll, völlig, vollkommen, vollständig, absolut, äußerst, außerordentlich, höchst, uneingeschränkt, \
    tout à fait, tout fait, extrêmement, totalement, entièrement, complètement, absolument, extremadamente, \
    totalmente, completamente, absolutamente, sumamente, plenamente, helemaal, volledig, uiterst, volkomen, \
    estremamente, del tutto, pienamente, assolutamente, extremamente, extremt, helt, fullständigt, fullt";

const VERY: &str = "very, really, highly, much, far, well, sehr, très, muy, zeer, heel, erg, molto, muito, \
    mycket, väldigt, meget, greatly, significantly";

const SLIGHTLY: &str = "somewhat, slightly, rather, fairly, quite, mostly, moderately, partly, a little, a bit, \
    tend to, eher, ziemlich, etwas, überwiegend, weitgehend, teilweise, größtenteils, plutôt, assez, un peu, \
    más bien, algo, bastante, parcialmente, tamelijk, enigszins, eerder, enigszins, beetje, een beetje, \
    abbastanza, piuttosto, in parte, parzialmente, um pouco, razoavelmente, em parte, ganska, något, delvis";

const NOT_AT_ALL: &str = "not at all, überhaupt nicht, gar nicht, ganz und gar nicht, absolut nicht, pas du tout, \
    para nada, en absoluto, nada, helemaal niet, totaal niet, absoluut niet, per niente, per nulla, affatto, \
    de modo nenhum, de modo algum, nem um pouco, inte alls, slet ikke";

const NOT_VERY: &str = "not very, not so, not too, not really, hardly, nicht sehr, nicht so, eher nicht, kaum, wenig, \
    weniger, pas très, pas vraiment, plutôt pas, peu, no muy, más bien no, poco, niet zo, niet erg, eerder niet, \
    weinig, non molto, poco, não muito, pouco, inte så, inte särskilt, föga";

const NOT: &str = "not, nicht, ne pas, pas, no, niet, non, não, inte, ikke";

/// Endings for another gender or number that stand apart: `satisfait(e)`.
const ENDINGS: &str = "e, es, a, as, o, os, s, ne, r, n";

impl Grade {
    /// Reads a grade that an answer gives.
    pub(super) fn of_answer(words: &str) -> Option<Self> {
        parse(&plain(words), &is_sided)
    }

    /// Reads a grade that a question gives to one of its numbers, which may
    /// also be just an end: `best`.
    pub(super) fn of_anchor(words: &str) -> Option<Self> {
        let ends = |words: &str| {
            let sided = |side, kind| Some((side, Strength::Utter, kind));
            match () {
                () if is_one(BEST, words) => sided(Leaning::Good, GradeKind::Quality),
                () if is_one(WORST, words) => sided(Leaning::Bad, GradeKind::Quality),
                () if is_one(HIGHEST, words) => sided(Leaning::Good, GradeKind::Extent),
                () if is_one(LOWEST, words) => sided(Leaning::Bad, GradeKind::Extent),
                () => is_sided(words),
            }
        };
        parse(&plain(words), &ends)
    }

    /// Returns whether it is `excellent`, `terrible` or said very strongly.
    pub(super) fn kind(self) -> Option<GradeKind> {
        match self {
            Self::Sided { kind, .. } => Some(kind),
            Self::Middle | Self::Fair => None,
        }
    }
}

type Sided = Option<(Leaning, Strength, GradeKind)>;

fn parse(words: &str, sided: &dyn Fn(&str) -> Sided) -> Option<Grade> {
    let first = words.split(' ').next().unwrap_or_default();
    let is_neither = aliases::has(NEITHER, first) && (first != words || first == "neither");
    if aliases::has(MIDDLE, words) || is_neither {
        return Some(Grade::Middle);
    }
    if aliases::has(FAIR, words) {
        return Some(Grade::Fair);
    }
    if let Some((side, strength, kind)) = sided(words) {
        return Some(Grade::Sided {
            side,
            strength,
            kind,
            is_denied: false,
        });
    }
    let denials = [(NOT_AT_ALL, Strength::Utter), (NOT_VERY, Strength::Slight)];
    for (list, strength) in denials {
        if let Some(rest) = without(words, list) {
            return denied(sided(&rest)?, strength);
        }
    }
    let weights = [
        (UTTERLY, Strength::Utter),
        (VERY, Strength::Very),
        (SLIGHTLY, Strength::Slight),
    ];
    for (list, strength) in weights {
        let Some(rest) = without(words, list) else {
            continue;
        };
        if let Some((side, _, kind)) = sided(&rest) {
            return Some(Grade::Sided {
                side,
                strength,
                kind,
                is_denied: false,
            });
        }
        return denied(sided(&without(&rest, NOT)?)?, strength);
    }
    denied(sided(&without(words, NOT)?)?, Strength::Plain)
}

/// `not satisfied` is on the side of the dissatisfied.
fn denied((side, _, kind): (Leaning, Strength, GradeKind), strength: Strength) -> Option<Grade> {
    let is_praise = side == Leaning::Good;
    is_praise.then_some(Grade::Sided {
        side: Leaning::Bad,
        strength,
        kind,
        is_denied: true,
    })
}

fn is_sided(words: &str) -> Sided {
    const SIDES: [(&str, Leaning, Strength, GradeKind); 8] = [
        (
            SATISFIED,
            Leaning::Good,
            Strength::Plain,
            GradeKind::Satisfaction,
        ),
        (
            DISSATISFIED,
            Leaning::Bad,
            Strength::Plain,
            GradeKind::Satisfaction,
        ),
        (GOOD, Leaning::Good, Strength::Plain, GradeKind::Quality),
        (BAD, Leaning::Bad, Strength::Plain, GradeKind::Quality),
        (
            EXCELLENT,
            Leaning::Good,
            Strength::Utter,
            GradeKind::Quality,
        ),
        (TERRIBLE, Leaning::Bad, Strength::Utter, GradeKind::Quality),
        (EXTENSIVE, Leaning::Good, Strength::Plain, GradeKind::Extent),
        (LIMITED, Leaning::Bad, Strength::Plain, GradeKind::Extent),
    ];
    SIDES
        .into_iter()
        .find(|(stems, ..)| is_one(stems, words))
        .map(|(_, side, strength, kind)| (side, strength, kind))
}

/// Returns whether words are one of these, whatever their last two letters.
fn is_one(stems: &'static str, words: &str) -> bool {
    aliases::words(stems).any(|stem| {
        words.strip_prefix(stem).is_some_and(|ending| {
            ending.chars().count() <= 2 && ending.chars().all(char::is_alphabetic)
        })
    })
}

/// Returns words without the first of these that stands in them.
fn without(words: &str, list: &'static str) -> Option<String> {
    let padded = format!(" {words} ");
    let found = aliases::words(list).find(|phrase| padded.contains(&format!(" {phrase} ")))?;
    let rest = padded.replacen(&format!(" {found} "), " ", 1);
    Some(rest.trim().to_owned())
}

/// Returns a grade in plain words, without endings that stand apart.
fn plain(words: &str) -> String {
    let name = ColumnName::new(words);
    let mut words = name.words().split(' ');
    let first = words.next().unwrap_or_default();
    let mut plain = first.to_owned();
    for word in words.filter(|word| !aliases::has(ENDINGS, word)) {
        plain.push(' ');
        plain.push_str(word);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn height(words: &str) -> Option<i8> {
        Some(match Grade::of_answer(words)? {
            Grade::Middle | Grade::Fair => 0,
            Grade::Sided { side, strength, .. } => {
                let size = strength as i8 + 1;
                if side == Leaning::Good { size } else { -size }
            }
        })
    }

    #[test]
    fn a_grade_is_known_in_the_languages_of_surveys() {
        for (words, expected) in [
            ("Extremely likely", 4),
            ("Very satisfied", 3),
            ("Agree", 2),
            ("Somewhat agree", 1),
            ("Neither agree nor disagree", 0),
            ("Not very satisfied", -1),
            ("Disagree", -2),
            ("Very unlikely", -3),
            ("Not at all satisfied", -4),
            ("sehr unzufrieden", -3),
            ("Stimme voll und ganz zu", 4),
            ("stimme eher nicht zu", -1),
            ("Trifft überhaupt nicht zu", -4),
            ("teils/teils", 0),
            ("Très satisfait(e)", 3),
            ("Plutôt pas d’accord", -1),
            ("Pas du tout d'accord", -4),
            ("Ni satisfait ni insatisfait", 0),
            ("Muy insatisfecha", -3),
            ("Totalmente de acuerdo", 4),
            ("En desacuerdo", -2),
            ("zeer tevreden", 3),
            ("Helemaal mee oneens", -4),
            ("Molto soddisfatto", 3),
            ("Muito insatisfeita", -3),
            ("Mycket missnöjd", -3),
            ("Péssimo", -4),
        ] {
            assert_eq!(height(words), Some(expected), "{words}");
        }
    }

    #[test]
    fn other_words_are_no_grade() {
        for words in [
            "Enterprise",
            "often",
            "yes",
            "high",
            "none",
            "very",
            "not",
            "5",
        ] {
            assert_eq!(Grade::of_answer(words), None, "{words}");
        }
        assert!(Grade::of_anchor("high").is_some() && Grade::of_anchor("best").is_some());
    }
}
