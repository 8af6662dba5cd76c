//! Which customers were heard, and whose money that is.
//!
//! Takes a corpus with a table of customers; gives how many of them anybody
//! answered for, cut by what the table says, which were not heard, and who at
//! them decides and has said nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use arcstr::ArcStr;
use serde::Serialize;

use super::field_audit::{FieldFault, field_audits_of};
use super::ledger::Ledger;
use super::measure::number;
use super::roles::RoleKind;
use super::segments::{is_day, is_hindsight, is_staff};
use crate::corpus::Corpus;
use crate::feedback::{Account, Attributes, Document, account_key};
use crate::nps::estimate::Share;

/// How much of what there is was heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Heard {
    /// Customers.
    pub accounts: u64,
    /// Those with an answer or an interview.
    pub heard: u64,
    /// What customers are worth together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth: Option<f64>,
    /// What those are worth that were heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth_heard: Option<f64>,
}

/// The same for those customers that have one value of a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentHeard {
    /// The field.
    pub field: String,
    /// Its value.
    pub value: String,
    /// How much was heard.
    #[serde(flatten)]
    pub heard: Heard,
}

/// A customer that nobody answered for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnheardAccount {
    /// Its name.
    pub name: String,
    /// What it is worth.
    pub worth: Option<f64>,
}

/// Somebody who decides and was not heard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SilentPerson {
    /// Who: a name, else an address.
    pub name: String,
    /// Where.
    pub account: Option<String>,
    /// Their role as the table has it.
    pub role: String,
}

/// How many of the people that a table names have answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeopleHeard {
    /// The field they are cut by; `None` for all of them.
    pub field: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// How many answered, of all.
    pub answered: Share,
}

/// A role as answers have it, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadRole {
    /// As it is written.
    pub role: String,
    /// As it is read; `None`: unknown.
    pub kind: Option<RoleKind>,
    /// Answers with it.
    pub answers: u64,
}

/// Which customers were heard.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AccountCoverage {
    /// The field that says what a customer is worth.
    pub measure: Option<String>,
    /// All of them.
    pub all: Heard,
    /// By what the table says of them.
    pub segments: Vec<SegmentHeard>,
    /// Those not heard, the most valuable first.
    pub unheard: Vec<UnheardAccount>,
    /// Customers whose worth is hardly possible, and in no sum.
    pub implausible: Vec<String>,
    /// Customers heard only from people who do not decide.
    pub without_senior: Vec<String>,
    /// People of a table who decide and said nothing.
    pub silent: Vec<SilentPerson>,
    /// How many of the people in tables answered.
    pub people: Vec<PeopleHeard>,
    /// How roles are read.
    pub roles: Vec<ReadRole>,
}

/// More values than this cut no customers.
const MOST_VALUES: usize = 12;

/// Returns which customers were heard; `None` without a table of them.
pub fn account_coverage(ledger: &Ledger<'_>) -> Option<AccountCoverage> {
    let corpus = &*ledger.analysis.corpus;
    if corpus.accounts.is_empty() && corpus.contacts.is_empty() {
        return None;
    }
    let heard = heard_accounts(ledger);
    let measure = worth_field(&corpus.accounts);
    let odd = implausible(ledger, measure.as_deref());
    let of = |accounts: &[&Account]| sum(accounts, &heard, measure.as_deref(), &odd);
    let all: Vec<&Account> = corpus.accounts.iter().collect();
    let mut unheard: Vec<UnheardAccount> = all
        .iter()
        .filter(|account| !heard.contains(&account_key(&account.name)))
        .map(|account| UnheardAccount {
            name: account.name.clone(),
            worth: measure
                .as_deref()
                .filter(|_| !odd.contains(&account.name))
                .and_then(|field| worth(account, field)),
        })
        .collect();
    let value = |of: &UnheardAccount| of.worth.unwrap_or(f64::NEG_INFINITY);
    unheard.sort_by(|a, b| value(b).total_cmp(&value(a)).then(a.name.cmp(&b.name)));
    Some(AccountCoverage {
        all: of(&all),
        segments: segments(&all, &of),
        unheard,
        without_senior: without_senior(ledger),
        implausible: odd.iter().cloned().collect(),
        silent: silent(corpus),
        people: people(ledger),
        roles: roles(corpus),
        measure,
    })
}

/// Returns the customers with an answer or an interview.
fn heard_accounts(ledger: &Ledger<'_>) -> HashSet<String> {
    let analysis = ledger.analysis;
    let corpus = &analysis.corpus;
    let answers = corpus.responses.iter();
    let answers = answers.filter_map(|of| of.account.as_deref());
    let talks = (0..corpus.interviews.len())
        .filter_map(|at| analysis.people.account(corpus, Document::Interview(at)));
    answers.chain(talks).map(account_key).collect()
}

/// What a measure of how much an account is worth is called.
const WORTH: [&str; 19] = [
    "revenue",
    "arr",
    "mrr",
    "acv",
    "contract_value",
    "spend",
    "turnover",
    "umsatz",
    "jahresumsatz",
    "vertragswert",
    "chiffre",
    "ingresos",
    "facturación",
    "omzet",
    "fatturato",
    "ricavi",
    "receita",
    "faturamento",
    "omsättning",
];

/// Returns whether a field is called as one that says what a customer is worth.
pub(super) fn says_worth(field: &str) -> bool {
    let folded = field.to_lowercase();
    let parts = |word: &str| folded.split(['_', ' ']).any(|part| part == word);
    WORTH.iter().any(|word| parts(word)) || folded.contains("contract_value")
}

fn worth_field(accounts: &[Account]) -> Option<String> {
    let fields = accounts.iter().flat_map(|of| of.attributes.keys());
    let fields: BTreeSet<&ArcStr> = fields.filter(|field| says_worth(field)).collect();
    let filled = |field: &&&ArcStr| {
        accounts
            .iter()
            .filter(|of| worth(of, field).is_some())
            .count()
    };
    fields
        .iter()
        .max_by_key(filled)
        .map(|field| (*field).clone())
        .map(|of| of.to_string())
}

fn worth(account: &Account, field: &str) -> Option<f64> {
    account.attributes.get(field).and_then(|cell| number(cell))
}

/// Returns the customers whose number in a field can hardly be.
pub(super) fn implausible(ledger: &Ledger<'_>, field: Option<&str>) -> BTreeSet<String> {
    let own = field_audits_of(ledger, |name| Some(name) == field).into_iter();
    let rows = own
        .flat_map(|of| of.faults)
        .filter_map(|fault| match fault {
            FieldFault::Implausible { rows } => Some(rows),
            _ => None,
        });
    rows.flatten().map(|(who, _)| who).collect()
}

fn sum(
    accounts: &[&Account],
    heard: &HashSet<String>,
    measure: Option<&str>,
    odd: &BTreeSet<String>,
) -> Heard {
    let is_heard = |of: &&&Account| heard.contains(&account_key(&of.name));
    let worth_of = |accounts: &mut dyn Iterator<Item = &&Account>| -> Option<f64> {
        let measure = measure?;
        let counts = accounts.filter(|of| !odd.contains(&of.name));
        Some(counts.filter_map(|of| worth(of, measure)).sum())
    };
    Heard {
        accounts: accounts.len() as u64,
        heard: accounts.iter().filter(is_heard).count() as u64,
        worth: worth_of(&mut accounts.iter()),
        worth_heard: worth_of(&mut accounts.iter().filter(is_heard)),
    }
}

/// Cuts customers by each field of few values.
fn segments(all: &[&Account], of: &dyn Fn(&[&Account]) -> Heard) -> Vec<SegmentHeard> {
    let segments = account_segments(all).into_iter();
    let heard = segments.flat_map(|(field, values)| {
        values
            .into_iter()
            .map(move |(value, accounts)| SegmentHeard {
                field: field.clone(),
                value: value.to_owned(),
                heard: of(&accounts),
            })
    });
    heard.collect()
}

/// A field, and the customers that have each of its values.
type AccountSegments<'a> = (String, BTreeMap<&'a str, Vec<&'a Account>>);

/// Returns the fields of few values, by name, with the customers of each value.
pub(super) fn account_segments<'a>(all: &[&'a Account]) -> Vec<AccountSegments<'a>> {
    let fields: BTreeSet<&ArcStr> = all.iter().flat_map(|of| of.attributes.keys()).collect();
    let mut found = Vec::new();
    for field in fields {
        if is_staff(field) || is_hindsight(field) || says_worth(field) {
            continue;
        }
        let mut by_value: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
        for account in all {
            if let Some(value) = account.attributes.get(field) {
                by_value.entry(value.trim()).or_default().push(account);
            }
        }
        let values = by_value.len();
        let cuts = (2..=MOST_VALUES).contains(&values) && values * 3 <= all.len();
        if !cuts || by_value.keys().any(|value| is_day(value)) {
            continue;
        }
        found.push((field.to_string(), by_value));
    }
    found
}

/// The field that holds somebody's role.
const ROLE: [&str; 6] = [
    "role",
    "job title",
    "title",
    "job_title",
    "position",
    "persona",
];

pub(super) fn role_of(attributes: &Attributes) -> Option<&str> {
    let mut own = ROLE.iter().filter_map(|wanted| {
        let is = |(name, _): &(&ArcStr, &ArcStr)| name.to_lowercase() == *wanted;
        attributes.iter().find(is)
    });
    let role = own.next()?.1.trim();
    (!role.is_empty()).then_some(role)
}

/// Returns customers of whose people only those answered who do not decide,
/// where roles are known.
fn without_senior(ledger: &Ledger<'_>) -> Vec<String> {
    let corpus = &ledger.analysis.corpus;
    let mut best: BTreeMap<&str, Option<RoleKind>> = BTreeMap::new();
    for response in &corpus.responses {
        let (Some(account), Some(role)) = (&response.account, role_of(&response.attributes)) else {
            continue;
        };
        let kind = RoleKind::read(role);
        let known = best.entry(account).or_insert(kind);
        *known = match (*known, kind) {
            (Some(known), Some(kind)) => Some(known.min(kind)),
            // Who is unknown may decide.
            _ => None,
        };
    }
    let below = best.into_iter();
    below
        .filter(|(_, kind)| kind.is_some_and(|kind| !kind.is_senior()))
        .map(|(account, _)| account.to_owned())
        .collect()
}

fn answered(corpus: &Corpus) -> HashSet<String> {
    let answers = corpus.responses.iter().map(|of| &of.person);
    let talks = corpus.interviews.iter().map(|of| &of.participant);
    let people = answers.chain(talks);
    let names = people.flat_map(|of| [of.key(), of.name.as_ref().map(|name| account_key(name))]);
    names.flatten().collect()
}

fn silent(corpus: &Corpus) -> Vec<SilentPerson> {
    let answered = answered(corpus);
    let mut found: Vec<SilentPerson> = corpus
        .contacts
        .iter()
        .filter_map(|contact| {
            let role = role_of(&contact.attributes)?;
            let kind = RoleKind::read(role)?;
            let has_spoken = contact
                .person
                .key()
                .is_some_and(|key| answered.contains(&key))
                || contact
                    .person
                    .name
                    .as_ref()
                    .is_some_and(|name| answered.contains(&account_key(name)));
            let name = contact
                .person
                .name
                .clone()
                .or(contact.person.email.clone())?;
            (kind.is_senior() && !has_spoken).then(|| SilentPerson {
                name: name.to_string(),
                account: contact.account.clone(),
                role: role.to_owned(),
            })
        })
        .collect();
    found.sort_by(|a, b| (&a.account, &a.name).cmp(&(&b.account, &b.name)));
    found
}

/// Returns how many of the people in tables answered, all and by their role.
fn people(ledger: &Ledger<'_>) -> Vec<PeopleHeard> {
    let corpus = &ledger.analysis.corpus;
    if corpus.contacts.is_empty() {
        return Vec::new();
    }
    let answered = answered(corpus);
    let mut clusters: HashMap<String, u32> = HashMap::new();
    let mut said: Vec<(u32, bool, Option<&str>)> = Vec::new();
    let addressed: HashSet<String> = corpus
        .contacts
        .iter()
        .filter(|of| of.person.email.is_some())
        .filter_map(|of| of.person.name.as_deref().map(account_key))
        .collect();
    let mut counted: HashSet<String> = HashSet::new();
    for contact in &corpus.contacts {
        let key = contact.person.key().unwrap_or_default();
        // One table may have the address, another the name alone.
        let is_again = contact.person.email.is_none() && addressed.contains(&key);
        if is_again || !counted.insert(key.clone()) {
            continue;
        }
        let next = clusters.len() as u32;
        let own = contact.account.as_deref().map(account_key);
        let own = own.or_else(|| contact.person.key()).unwrap_or_default();
        let cluster = *clusters.entry(own).or_insert(next);
        let has = answered.contains(&key);
        let role = role_of(&contact.attributes).and_then(RoleKind::read);
        said.push((cluster, has, role.map(RoleKind::name)));
    }
    let share = |role: Option<&str>| {
        let among = said
            .iter()
            .filter(|(.., own)| role.is_none() || *own == role);
        let answers: Vec<_> = among.map(|(cluster, has, _)| (*has, *cluster)).collect();
        Share::clustered(&answers, ledger.confidence)
    };
    let kinds: BTreeSet<&str> = said.iter().filter_map(|(.., role)| *role).collect();
    let all = PeopleHeard {
        field: None,
        value: None,
        answered: share(None),
    };
    let by_role = kinds.into_iter().map(|kind| PeopleHeard {
        field: Some("role".into()),
        value: Some(kind.to_owned()),
        answered: share(Some(kind)),
    });
    std::iter::once(all).chain(by_role).collect()
}

fn roles(corpus: &Corpus) -> Vec<ReadRole> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for response in &corpus.responses {
        if let Some(role) = role_of(&response.attributes) {
            *counts.entry(role).or_default() += 1;
        }
    }
    let read = counts.into_iter().map(|(role, answers)| ReadRole {
        role: role.to_owned(),
        kind: RoleKind::read(role),
        answers,
    });
    read.collect()
}
