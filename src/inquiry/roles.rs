//! What people's roles are, however they are written.

use serde::Serialize;

use crate::text::plain_words;

/// A role, from the most senior to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleKind {
    /// Signs the contract.
    DecisionMaker,
    /// Leads a department.
    Director,
    /// Leads people, or sponsors the purchase.
    Manager,
    /// Speaks for the product among colleagues.
    Champion,
    /// Works with it.
    EndUser,
}

/// Words of a role's name, those of the most senior first.
const WORDS: [(RoleKind, &[&str]); 5] = [
    (
        RoleKind::DecisionMaker,
        &[
            "ceo",
            "cfo",
            "cto",
            "cio",
            "coo",
            "cro",
            "cmo",
            "chief",
            "owner",
            "founder",
            "cofounder",
            "president",
            "executive",
            "exec",
            "decision",
            "managing director",
            "geschäftsführer",
            "geschäftsführerin",
            "geschäftsführung",
            "inhaber",
            "inhaberin",
            "vorstand",
            "gérant",
            "gérante",
            "pdg",
            "director general",
            "directeur général",
            "entscheider",
            "entscheiderin",
            "décideur",
            "budget holder",
            "economic buyer",
        ],
    ),
    (
        RoleKind::Director,
        &[
            "director",
            "head",
            "vp",
            "svp",
            "evp",
            "vice",
            "directeur",
            "directrice",
            "leiter",
            "leiterin",
        ],
    ),
    (
        RoleKind::Manager,
        &[
            "manager",
            "managers",
            "lead",
            "supervisor",
            "sponsor",
            "buyer",
            "influencer",
            "teamleiter",
            "responsable",
        ],
    ),
    (
        RoleKind::Champion,
        &[
            "champion",
            "admin",
            "administrator",
            "expert",
            "power user",
            "key user",
            "superuser",
        ],
    ),
    (
        RoleKind::EndUser,
        &[
            "user",
            "users",
            "staff",
            "employee",
            "operator",
            "technician",
            "engineer",
            "agent",
            "analyst",
            "dispatcher",
            "planner",
            "specialist",
            "assistant",
            "anwender",
            "nutzer",
            "mitarbeiter",
            "mitarbeiterin",
            "utilisateur",
            "utilisatrice",
            "usuario",
            "gebruiker",
        ],
    ),
];

impl RoleKind {
    /// Reads a role; `None` where its name says nothing.
    pub fn read(role: &str) -> Option<Self> {
        let plain = format!(" {} ", plain_words(role));
        // A vice president is none; a power user is not any user.
        let has = |word: &&&str| plain.contains(&format!(" {word} "));
        if plain.contains(" vice president ") {
            return Some(Self::Director);
        }
        let of =
            |(kind, words): &(Self, &[&str])| words.iter().any(|word| has(&word)).then_some(*kind);
        WORDS.iter().find_map(of)
    }

    /// Returns the name, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::DecisionMaker => "decision maker",
            Self::Director => "director",
            Self::Manager => "manager",
            Self::Champion => "champion",
            Self::EndUser => "end user",
        }
    }

    /// Returns whether somebody decides what the customer does.
    pub fn is_senior(self) -> bool {
        self <= Self::Director
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_by_its_words() {
        let read = |role: &str| RoleKind::read(role).map(RoleKind::name);
        assert_eq!(read("Decision maker"), Some("decision maker"));
        assert_eq!(read("Managing Director"), Some("decision maker"));
        // No `cto` is in a director.
        assert_eq!(read("Director of IT"), Some("director"));
        assert_eq!(read("Vice President Sales"), Some("director"));
        assert_eq!(read("Power-User"), Some("champion"));
        assert_eq!(read("end user"), Some("end user"));
        assert_eq!(read("friend"), None);
    }
}
