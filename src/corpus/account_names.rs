//! Whether two names may be one customer's.

/// Ways to write that a customer is a company, and the one form of each.
const LEGAL: [(&str, &str); 46] = [
    ("corporation", "corp"),
    ("corp", "corp"),
    ("incorporated", "inc"),
    ("inc", "inc"),
    ("limited", "ltd"),
    ("ltd", "ltd"),
    ("company", "co"),
    ("co", "co"),
    ("llc", "llc"),
    ("llp", "llp"),
    ("plc", "plc"),
    ("lp", "lp"),
    ("pty", "pty"),
    ("gmbh", "gmbh"),
    ("mbh", "gmbh"),
    ("ggmbh", "ggmbh"),
    ("ag", "ag"),
    ("kg", "kg"),
    ("kgaa", "kgaa"),
    ("ohg", "ohg"),
    ("ug", "ug"),
    ("ev", "ev"),
    ("eg", "eg"),
    ("se", "se"),
    ("sa", "sa"),
    ("sas", "sas"),
    ("sasu", "sas"),
    ("sarl", "sarl"),
    ("eurl", "eurl"),
    ("srl", "srl"),
    ("spa", "spa"),
    ("sl", "sl"),
    ("slu", "sl"),
    ("lda", "lda"),
    ("ltda", "ltda"),
    ("bv", "bv"),
    ("nv", "nv"),
    ("vof", "vof"),
    ("ab", "ab"),
    ("as", "as"),
    ("asa", "asa"),
    ("aps", "aps"),
    ("oy", "oy"),
    ("oyj", "oyj"),
    ("kk", "kk"),
    ("group", "group"),
];

/// A customer's name in the form in which names are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AccountName {
    /// All of it, without spaces: `megacorp` for Mega Corporation.
    whole: String,
    /// It without the words that only say that it is a company.
    core: String,
    /// These words.
    legal: Vec<&'static str>,
}

impl AccountName {
    pub(super) fn new(name: &str) -> Self {
        let lower = plain(name);
        let mut words: Vec<&str> = lower.split(' ').filter(|word| !word.is_empty()).collect();
        if words.len() > 1 && words[0] == "the" {
            words.remove(0);
        }
        let form = |word: &str| LEGAL.iter().find(|(known, _)| *known == word);
        let mut whole = String::new();
        for word in &words {
            whole.push_str(form(word).map_or(word, |(_, form)| form));
        }
        let mut legal = Vec::new();
        while words.len() > 1
            && let Some((_, form)) = form(words[words.len() - 1])
        {
            legal.push(*form);
            words.pop();
            // `GmbH & Co. KG`
            if words.len() > 1 && words[words.len() - 1] == "and" {
                words.pop();
            }
        }
        legal.sort_unstable();
        Self {
            whole,
            core: words.concat(),
            legal,
        }
    }

    /// Returns why two names may be one customer's, as half a sentence; `None`
    /// where they hardly are.
    pub(super) fn likeness(&self, other: &Self) -> Option<&'static str> {
        if self.whole.is_empty() || other.whole.is_empty() {
            return None;
        }
        if self.whole == other.whole {
            return Some("differs only in how it is written");
        }
        // `Mega Ltd` and `Mega GmbH` may be two companies of a group.
        let may_be = self.legal.is_empty() || other.legal.is_empty();
        (may_be && self.core == other.core)
            .then_some("differs only in the word for the kind of company")
    }

    /// Returns what two names that may be one customer's have in common.
    pub(super) fn keys(&self) -> [&str; 2] {
        [&self.whole, &self.core]
    }
}

/// Returns a name in plain lower-case words: no marks on letters, no signs.
fn plain(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut plain = String::new();
    for letter in name.nfkd().flat_map(char::to_lowercase) {
        match letter {
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'æ' => plain.push_str("ae"),
            'ł' => plain.push('l'),
            '&' | '+' => plain.push_str(" and "),
            // `S.A.` and `O'Neill` are one word.
            '.' | '\'' | '’' => {}
            letter if letter.is_alphanumeric() => plain.push(letter),
            letter if unicode_normalization::char::is_combining_mark(letter) => {}
            _ => plain.push(' '),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_alike(one: &str, other: &str) -> bool {
        let (one, other) = (AccountName::new(one), AccountName::new(other));
        one.likeness(&other).is_some()
    }

    #[test]
    fn a_name_may_be_written_in_several_ways() {
        assert!(are_alike("MegaCorp", "Mega Corporation"));
        assert!(are_alike("Mega Corp.", "megacorp"));
        assert!(are_alike("Acme", "ACME GmbH & Co. KG"));
        assert!(are_alike("Böhm & Söhne AG", "Bohm and Sohne"));
        assert!(are_alike("The Lift Company", "Lift Co"));
        assert!(are_alike("Durand S.A.S.", "Durand SAS"));
    }

    #[test]
    fn a_name_that_only_looks_alike_is_another_customers() {
        assert!(!are_alike("MegaCorp", "MegaCore"));
        assert!(!are_alike("Mega Corporation", "MegaCore"));
        assert!(!are_alike("Mega Ltd", "Mega GmbH"));
        assert!(!are_alike("Alpgas", "Alpgas Service"));
        assert!(!are_alike("", "GmbH"));
    }
}
