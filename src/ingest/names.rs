//! What the name of a column says about its role.
//!
//! Names are compared in plain words (`RecipientEmail`, `recipient_email` and
//! `Recipient e-mail` are one); questions by the words they hold.

use unicode_normalization::UnicodeNormalization;

use super::aliases::{self, NOISE, OTHER_SCORES, PLAIN_WORDS, exact, phrases, vetoes};
use super::role::ColumnRole;
use crate::text::plain_words;

/// A column's name, in plain lower-case words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColumnName {
    words: String,
    count: usize,
}

impl ColumnName {
    pub(super) fn new(name: &str) -> Self {
        // Plain letters are their own normal form.
        let letters: Vec<char> = if name.is_ascii() {
            name.chars().collect()
        } else {
            name.nfkc().collect()
        };
        let mut words = String::with_capacity(name.len() + 4);
        for (place, &letter) in letters.iter().enumerate() {
            if !letter.is_alphanumeric() && letter != '#' {
                words.push(' ');
                continue;
            }
            if begins_a_word(&letters, place) {
                words.push(' ');
            }
            words.extend(letter.to_lowercase());
        }
        let mut joined = String::with_capacity(words.len());
        let mut count = 0;
        for word in words.split_whitespace() {
            if count > 0 {
                joined.push(' ');
            }
            joined.push_str(word);
            count += 1;
        }
        Self {
            words: joined,
            count,
        }
    }

    pub(super) fn words(&self) -> &str {
        &self.words
    }

    /// Returns whether the words stand in the name, each from its first letter.
    pub(super) fn holds(&self, phrase: &str) -> bool {
        if phrase.is_empty() {
            return false;
        }
        let mut rest = Some(self.words.as_str());
        while let Some(words) = rest {
            if words.starts_with(phrase) {
                return true;
            }
            rest = words.split_once(' ').map(|(_, rest)| rest);
        }
        false
    }

    fn has_word(&self, word: &str) -> bool {
        self.words.split(' ').any(|own| own == word)
    }

    pub(super) fn is_question(&self) -> bool {
        self.count >= 5
    }
}

/// `ResponseId` is two words, and so is `NPSScore`.
fn begins_a_word(letters: &[char], place: usize) -> bool {
    let Some(before) = place.checked_sub(1).map(|before| letters[before]) else {
        return false;
    };
    let letter = letters[place];
    let after_lower = before.is_lowercase() && letter.is_uppercase();
    let after_upper = before.is_uppercase()
        && letter.is_uppercase()
        && letters
            .get(place + 1)
            .is_some_and(|next| next.is_lowercase());
    after_lower || after_upper
}

/// From here on a rank says that only some words of the name fit.
pub(super) const PHRASE: usize = 100;

/// Returns how well a name fits a role, the smaller the better.
pub(super) fn rank(role: ColumnRole, name: &ColumnName) -> Option<usize> {
    let exact = aliases::place(exact(role), &name.words);
    exact.or_else(|| {
        let phrase = aliases::words(phrases(role)).position(|phrase| name.holds(phrase))?;
        let is_about = !name.is_question() && is_vetoed(role, name);
        (!is_about).then_some(PHRASE + phrase)
    })
}

/// Returns which of some columns has the name that fits a role best, by
/// position; the first of those that fit as well.
pub fn best_named(role: ColumnRole, columns: &[impl AsRef<str>]) -> Option<usize> {
    let columns = columns.iter().enumerate();
    let ranked = columns.filter_map(|(at, name)| {
        let rank = rank(role, &ColumnName::new(name.as_ref()))?;
        Some((rank, at))
    });
    ranked.min().map(|(_, at)| at)
}

/// Returns whether a name is one that a role has, or that survey tools add.
pub(super) fn is_known(name: &str) -> bool {
    let name = ColumnName::new(name);
    let exact = |role| rank(role, &name).is_some_and(|rank| rank < PHRASE);
    let is_plain_word = aliases::has(PLAIN_WORDS, name.words());
    (!is_plain_word && ColumnRole::ALL.into_iter().any(exact)) || is_noise(&name)
}

/// Returns whether a name holds a word that makes it about a role rather than
/// the role.
pub(super) fn is_vetoed(role: ColumnRole, name: &ColumnName) -> bool {
    let mut words = name.words.split(' ');
    words.any(|word| aliases::has(vetoes(role), word))
}

/// Returns how well a name fits a score that is known to be on another scale
/// than 0 to 10.
pub(super) fn rank_of_other_score(name: &ColumnName) -> Option<usize> {
    aliases::place(OTHER_SCORES, &name.words).map(|place| PHRASE / 2 + place)
}

/// Returns whether a name asks for an answer in one's own words: a question, or
/// one side of a pair such as `likes` and `dislikes`.
pub(super) fn asks(name: &str) -> bool {
    const SIDES: &str = "likes, dislikes, pros, cons, positives, negatives, strengths, weaknesses, \
        positive review, negative review, positive comment, negative comment, \
        positive comments, negative comments, positive feedback, negative feedback, \
        stärken, schwächen, lob, kritik, verbesserungsvorschläge, points forts, points faibles, \
        lo mejor, lo peor, ventajas, desventajas, pluspunten, minpunten, pregi, difetti, \
        pontos fortes, pontos fracos, styrkor, svagheter, suggestions, improvements, \
        went well, to improve, best, worst";
    let words = ColumnName::new(name);
    let ends_as_question = name.trim_end().ends_with(['?', '\u{ff1f}']);
    ends_as_question || words.is_question() || aliases::has(SIDES, words.words())
}

/// Returns whether a name is given to what survey tools add for themselves.
pub(super) fn is_noise(name: &ColumnName) -> bool {
    aliases::has(NOISE, name.words()) || name.words().contains("import id")
}

/// Returns whether a column repeats the group that the score already tells.
pub(super) fn is_group(name: &ColumnName) -> bool {
    let known = "nps group, nps category, nps segment, nps type, nps bucket";
    aliases::words(known).any(|group| name.words().ends_with(group))
}

/// Returns whether the numbers of a column are money.
pub(super) fn is_money(name: &ColumnName) -> bool {
    const MONEY: &str = "revenue, turnover, arr, mrr, acv, tcv, spend, price, amount, cost, value, \
        umsatz, jahresumsatz, vertragswert, preis, betrag, kosten, chiffre, ca, revenu, prix, montant, \
        ingresos, facturación, facturacion, precio, importe, omzet, jaaromzet, prijs, bedrag, \
        fatturato, ricavi, prezzo, importo, receita, faturamento, preço, valor, omsättning, intäkter, \
        pris, belopp";
    aliases::words(MONEY).any(|word| name.has_word(word))
}

/// Names of columns that number customers, in plain words.
const IDS: [&str; 17] = [
    "account id",
    "account number",
    "accountid",
    "company id",
    "customer id",
    "customer number",
    "client id",
    "organization id",
    "organisation id",
    "crm id",
    "salesforce id",
    "hubspot id",
    "associated company id",
    "kundennummer",
    "kunden nr",
    "numéro client",
    "klantnummer",
];

/// Returns whether a column numbers customers.
pub fn numbers_accounts(column: &str) -> bool {
    IDS.contains(&&*plain_words(column))
}

/// Returns whether a column says what an accounts table says.
pub(super) fn is_of_accounts(name: &ColumnName) -> bool {
    const OF_ACCOUNTS: &str = "owner, csm, revenue, turnover, arr, mrr, acv, renewal, churn, churned, industry, \
        seats, plan, tier, segment, contract, employees, licences, licenses, \
        umsatz, jahresumsatz, vertragswert, vertrag, branche, tarif, betreuer, stufe, kündigung, \
        gekündigt, verlängerung, lizenzen, mitarbeiter, \
        chiffre, ca, revenu, secteur, contrat, forfait, renouvellement, effectif, \
        ingresos, facturación, facturacion, sector, contrato, renovación, empleados, \
        omzet, jaaromzet, verlenging, licenties, medewerkers, \
        fatturato, ricavi, settore, contratto, rinnovo, licenze, dipendenti, \
        receita, faturamento, setor, renovação, licenças, funcionários, \
        omsättning, intäkter, bransch, avtal, licenser, anställda";
    aliases::words(OF_ACCOUNTS).any(|word| name.has_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plays(role: ColumnRole, name: &str) -> bool {
        rank(role, &ColumnName::new(name)).is_some()
    }

    #[test]
    fn case_and_joints_do_not_matter() {
        for name in [
            "RecipientEmail",
            "recipient_email",
            "Recipient E-Mail".replace("E-M", "Em").as_str(),
        ] {
            assert_eq!(ColumnName::new(name).words(), "recipient email");
        }
        assert_eq!(ColumnName::new("NPSScore").words(), "nps score");
    }

    #[test]
    fn questions_are_known_by_their_words() {
        assert!(plays(
            ColumnRole::Score,
            "How likely are you to recommend Pontoon to a colleague?"
        ));
        assert!(plays(
            ColumnRole::Comment,
            "What is the main reason for your score?"
        ));
        assert!(plays(
            ColumnRole::Comment,
            "Warum haben Sie diese Note vergeben?"
        ));
        assert!(plays(ColumnRole::Comment, "Please explain"));
    }

    #[test]
    fn a_column_about_the_comment_is_not_the_comment() {
        for name in [
            "reason code",
            "comment_date",
            "negativereason",
            "feedback topic",
            "comment sentiment",
        ] {
            assert!(!plays(ColumnRole::Comment, name), "{name}");
        }
        assert!(!plays(ColumnRole::Date, "renewal date"));
        assert!(!plays(ColumnRole::Score, "Q1_NPS_GROUP"));
    }

    #[test]
    fn the_better_name_comes_first() {
        let rank = |name| rank(ColumnRole::Comment, &ColumnName::new(name)).unwrap();
        assert!(rank("Comment") < rank("Text"));
        assert!(rank("Text") < rank("Why did you give this score?"));
        assert!(
            rank("What is the main reason for your score?") < rank("Anything else to tell us?")
        );
    }
}
