//! Which customer each answer belongs to, and what tables say of them.
//!
//! An answer is joined to a row of a table by the customer's id, else by its
//! name, else by a name that a person said is the same, else by its e-mail
//! domain; or it is not, and that is counted. A join only ever fills in: no
//! answer is added, dropped or doubled, and what its own row says stays.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arcstr::ArcStr;
use serde::{Deserialize, Serialize};

use super::Corpus;
use super::account_names::AccountName;
use super::domains::{DomainOwner, Domains};
use crate::feedback::{Account, Contact, Person, SharedTexts, account_key};
use crate::ingest::numbers_accounts;
use crate::text::plain_words;

/// What a person said of two names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLink {
    /// A customer's name as some file writes it.
    pub name: String,
    /// The name it is kept under.
    pub account: String,
    /// Whether both are one customer's.
    pub same: bool,
}

impl AccountLink {
    /// What such entries are called in the register.
    pub const KIND: &'static str = "account";

    /// Returns whether another one speaks of the same two names.
    pub(super) fn is_about_those_of(&self, other: &Self) -> bool {
        let names = |of: &Self| BTreeSet::from([account_key(&of.name), account_key(&of.account)]);
        names(self) == names(other)
    }
}

/// How an answer was joined to its customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JoinedBy {
    /// By the id that both state.
    Id,
    /// By the name that both state.
    Name,
    /// By a name that a person said is the same.
    Confirmed,
    /// By the person, whom a table of people knows.
    Person,
    /// By the e-mail domain that the table states.
    Domain,
    /// By the e-mail domain, which only colleagues at one customer have.
    Colleagues,
}

impl JoinedBy {
    /// Returns half a sentence: "by name".
    pub fn how(self) -> &'static str {
        match self {
            Self::Id => "by id",
            Self::Name => "by name",
            Self::Confirmed => "by a name you confirmed",
            Self::Person => "by a table of people",
            Self::Domain => "by e-mail domain",
            Self::Colleagues => "by the e-mail domain of colleagues",
        }
    }
}

/// Two names that may be one customer's, for a person to decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ProposedLink {
    /// The name that would be given up.
    pub name: String,
    /// The name that would stay.
    pub account: String,
    /// Half a sentence.
    pub why: String,
}

/// Two files that say different things of a customer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FieldConflict {
    /// The customer.
    pub account: String,
    /// The column.
    pub field: String,
    /// What holds, and where it stands.
    pub kept: String,
    /// The file that says it.
    pub kept_from: String,
    /// What does not.
    pub other: String,
    /// The file that says that.
    pub other_from: String,
}

/// How the files of a corpus were joined.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Joining {
    /// Whether there is a table of customers to join to.
    pub has_table: bool,
    /// How many answers were joined, by how.
    pub joined: BTreeMap<JoinedBy, usize>,
    /// Names in answers that no table has, and in how many.
    pub unmatched: BTreeMap<String, usize>,
    /// Answers that name no customer and could not be given one.
    pub nameless: usize,
    /// Domains that tell no customer, why, and in how many answers.
    pub refused: BTreeMap<String, (String, usize)>,
    /// Names that may be one customer's.
    pub proposals: Vec<ProposedLink>,
    /// What files say differently.
    pub conflicts: Vec<FieldConflict>,
    /// For each field that a table filled in, from which file and in how many
    /// answers.
    pub filled: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Names of such columns that number other things in a table of answers.
const OWN_IDS: [&str; 4] = ["id", "record id", "external id", "organization external id"];

/// Names of columns that hold a customer's domains.
const DOMAINS: [&str; 13] = [
    "domain",
    "domains",
    "domain name",
    "domain names",
    "company domain name",
    "company domain",
    "email domain",
    "email domains",
    "e mail domain",
    "website",
    "web site",
    "website url",
    "homepage",
];

/// A customer's id in a table of customers.
fn id_of(account: &Account) -> Option<&str> {
    let is_id = |name: &str| numbers_accounts(name) || OWN_IDS.contains(&&*plain_words(name));
    let mut fields = account.attributes.iter();
    let id = fields.find(|(name, _)| is_id(name))?.1.trim();
    (!id.is_empty()).then_some(id)
}

/// What there is to join to.
struct AccountIndex {
    accounts: Vec<Account>,
    by_name: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
    confirmed: HashMap<String, String>,
    domains: Domains,
}

impl AccountIndex {
    /// Puts tables of customers together: rows of one customer become one.
    fn new(
        tables: Vec<Account>,
        links: &[AccountLink],
        conflicts: &mut Vec<FieldConflict>,
    ) -> Self {
        let mut index = Self {
            accounts: Vec::new(),
            by_name: HashMap::new(),
            by_id: HashMap::new(),
            confirmed: confirmed(links),
            domains: Domains::default(),
        };
        // A table that knows the ids goes before one that has nothing but them,
        // and the name that is kept before one that stands for it.
        let mut tables = tables;
        tables.sort_by_key(|of| (index.confirmed(&of.name).is_some(), id_of(of).is_none()));
        for account in tables {
            index.add(&account, conflicts);
        }
        for (at, account) in index.accounts.iter().enumerate() {
            for (name, value) in &account.attributes {
                if DOMAINS.contains(&&*plain_words(name)) {
                    for domain in value.split([',', ';', ' ', '|']) {
                        index.domains.add(domain, at);
                    }
                }
            }
        }
        index
    }

    fn add(&mut self, account: &Account, conflicts: &mut Vec<FieldConflict>) {
        let stands_for = self.confirmed(&account.name);
        let name = stands_for.unwrap_or(&account.name).to_owned();
        let id = id_of(account).map(account_key);
        let by_id = |id: &str| self.by_id.get(id).copied();
        let known = self.by_name.get(&account_key(&name)).copied();
        // One table's id is another's name.
        let known = known.or_else(|| by_id(&account_key(&name)));
        let at = known.unwrap_or_else(|| {
            self.accounts.push(Account {
                name: name.trim().to_owned(),
                ..Account::default()
            });
            self.accounts.len() - 1
        });
        self.by_name.insert(account_key(&name), at);
        if let Some(id) = id {
            self.by_id.entry(id).or_insert(at);
        }
        let kept = &mut self.accounts[at];
        for (field, value) in &account.attributes {
            let from = account
                .sources
                .get(field.as_str())
                .cloned()
                .unwrap_or_default();
            match kept.attributes.get(field) {
                Some(before) if !is_same(before, value) => conflicts.push(FieldConflict {
                    account: kept.name.clone(),
                    kept: before.to_string(),
                    kept_from: kept
                        .sources
                        .get(field.as_str())
                        .cloned()
                        .unwrap_or_default(),
                    other: value.to_string(),
                    other_from: from,
                    field: field.to_string(),
                }),
                Some(_) => {}
                None => {
                    kept.attributes.insert(field.clone(), value.clone());
                    kept.sources.insert(field.to_string(), from);
                }
            }
        }
    }

    fn confirmed(&self, name: &str) -> Option<&str> {
        self.confirmed.get(&account_key(name)).map(String::as_str)
    }

    /// Returns the customer of a name or id.
    fn named(&self, name: &str, id: Option<&str>) -> Option<(usize, JoinedBy)> {
        let by_id = |id: &str| {
            self.by_id
                .get(&account_key(id))
                .map(|at| (*at, JoinedBy::Id))
        };
        let by_name = |name: &str| self.by_name.get(&account_key(name)).copied();
        let confirmed = || {
            let at = by_name(self.confirmed(name)?)?;
            Some((at, JoinedBy::Confirmed))
        };
        id.and_then(by_id)
            .or_else(|| by_name(name).map(|at| (at, JoinedBy::Name)))
            .or_else(|| by_id(name))
            .or_else(confirmed)
    }
}

/// Returns the names that a name is kept under, by what people said: its own,
/// that one's, and so on, as far as they lead somewhere new.
pub fn kept_under(links: &[AccountLink], name: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut seen = BTreeSet::from([account_key(name)]);
    let mut at = account_key(name);
    let same = |link: &&AccountLink| link.same;
    while let Some(link) = links
        .iter()
        .rfind(|link| same(link) && account_key(&link.name) == at)
    {
        at = account_key(&link.account);
        if !seen.insert(at.clone()) {
            break;
        }
        names.push(link.account.clone());
    }
    names
}

/// Returns the name that each is kept under in the end.
fn confirmed(links: &[AccountLink]) -> HashMap<String, String> {
    let same = links.iter().filter(|link| link.same);
    let last = same.filter_map(|link| {
        let last = kept_under(links, &link.name).pop()?;
        Some((account_key(&link.name), last))
    });
    last.collect()
}

/// Returns whether two cells say the same: `1,200` and `1200.0` do.
fn is_same(one: &str, other: &str) -> bool {
    let number = |cell: &str| cell.trim().replace(',', "").parse::<f64>().ok();
    match (number(one), number(other)) {
        (Some(one), Some(other)) => (one - other).abs() < f64::EPSILON,
        _ => account_key(one) == account_key(other),
    }
}

/// Who is known by an address or a name.
struct ContactIndex<'a> {
    by_key: HashMap<String, &'a Contact>,
    by_name: HashMap<String, Option<&'a Contact>>,
}

impl<'a> ContactIndex<'a> {
    fn new(contacts: &'a [Contact]) -> Self {
        let mut index = Self {
            by_key: HashMap::new(),
            by_name: HashMap::new(),
        };
        for contact in contacts {
            if let Some(key) = contact.person.key() {
                index.by_key.entry(key).or_insert(contact);
            }
            if let Some(name) = &contact.person.name {
                let known = index
                    .by_name
                    .entry(account_key(name))
                    .or_insert(Some(contact));
                if known.is_some_and(|known| known.person.key() != contact.person.key()) {
                    *known = None;
                }
            }
        }
        index
    }

    /// A person is known by their address; one who gave none, by a name that
    /// only one has.
    fn find(&self, person: &Person) -> Option<&'a Contact> {
        let known = person.key().and_then(|key| self.by_key.get(&key).copied());
        let by_name = || {
            let name = person.name.as_ref().filter(|_| person.email.is_none())?;
            self.by_name.get(&account_key(name)).copied().flatten()
        };
        known.or_else(by_name)
    }
}

impl Corpus {
    /// Gives each answer and conversation its customer, and what tables say of
    /// the customer and the person.
    pub(super) fn join(&mut self) {
        let mut joining = Joining::default();
        let tables = std::mem::take(&mut self.accounts);
        joining.has_table = !tables.is_empty();
        let index = AccountIndex::new(tables, &self.links, &mut joining.conflicts);
        let contacts = std::mem::take(&mut self.contacts);
        let people = ContactIndex::new(&contacts);
        self.name_accounts(&index, &people, &mut joining);
        self.fill_in(&index, &people, &mut joining);
        joining.proposals = self.proposals(&index);
        joining.conflicts.sort();
        joining.conflicts.dedup();
        self.accounts = index.accounts;
        self.accounts.sort_by(|a, b| a.name.cmp(&b.name));
        self.contacts = contacts;
        self.joining = joining;
    }

    fn name_accounts(
        &mut self,
        index: &AccountIndex,
        people: &ContactIndex<'_>,
        joining: &mut Joining,
    ) {
        let mut shared = SharedTexts::default();
        for response in &mut self.responses {
            let mut fields = response.attributes.iter();
            let id = fields.find(|(name, _)| numbers_accounts(name));
            let id = id.map(|(_, id)| id.as_str());
            let written = response.account.clone().unwrap_or_default();
            // A table of people may know a customer that no other table does.
            let contact = people.find(&response.person).filter(|_| written.is_empty());
            let of_person = contact.and_then(|contact| contact.account.as_deref());
            let found = index.named(&written, id).or_else(|| {
                let (at, _) = index.named(of_person?, None)?;
                Some((at, JoinedBy::Person))
            });
            let found = found.or_else(|| {
                let address = response.person.email.as_deref()?;
                match index.domains.owner(address) {
                    DomainOwner::One(at) => Some((at, JoinedBy::Domain)),
                    DomainOwner::FreeMail(domain) if written.is_empty() => {
                        joining.refuse(domain, "anybody can have an address there");
                        None
                    }
                    DomainOwner::Shared(domain) if written.is_empty() => {
                        joining.refuse(domain, "several accounts have it");
                        None
                    }
                    _ => None,
                }
            });
            if let Some((at, how)) = found {
                response.account = Some(shared.text(&index.accounts[at].name));
                *joining.joined.entry(how).or_default() += 1;
            } else if let Some(other) = index.confirmed(&written) {
                // Without a table, what people said of names holds too.
                response.account = Some(shared.text(other));
            } else if let Some(account) = of_person {
                response.account = Some(shared.text(account));
                *joining.joined.entry(JoinedBy::Person).or_default() += 1;
            }
        }
        self.name_by_colleagues(index, joining);
        for response in &self.responses {
            match &response.account {
                None => joining.nameless += 1,
                Some(name) if index.by_name.contains_key(&account_key(name)) => {}
                Some(name) if joining.has_table => {
                    *joining.unmatched.entry(name.trim().to_owned()).or_default() += 1;
                }
                Some(_) => {}
            }
        }
        for interview in &mut self.interviews {
            let written = interview.account.clone().unwrap_or_default();
            let by_domain = || {
                let address = interview.participant.email.as_deref()?;
                match index.domains.owner(address) {
                    DomainOwner::One(at) => Some((at, JoinedBy::Domain)),
                    _ => None,
                }
            };
            if let Some((at, _)) = index.named(&written, None).or_else(by_domain) {
                interview.account = Some(index.accounts[at].name.clone());
            } else if let Some(other) = index.confirmed(&written) {
                interview.account = Some(other.to_owned());
            }
        }
    }

    /// Gives an answer that names no customer that of its colleagues: two or
    /// more people with an address of the same domain, all at one customer.
    fn name_by_colleagues(&mut self, index: &AccountIndex, joining: &mut Joining) {
        let is_open = |at: &usize| {
            let response = &self.responses[*at];
            let address = response.person.email.as_deref();
            // What a table says of a domain has been looked at.
            let is_unknown = |address| index.domains.owner(address) == DomainOwner::Unknown;
            response.account.is_none() && address.is_some_and(is_unknown)
        };
        let open: Vec<usize> = (0..self.responses.len()).filter(is_open).collect();
        if open.is_empty() {
            return;
        }
        let mut names: Vec<&str> = Vec::new();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut domains = Domains::default();
        let mut colleagues: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for response in &self.responses {
            if let (Some(account), Some(email)) = (&response.account, &response.person.email) {
                let number = *numbers.entry(account_key(account)).or_insert_with(|| {
                    names.push(account);
                    names.len() - 1
                });
                domains.add(email, number);
                colleagues.entry(number).or_default().insert(email);
            }
        }
        let mut named: Vec<(usize, String)> = Vec::new();
        for at in open {
            let address = self.responses[at]
                .person
                .email
                .as_deref()
                .unwrap_or_default();
            match domains.owner(address) {
                DomainOwner::One(number) if colleagues[&number].len() > 1 => {
                    named.push((at, names[number].to_owned()));
                }
                DomainOwner::Shared(domain) => joining.refuse(domain, "several accounts have it"),
                _ => {}
            }
        }
        for (at, account) in named {
            self.responses[at].account = Some(account.into());
            *joining.joined.entry(JoinedBy::Colleagues).or_default() += 1;
        }
    }

    /// Gives answers and conversations what tables say; what they say
    /// themselves stays, then what a table of people says.
    fn fill_in(&mut self, index: &AccountIndex, people: &ContactIndex<'_>, joining: &mut Joining) {
        if index.accounts.is_empty() && people.by_key.is_empty() {
            return;
        }
        let mut conflicts: BTreeSet<FieldConflict> = BTreeSet::new();
        let mut filled: HashMap<(&str, &str), usize> = HashMap::new();
        for response in &mut self.responses {
            let account = response.account.as_deref();
            let account = account.and_then(|name| index.by_name.get(&account_key(name)));
            let account = account.map(|at| &index.accounts[*at]);
            let contact = people.find(&response.person);
            let said_of_person = contact.into_iter().flat_map(|of| {
                let said = of.attributes.iter();
                said.map(|(field, value)| (field, value, &*of.source))
            });
            let said_of_account = account.into_iter().flat_map(|of| {
                let said = of.attributes.iter();
                said.map(|(field, value)| {
                    (
                        field,
                        value,
                        of.sources.get(field.as_str()).map_or("", String::as_str),
                    )
                })
            });
            let said: Vec<(&ArcStr, &ArcStr, &str)> =
                said_of_person.chain(said_of_account).collect();
            for &(field, value, from) in &said {
                let before = response.attributes.get(field);
                let before = before.filter(|before| !is_same(before, value));
                conflicts.extend(before.map(|before| FieldConflict {
                    account: account.map_or_else(String::new, |of| of.name.clone()),
                    field: field.to_string(),
                    kept: before.to_string(),
                    kept_from: response.source.to_string(),
                    other: value.to_string(),
                    other_from: from.to_owned(),
                }));
            }
            for (field, value, from) in said {
                if !response.attributes.contains_key(field) {
                    response.attributes.insert(field.clone(), value.clone());
                    *filled.entry((field, from)).or_default() += 1;
                }
            }
        }
        for ((field, from), answers) in filled {
            let of = joining.filled.entry(field.to_owned()).or_default();
            *of.entry(from.to_owned()).or_default() += answers;
        }
        for interview in &mut self.interviews {
            if let Some(contact) = people.find(&interview.participant) {
                interview.account = interview.account.take().or(contact.account.clone());
                for (field, value) in &contact.attributes {
                    interview
                        .attributes
                        .insert_new(field.clone(), value.clone());
                }
            }
        }
        joining.conflicts.extend(conflicts);
    }

    /// Proposes which names are one customer's; what a person decided is not
    /// proposed again.
    fn proposals(&self, index: &AccountIndex) -> Vec<ProposedLink> {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        let answers = self.responses.iter().filter_map(|of| of.account.as_deref());
        let talks = self
            .interviews
            .iter()
            .filter_map(|of| of.account.as_deref());
        let tables = index.accounts.iter().map(|of| of.name.as_str());
        for name in tables.chain(answers).chain(talks) {
            names.entry(account_key(name)).or_insert(name);
        }
        let named: Vec<(&str, AccountName)> = names
            .values()
            .map(|name| (*name, AccountName::new(name)))
            .collect();
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, (_, name)) in named.iter().enumerate() {
            for key in name.keys() {
                let alike = by_key.entry(key).or_default();
                if alike.last() != Some(&at) {
                    alike.push(at);
                }
            }
        }
        let is_decided = |one: &str, other: &str| {
            self.links.iter().any(|link| {
                let decided = [account_key(&link.name), account_key(&link.account)];
                decided.contains(&account_key(one)) && decided.contains(&account_key(other))
            })
        };
        let mut found: BTreeSet<ProposedLink> = BTreeSet::new();
        for alike in by_key.values() {
            for (nth, &one) in alike.iter().enumerate() {
                for &other in &alike[nth + 1..] {
                    let why = named[one].1.likeness(&named[other].1);
                    let (one, other) = (named[one].0, named[other].0);
                    let why = why.filter(|_| !is_decided(one, other));
                    // The name in a table stays; else the longer one.
                    let in_table = |name: &str| index.by_name.contains_key(&account_key(name));
                    let worth = |name: &str| (in_table(name), name.len());
                    let (name, account) = if worth(one) > worth(other) {
                        (other, one)
                    } else {
                        (one, other)
                    };
                    found.extend(why.map(|why| ProposedLink {
                        name: name.to_owned(),
                        account: account.to_owned(),
                        why: why.to_owned(),
                    }));
                }
            }
        }
        // Where a name may be one in a table, it is not compared with others.
        let in_table = |name: &str| index.by_name.contains_key(&account_key(name));
        let to_table: BTreeSet<String> = found
            .iter()
            .filter(|of| in_table(&of.account))
            .map(|of| of.name.clone())
            .collect();
        found.retain(|of| in_table(&of.account) || !to_table.contains(&of.account));
        found.into_iter().collect()
    }
}

impl Joining {
    fn refuse(&mut self, domain: String, why: &str) {
        let refused = self.refused.entry(domain);
        refused.or_insert_with(|| (why.to_owned(), 0)).1 += 1;
    }
}
