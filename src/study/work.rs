//! What people do about what was said: actions on themes, conversations with
//! customers, who looks after what, and what causes it.
//!
//! The nouns; `work_log` keeps them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// All that is done about what was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Work {
    /// Actions on themes, in the order they were planned.
    pub actions: Vec<Action>,
    /// What was last said to whom of what, in the order it was noted.
    pub follow_ups: Vec<FollowUp>,
    /// What causes a theme, by its number.
    pub causes: BTreeMap<u32, Cause>,
    /// Which words are whose, the first that fits counts.
    pub routes: Vec<Route>,
    /// Who looks after which field of the files.
    pub field_owners: BTreeMap<String, String>,
    /// Interviews that somebody has read, by file.
    pub read: BTreeSet<String>,
}

impl Work {
    /// Returns whose a theme is by the rules, from its name and terms.
    pub fn owner(&self, name: &str, terms: &[String]) -> Option<String> {
        let said = format!("{name} {}", terms.join(" ")).to_lowercase();
        let begins = |word: &String| {
            said.match_indices(word.as_str())
                .any(|(at, _)| !said[..at].ends_with(char::is_alphanumeric))
        };
        let fits = |route: &&Route| route.words.iter().any(begins);
        self.routes.iter().find(fits)?.owner.clone()
    }
}

/// Something done about a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Its number, from 1.
    pub number: u32,
    /// The theme's number.
    pub theme: u32,
    /// What is done.
    pub what: String,
    /// Who does it.
    pub owner: Option<String>,
    /// By which day.
    pub due: Option<String>,
    /// How much work it is.
    pub effort: Option<Effort>,
    /// Whether something is changed, stopped or started.
    pub way: Option<Way>,
    /// The day it was planned.
    pub planned: String,
    /// The day it was begun.
    pub started: Option<String>,
    /// The day it was done.
    pub done: Option<String>,
    /// Whether it was given up.
    pub dropped: bool,
}

impl Action {
    /// Returns whether there is still something to do.
    pub fn is_open(&self) -> bool {
        self.done.is_none() && !self.dropped
    }

    /// Returns whether it should be done by now.
    pub fn is_overdue(&self, today: &str) -> bool {
        self.is_open() && self.due.as_deref().is_some_and(|due| due < today)
    }

    /// Returns where it stands, in a word.
    pub fn state(&self) -> &'static str {
        match self {
            Self { dropped: true, .. } => "dropped",
            Self { done: Some(_), .. } => "done",
            Self {
                started: Some(_), ..
            } => "started",
            _ => "planned",
        }
    }
}

/// How much work an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Effort {
    Low,
    Medium,
    High,
}

impl Effort {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// Returns the name, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What an action does to how things are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Way {
    Change,
    Stop,
    Start,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Change, Self::Stop, Self::Start];

    /// Returns the name, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Stop => "stop",
            Self::Start => "start",
        }
    }
}

/// What a theme comes from, and so who can act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// How or how fast one is answered.
    Communication,
    /// Rules, prices, contracts.
    Policy,
    /// What the product does or does not do.
    Product,
    /// Somebody's conduct or skill.
    People,
    /// Something was promised or expected that was not sold or delivered.
    Expectation,
    /// The product was not made for this customer.
    Mismatch,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Communication,
        Self::Policy,
        Self::Product,
        Self::People,
        Self::Expectation,
        Self::Mismatch,
    ];

    /// Returns the name, lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Communication => "communication",
            Self::Policy => "policy",
            Self::Product => "product",
            Self::People => "people",
            Self::Expectation => "expectation",
            Self::Mismatch => "mismatch",
        }
    }

    /// Returns who can act on it.
    pub fn who_can_act(self) -> &'static str {
        match self {
            Self::Communication => "customer success and support",
            Self::Policy => "management",
            Self::Product => "product and engineering",
            Self::People => "the team's lead",
            Self::Expectation => "sales, with customer success",
            Self::Mismatch => "sales: whom to sell to",
        }
    }
}

/// Where the conversation with somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum FollowUpState {
    /// They said it.
    Heard,
    /// Those who can act know.
    Shared,
    /// They were promised something by a day.
    Promised,
    /// They were told what became of it.
    Told,
    /// It is done.
    Done,
    /// They were asked again.
    AskedAgain,
    /// Something was asked of them: a reference, a review.
    Asked,
    /// They do not want to be contacted.
    OptedOut,
}

impl FollowUpState {
    /// Returns the name, as it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heard => "heard",
            Self::Shared => "shared",
            Self::Promised => "promised",
            Self::Told => "told",
            Self::Done => "done",
            Self::AskedAgain => "asked-again",
            Self::Asked => "asked",
            Self::OptedOut => "opted-out",
        }
    }

    /// Reads a state, also as other tools call it.
    pub fn read(text: &str) -> Option<Self> {
        let plain = text.trim().to_lowercase().replace(['_', ' '], "-");
        Some(match &*plain {
            "heard" | "new" | "open" | "not-started" | "todo" => Self::Heard,
            "shared" | "in-progress" | "working" | "pending" | "on-hold" | "hold" => Self::Shared,
            "promised" | "waiting" | "deferred" => Self::Promised,
            "told" | "solved" | "contacted" | "connected" => Self::Told,
            "done" | "closed" | "completed" | "complete" | "resolved" => Self::Done,
            "asked-again" => Self::AskedAgain,
            "asked" => Self::Asked,
            "opted-out" | "unsubscribed" | "do-not-contact" | "opt-out" => Self::OptedOut,
            _ => return None,
        })
    }
}

/// What was said to somebody, and what is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Who: an address, else a name, in lower case.
    pub person: String,
    /// Where it stands.
    pub state: FollowUpState,
    /// The theme it is about, by its number; `None`: their answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<u32>,
    /// By when something is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// In somebody's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day.
    pub on: String,
}

/// Whose a theme is, by words of its name or terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Words, any of which decides.
    pub words: Vec<String>,
    /// The department; `None` where the rule is given up.
    pub owner: Option<String>,
}

/// A step in the life of an action, as the register keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ActionStep {
    Plan {
        theme: u32,
        what: String,
        owner: Option<String>,
        due: Option<String>,
        effort: Option<Effort>,
        way: Option<Way>,
    },
    Start {
        action: u32,
        on: String,
    },
    Finish {
        action: u32,
        on: String,
    },
    Drop {
        action: u32,
    },
}

impl ActionStep {
    /// Returns the action it changes; `None` where it plans one.
    pub fn action(&self) -> Option<u32> {
        match self {
            Self::Plan { .. } => None,
            Self::Start { action, .. } | Self::Finish { action, .. } | Self::Drop { action } => {
                Some(*action)
            }
        }
    }
}
