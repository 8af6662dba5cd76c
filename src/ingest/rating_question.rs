//! What a rating question asks, as far as its wording says.
//!
//! Only the question whether people would recommend has a Net Promoter Score;
//! how easy or how satisfied, also from 0 to 10, has a score of its own name.

use super::aliases::{self, COUNTS, RATING_NAMES};
use super::anchors::{Anchors, Better};
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
    /// Something of which less is better: effort, difficulty, leaving.
    Burden,
    /// Marks as German schools give them, 1 for the best.
    SchoolMarks,
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
    /// The better end of the scale, as far as it can be told.
    pub(super) better: Better,
    /// Whether the wording says which end is better.
    pub(super) says_better: bool,
    /// Whether it is a question, not only a name.
    pub(super) is_question: bool,
    /// Whether the wording asks for a rating, where no known name says so.
    pub(super) is_rating: bool,
}

/// Words for recommending, in the languages of column names.
const RECOMMENDING: &str = "nps, enps, rnps, tnps, net promoter, promoter, ltr, recommend, \
    likely to refer, refer us, refer a friend, weiterempf, empfehl, empföhl, recommand, recomend, recomiend, \
    conseilleriez, aconsej, indicaria, nos indicar, aanbev, aanraden, aanrad, consigli, raccomand, \
    rekommend, anbefal, suositt";

/// Recommendations that were given are not a question whether to recommend.
const RECOMMENDED: &str = "recommendations, empfehlungen, recommandations, recomendaciones, \
    recomendações, aanbevelingen, raccomandazioni, consigli, rekommendationer";

const SATISFACTION: &str = "satisf, csat, insatisf, dissatisf, happy, zufrieden, tevreden, soddisf, \
    nöjd, tilfreds, fornøyd";

const BURDENS: &str = "effort, difficult, how hard, aufwand, schwierig, wie schwer, anstrengend, difficil, difícil, \
    esfuerzo, moeilijk, moeite, sforzo, esforço, svårt, ansträng, frustrat, annoy, stress, how much pain, \
    how painful, how confusing, frustr, nervig, churn risk, risk of, churn likelihood, churn probability, \
    cancellation risk, cancellation likelihood, kündigungsrisiko, abwanderung";

/// Words for leaving, which is a burden where people are asked how likely it is.
const LEAVING: &str = "cancel, churn, leave, leaving, switch, stop using, stop buying, stop working with, quit, \
    look for another, look for an alternative, look elsewhere, move away, move to, replace us, go to a competitor, \
    kündig, wechsel, abwander, verlass, quitt, résili, resili, changer de, changiez, arrêt, partir, \
    dejar de, deje, cancel, abandon, cambiar de, cambie, darse de baja, opzeg, opzegt, overstap, overstapt, \
    vertrek, weggaa, disd, lasci, abbandon, cambi, recede, deixar, deixe, trocar, troque, sair, \
    säga upp, säger upp, byta, byter, lämna";

const LIKELIHOOD: &str = "likely, likelihood, probab, chance, intend, consider, plan to, planning to, thinking of, \
    wahrscheinlich, waarschijnlijk, sannolik, troligt, probab";

/// Words against recommending.
const ADVISING_AGAINST: &str = "not recommend, not to recommend, advise against, discourage, warn, nicht weiterempf, \
    nicht empfehl, abraten, pas recommand, déconseill, no recom, no nos recom, niet aanbev, niet aanraden, afraden, \
    non consigli, non ci consigli, sconsigli, não recom, não nos recom, inte rekommend";

/// Marks as German schools give them.
const SCHOOL_MARKS: &str = "schulnote, schulnoten";

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
        let says_better = first.says_better || !second.says_better;
        let direction = if says_better { first } else { second };
        Self {
            range: first.range.or(second.range),
            better: direction.better,
            says_better: direction.says_better,
            ..first
        }
    }

    fn parse(text: &str) -> Self {
        let anchors = Anchors::parse(text);
        let whole = ColumnName::new(text);
        let name = ColumnName::new(&anchors.rest);
        let says = |list: &'static str| aliases::words(list).any(|word| name.holds(word));
        let words: Vec<&str> = name.words().split(' ').collect();
        let is_recommendation = aliases::words(RECOMMENDING).any(|stem| {
            name.holds(stem)
                && (stem.contains(' ')
                    || words
                        .iter()
                        .any(|word| word.starts_with(stem) && !aliases::has(RECOMMENDED, word)))
        });
        let is_leaving = says(LIKELIHOOD) && says(LEAVING) && !says(SATISFACTION);
        let is_against = says(ADVISING_AGAINST);
        let is_recommendation = is_recommendation && !is_against && !is_leaving;
        let is_other = [SATISFACTION, BURDENS, OTHER_SUBJECTS, SCHOOL_MARKS]
            .into_iter()
            .any(says)
            || is_leaving
            || is_against
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
        let is_asking = text.trim_end().ends_with('?')
            || anchors.rest.trim_end().ends_with('?')
            || name.is_question();
        let subject = match (
            says(SATISFACTION),
            says(BURDENS) || is_leaving || is_against,
        ) {
            _ if says(SCHOOL_MARKS) => Subject::SchoolMarks,
            (true, false) => Subject::Satisfaction,
            (false, true) => Subject::Burden,
            _ => Subject::Anything,
        };
        let range = anchors.range().or_else(|| {
            let whole: Vec<&str> = whole.words().split(' ').collect();
            let is_school = subject == Subject::SchoolMarks;
            stated_range(&whole).or(is_school.then_some((1, 6)))
        });
        // `Note (1–6)` is how German schools mark; Swiss ones begin at the other end.
        let is_note = without_range(&words) == "note" && range == Some((1, 6));
        let subject = if is_note {
            Subject::SchoolMarks
        } else {
            subject
        };
        let is_less_better = match subject {
            Subject::SchoolMarks => true,
            // The customer effort score is most often told so that more is better.
            Subject::Burden => is_asking || says("risk, risiko, likelihood, probability"),
            Subject::Satisfaction | Subject::Anything => false,
        };
        let said = anchors.better(subject == Subject::Burden);
        let usual = if is_less_better {
            Better::Low
        } else {
            Better::High
        };
        let is_counted = aliases::words(COUNTS).any(|word| words.contains(&word));
        let is_rating = range.is_some()
            || (is_other && is_asking)
            || says(SATISFACTION)
            || is_recommendation
            || said.is_some();
        Self {
            asked,
            range,
            is_question: is_asking,
            is_rating: is_rating && !is_counted,
            subject,
            better: said.unwrap_or(usual),
            says_better: said.is_some() || says(SCHOOL_MARKS),
        }
    }

    /// Returns the scale of the question where it is not the recommendation
    /// question, over the ratings it asks for.
    pub(super) fn scale(self, (low, high): (u8, u8)) -> Option<Scale> {
        let (best, worst) = match self.better {
            Better::High => (high, low),
            Better::Low => (low, high),
        };
        // Who rates low on `1 = very good` is content; who does on effort rates low.
        let is_satisfaction = match self.subject {
            Subject::Satisfaction | Subject::SchoolMarks => true,
            Subject::Anything => self.better == Better::Low,
            Subject::Burden => false,
        };
        Scale::of_question(best, worst, is_satisfaction)
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
    let by_name = super::header::rank(header, place, ColumnRole::Score);
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
