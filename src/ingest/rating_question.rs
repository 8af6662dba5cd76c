//! What a rating question asks, as far as its wording says.
//!
//! Only the question whether people would recommend has a Net Promoter Score;
//! how easy or how satisfied, also from 0 to 10, has a score of its own name.

use super::aliases::{self, COUNTS, RATING_NAMES};
use super::header::Header;
use super::names::{self, ColumnName};
use super::role::ColumnRole;
use crate::feedback::Scale;

/// What a rating is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// Whether people would recommend.
    Recommendation,
    /// The wording does not say: `score`, `rating`.
    Unsaid,
    /// Anything else: how satisfied, how easy, how likely to renew.
    Other,
}

/// What another question than that of recommending is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// How satisfied people are.
    Satisfaction,
    /// Something of which less is better: effort, difficulty.
    Burden,
    /// Anything else.
    Anything,
}

/// What the name of a column, or its question, says of its ratings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RatingQuestion {
    pub(super) asked: Asked,
    /// The lowest and highest rating that can be given, where it is said: `(0-10)`.
    pub(super) range: Option<(u8, u8)>,
    pub(super) subject: Subject,
    /// Whether it is a question, not only a name.
    pub(super) is_question: bool,
    /// Whether the wording asks for a rating, where no known name says so.
    pub(super) is_rating: bool,
}

/// Words for recommending, in the languages of column names.
const RECOMMENDING: &str = "nps, enps, rnps, tnps, net promoter, promoter, ltr, recommend, \
    likely to refer, refer us, refer a friend, weiterempf, empfehl, empföhl, recommand, recomend, recomiend, \
    indicaria, nos indicar, aanbev, aanraden, aanrad, consigli, raccomand, \
    rekommend, anbefal, suositt";

/// Recommendations that were given are not a question whether to recommend.
const RECOMMENDED: &str = "recommendations, empfehlungen, recommandations, recomendaciones, \
    recomendações, aanbevelingen, raccomandazioni, consigli, rekommendationer";

const SATISFACTION: &str = "satisf, csat, insatisf, dissatisf, happy, zufrieden, tevreden, soddisf, \
    nöjd, tilfreds, fornøyd";

const BURDENS: &str = "effort, difficult, how hard, aufwand, schwierig, wie schwer, anstrengend, difficil, difícil, \
    esfuerzo, moeilijk, moeite, sforzo, esforço, svårt, ansträng";

const OTHER_SUBJECTS: &str = "likely, likelihood, probab, wahrscheinlich, waarschijnlijk, sannolik, \
    easy, ease, easily, easier, einfach, leicht, facile, facil, fácil, makkelijk, gemakkelijk, \
    eenvoudig, lätt, enkelt, quality, qualität, qualité, calidad, kwaliteit, qualità, qualidade, \
    kvalitet, helpful, hilfreich, useful, nützlich, friendly, freundlich, trust, vertrauen, \
    how would you rate, how do you rate, please rate, rate your, rate our, rate the, wie bewerten, \
    comment évaluez, comment noteriez, cómo califica, cómo calificaría, cómo valora, hoe beoordeel, \
    come valuta, come valuterebbe, como avalia, hur betygsätter, hur bedömer, star rating, sterne, \
    étoiles, estrellas, sterren, stelle, estrelas, stjärnor, fft, friends and family, agree";

impl RatingQuestion {
    /// Reads what a column says of itself.
    pub(super) fn of_column(header: &Header, place: usize) -> Self {
        let by_name = Self::parse(&header.names[place]);
        let question = header.questions.get(place).and_then(Option::as_deref);
        let Some(by_question) = question.map(Self::parse) else {
            return by_name;
        };
        let says_more = by_name.asked == Asked::Unsaid && by_question.asked != Asked::Unsaid;
        let (first, second) = if says_more || by_question.asked == Asked::Recommendation {
            (by_question, by_name)
        } else {
            (by_name, by_question)
        };
        Self {
            range: first.range.or(second.range),
            ..first
        }
    }

    fn parse(text: &str) -> Self {
        let name = ColumnName::new(text);
        let says = |list: &str| aliases::words(list).any(|word| name.holds(word));
        let words: Vec<&str> = name.words().split(' ').collect();
        let is_recommendation = aliases::words(RECOMMENDING).any(|stem| {
            name.holds(stem)
                && (stem.contains(' ')
                    || words
                        .iter()
                        .any(|word| word.starts_with(stem) && !aliases::has(RECOMMENDED, word)))
        });
        let is_other = [SATISFACTION, BURDENS, OTHER_SUBJECTS]
            .into_iter()
            .any(says)
            || names::rank_of_other_score(&ColumnName::new(&without_range(&words))).is_some();
        let asked = if is_recommendation {
            Asked::Recommendation
        } else if !is_other
            && (aliases::has(RATING_NAMES, &without_range(&words)) || !name.is_question())
        {
            Asked::Unsaid
        } else {
            Asked::Other
        };
        let range = stated_range(&words);
        let is_asking = text.trim_end().ends_with('?') || name.is_question();
        let is_counted = aliases::words(COUNTS).any(|word| words.contains(&word));
        let is_rating =
            range.is_some() || (is_other && is_asking) || says(SATISFACTION) || is_recommendation;
        Self {
            asked,
            range,
            is_question: is_asking,
            is_rating: is_rating && !is_counted,
            subject: match (says(SATISFACTION), says(BURDENS)) {
                (true, false) => Subject::Satisfaction,
                (false, true) => Subject::Burden,
                _ => Subject::Anything,
            },
        }
    }

    /// Returns the scale of the question where it is not the recommendation
    /// question, from the lowest to the highest rating it asks for.
    pub(super) fn scale(self, (low, high): (u8, u8)) -> Option<Scale> {
        Scale::of_question(high, low, self.subject == Subject::Satisfaction)
    }
}

/// Returns whether anything in a file's header speaks of the recommendation
/// question: `nps_group` beside `score`.
pub(super) fn speaks_of_nps(header: &Header) -> bool {
    let questions = header.questions.iter().flatten();
    header.names.iter().chain(questions).any(|name| {
        let name = ColumnName::new(name);
        name.holds("nps") || name.holds("net promoter") || name.holds("promoter")
    })
}

/// What may stand between the ends of a range.
const BETWEEN: &str = "to, through, and, bis, à, a, et, y, tot, en, e, till, til, och, ate, até";

/// Reads `(0-10)`, `from 1 to 5`, `von 0 bis 10`.
fn stated_range(words: &[&str]) -> Option<(u8, u8)> {
    let number = |word: &str| word.parse::<u8>().ok().filter(|number| *number <= 10);
    (0..words.len()).find_map(|at| {
        let low = number(words[at])?;
        let next = words.get(at + 1)?;
        let high = match number(next) {
            Some(high) => high,
            None if aliases::has(BETWEEN, next) => number(words.get(at + 2)?)?,
            None => return None,
        };
        (low <= 1 && high > low + 1).then_some((low, high))
    })
}

/// Returns the words of a name without numbers and what stands between them.
fn without_range(words: &[&str]) -> String {
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let own = words
        .iter()
        .filter(|word| !is_number(word) && !aliases::has(BETWEEN, word));
    own.copied().collect::<Vec<_>>().join(" ")
}

/// Returns how well a column fits the score by what it asks, the smaller the
/// better: any name of a score, then a rating question.
pub(super) fn rank(header: &Header, place: usize) -> Option<usize> {
    let by_name = super::profile::rank(header, place, ColumnRole::Score);
    let other = || names::rank_of_other_score(&ColumnName::new(&header.names[place]));
    let asks = || {
        let question = RatingQuestion::of_column(header, place);
        let name = ColumnName::new(&header.names[place]);
        let is_about = !name.is_question() && names::is_vetoed(ColumnRole::Score, &name);
        (question.is_rating && !is_about).then_some(names::PHRASE * 2)
    };
    by_name.or_else(other).or_else(asks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &str) -> Asked {
        RatingQuestion::parse(name).asked
    }

    #[test]
    fn recommending_is_known_in_the_languages_of_surveys() {
        for name in [
            "How likely are you to recommend us to a friend?",
            "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
            "Würden Sie uns empfehlen? (0-10)",
            "Quelle est la probabilité que vous nous recommandiez ?",
            "¿Qué probabilidad hay de que nos recomiende?",
            "Hoe waarschijnlijk is het dat u ons aanbeveelt?",
            "Con quale probabilità ci consiglierebbe?",
            "Qual a probabilidade de nos recomendar a um amigo?",
            "Hur troligt är det att du rekommenderar oss?",
            "nps",
            "NPSScore",
            "Promoter score",
            "LTR",
        ] {
            assert_eq!(asked(name), Asked::Recommendation, "{name}");
        }
    }

    #[test]
    fn other_questions_are_not_about_recommending() {
        for name in [
            "How easy was it to reach us? (0-10)",
            "How satisfied are you with support? (0-10)",
            "How satisfied are you with our recommendations?",
            "Wie zufrieden sind Sie mit uns?",
            "Quel est votre niveau de satisfaction ? (0 à 10)",
            "How likely are you to renew?",
            "¿Qué tan fácil fue? (0-10)",
            "Hoe tevreden bent u over ons?",
            "Quanto è stato facile? 0-10",
            "Hur nöjd är du?",
            "CSAT",
            "ces_score",
            "Overall rating",
        ] {
            assert_eq!(asked(name), Asked::Other, "{name}");
        }
    }

    #[test]
    fn a_bare_name_does_not_say_what_was_asked() {
        for name in ["score", "Rating", "Score (0-10)", "Bewertung", "nota"] {
            assert_eq!(asked(name), Asked::Unsaid, "{name}");
        }
    }

    #[test]
    fn a_question_may_say_its_range() {
        let range = |name| RatingQuestion::parse(name).range;
        assert_eq!(range("How easy was it? (0-10)"), Some((0, 10)));
        assert_eq!(
            range("On a scale from 1 to 5, how clean was it?"),
            Some((1, 5))
        );
        assert_eq!(range("Wie einfach war es, von 0 bis 10?"), Some((0, 10)));
        assert_eq!(range("How was it in Q1 2025?"), None);
        assert_eq!(range("0-1"), None);
    }
}
