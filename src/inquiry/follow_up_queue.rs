//! Whom to answer, whom to tell, whom to ask.
//!
//! Takes what people said and what was said to them since; gives lists on
//! which nobody is missing, nobody twice, and nobody who opted out.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::account_coverage::{role_of, says_worth};
use super::days::{days_between, later};
use super::ledger::{Ledger, ThemeRef};
use super::measure::number;
use super::segments::yes_or_no;
use crate::feedback::{Attributes, Group, Place, Response, account_key};
use crate::study::{FollowUp, FollowUpState, IndexLists, Quote};
use crate::text::ToneKind;

/// Somebody on a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListedPerson {
    /// The position of their latest answer.
    #[serde(skip)]
    pub response: usize,
    /// What tells them from others: an address, else a name.
    pub person: String,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// Their customer.
    pub account: Option<String>,
    /// Their role.
    pub role: Option<String>,
    /// How they rated last.
    pub rating: Option<u8>,
    /// When they answered last.
    pub answered: Option<String>,
    /// Where the conversation stands.
    pub state: FollowUpState,
    /// By when something is due.
    pub due: Option<String>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// When their customer's contract is renewed.
    pub renewal: Option<String>,
    /// Days until then.
    pub days_to_renewal: Option<i64>,
    /// What their customer is worth.
    pub worth: Option<f64>,
    /// What they mention.
    pub themes: Vec<ThemeRef>,
    /// In their words.
    pub quote: Option<Quote>,
    /// What to ask of them, where that is the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<Ask>,
    /// What was noted last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a promoter may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// To speak with somebody who thinks of buying.
    Reference,
    /// To write in public what they wrote here.
    Review,
    /// Whom else it could help.
    Referral,
    /// Why they rated as they did.
    Why,
}

impl Ask {
    /// Returns what it is, in a few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "a reference",
            Self::Review => "a public review",
            Self::Referral => "a referral",
            Self::Why => "why they rated so",
        }
    }
}

/// A list of people.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FollowUpList {
    /// Who.
    pub people: Vec<ListedPerson>,
    /// People who belong here and were told, or are done with.
    pub settled: u64,
    /// People who belong here and do not want to be contacted.
    pub opted_out: u64,
    /// People who belong here and whose customer has left.
    pub left: u64,
    /// Answers that belong here and do not say whose they are.
    pub anonymous: u64,
}

/// Days in which somebody who is unhappy should hear something.
const DAYS: i64 = 14;

/// What is known of people, to make lists of.
struct Desk<'a> {
    ledger: &'a Ledger<'a>,
    /// What was noted last of each, and of each and a theme.
    last: HashMap<&'a str, &'a FollowUp>,
    about: HashMap<(&'a str, u32), &'a FollowUp>,
    opted_out: HashSet<String>,
    /// For each answer, its passages.
    by_response: IndexLists,
    today: &'a str,
}

impl<'a> Desk<'a> {
    fn new(ledger: &'a Ledger<'a>, today: &'a str) -> Self {
        let corpus = &ledger.analysis.corpus;
        let mut desk = Self {
            ledger,
            last: HashMap::new(),
            about: HashMap::new(),
            opted_out: HashSet::new(),
            by_response: ledger.analysis.by_response(),
            today,
        };
        for said in &ledger.analysis.work.follow_ups {
            desk.last.insert(&said.person, said);
            if let Some(theme) = said.theme {
                desk.about.insert((&said.person, theme), said);
            }
            if said.state == FollowUpState::OptedOut {
                desk.opted_out.insert(said.person.clone());
            }
        }
        let contacts = corpus
            .contacts
            .iter()
            .map(|of| (&of.person, &of.attributes));
        let answers = corpus
            .responses
            .iter()
            .map(|of| (&of.person, &of.attributes));
        let out = contacts
            .chain(answers)
            .filter(|(_, said)| has_opted_out(said));
        desk.opted_out
            .extend(out.filter_map(|(person, _)| person.key()));
        desk
    }

    /// Returns somebody as they stand on a list.
    fn listed(&self, response: usize) -> Option<ListedPerson> {
        let analysis = self.ledger.analysis;
        let of: &Response = &analysis.corpus.responses[response];
        let person = of.person.key()?;
        let said = self.last.get(person.as_str());
        // Who answers again is heard again.
        let said = said.filter(|said| {
            of.date
                .as_deref()
                .is_none_or(|day| day[..10.min(day.len())] <= *said.on)
        });
        let state = said.map_or(FollowUpState::Heard, |said| said.state);
        let due = match said.and_then(|said| said.due.clone()) {
            Some(due) => Some(due),
            None if state == FollowUpState::Heard => {
                of.date.as_deref().and_then(|day| later(day, DAYS))
            }
            None => None,
        };
        let renewal = renewal(of);
        let worth = of.attributes.iter().find(|(name, _)| says_worth(name));
        let themes = self.ledger.themes().into_iter();
        let themes: Vec<ThemeRef> = themes
            .filter(|at| self.ledger.voices(response, *at))
            .map(|at| self.ledger.theme(at))
            .collect();
        Some(ListedPerson {
            response,
            name: of.person.name.as_deref().map(str::to_owned),
            account: of.account.as_deref().map(str::to_owned),
            role: role_of(&of.attributes).map(str::to_owned),
            rating: of.rating.map(crate::feedback::Rating::value),
            answered: of.date.as_deref().map(str::to_owned),
            overdue: due.as_deref().is_some_and(|due| due < self.today),
            due,
            days_to_renewal: renewal.and_then(|day| days_between(self.today, day)),
            renewal: renewal.map(str::to_owned),
            worth: worth.and_then(|(_, cell)| number(cell)),
            themes,
            quote: analysis.quotes(&self.by_response[response], 1).pop(),
            ask: None,
            note: said.and_then(|said| said.note.clone()),
            state,
            person,
        })
    }

    /// Returns whether whoever answered was promised something.
    fn is_promised(&self, response: usize) -> bool {
        let key = self.ledger.analysis.corpus.responses[response].person.key();
        let said = key.and_then(|key| self.last.get(key.as_str()).copied());
        said.is_some_and(|said| said.state == FollowUpState::Promised)
    }

    /// Puts the latest answers of people on a list.
    fn list(
        &self,
        belongs: impl Fn(usize) -> bool,
        is_open: impl Fn(&ListedPerson) -> bool,
    ) -> FollowUpList {
        let mut list = FollowUpList::default();
        for &response in &self.ledger.analysis.people.latest {
            if !belongs(response) {
                continue;
            }
            match self.listed(response) {
                None => list.anonymous += 1,
                Some(of) if self.opted_out.contains(&of.person) => list.opted_out += 1,
                Some(of) if !is_open(&of) => list.settled += 1,
                Some(of) => list.people.push(of),
            }
        }
        list
    }
}

/// Returns every detractor who was not told anything yet, and everybody who
/// was promised something: those whose contracts are renewed next come first.
pub fn queue(ledger: &Ledger<'_>, today: &str) -> FollowUpList {
    queue_among(ledger, today, |_| true)
}

/// Returns the same of some answers, by their positions.
pub(super) fn queue_among(
    ledger: &Ledger<'_>,
    today: &str,
    is_asked: impl Fn(usize) -> bool,
) -> FollowUpList {
    let desk = Desk::new(ledger, today);
    let is_worst = |r: usize| ledger.group(r) == Some(Group::Detractor);
    let open = [
        FollowUpState::Heard,
        FollowUpState::Shared,
        FollowUpState::Promised,
    ];
    let mut list = desk.list(
        |r| is_asked(r) && (is_worst(r) || desk.is_promised(r)),
        |of| open.contains(&of.state),
    );
    // A renewal that lies behind is none.
    let days = |of: &ListedPerson| {
        of.days_to_renewal
            .filter(|days| *days >= 0)
            .unwrap_or(i64::MAX)
    };
    list.people.sort_by(|a, b| {
        (days(a), a.rating, &a.due, &a.person).cmp(&(days(b), b.rating, &b.due, &b.person))
    });
    list
}

/// Returns how many promises should have been kept by now.
pub(super) fn overdue_promises(ledger: &Ledger<'_>, today: &str) -> u64 {
    let desk = Desk::new(ledger, today);
    let list = desk.list(
        |r| desk.is_promised(r),
        |of| of.state == FollowUpState::Promised && of.overdue,
    );
    list.people.len() as u64
}

/// Returns who mentioned a theme and was not told what became of it.
pub fn to_tell(ledger: &Ledger<'_>, finding: usize, today: &str) -> FollowUpList {
    let desk = Desk::new(ledger, today);
    let analysis = ledger.analysis;
    let number = match ledger.finding(finding).theme.id {
        crate::themes::ThemeId::Theme(number) => number,
        _ => 0,
    };
    // Whoever said it once is told, also if they speak of other things now.
    let mut said: HashMap<usize, Vec<usize>> = HashMap::new();
    for r in (0..analysis.corpus.responses.len()).filter(|r| ledger.voices(*r, finding)) {
        said.entry(analysis.people.person(r)).or_default();
    }
    for &passage in &ledger.finding(finding).passages {
        if let Place::Comment { response, .. } = analysis.passages.all[passage].place {
            let person = analysis.people.person(response);
            said.entry(person).and_modify(|own| own.push(passage));
        }
    }
    let told = [
        FollowUpState::Told,
        FollowUpState::Done,
        FollowUpState::AskedAgain,
    ];
    let mut list = desk.list(
        |r| said.contains_key(&analysis.people.person(r)),
        |of| {
            let about = desk.about.get(&(of.person.as_str(), number)).copied();
            let about = about.or_else(|| desk.last.get(of.person.as_str()).copied());
            about.is_none_or(|said| !told.contains(&said.state))
        },
    );
    for of in &mut list.people {
        let passages = &said[&analysis.people.person(of.response)];
        let first = || {
            let place = analysis.passages.all[*passages.first()?].place;
            Some(analysis.quote(place))
        };
        of.quote = analysis.quotes(passages, 1).pop().or_else(first);
    }
    list.people
        .sort_by(|a, b| (a.rating, &a.person).cmp(&(b.rating, &b.person)));
    list
}

/// Returns promoters who can be asked for something, what fits best, and who
/// was not asked yet.
pub fn asks(ledger: &Ledger<'_>, today: &str) -> FollowUpList {
    let desk = Desk::new(ledger, today);
    let analysis = ledger.analysis;
    let complains: Vec<bool> = tones(ledger, ToneKind::Complaint);
    let praises: Vec<bool> = tones(ledger, ToneKind::Praise);
    let mut list = desk.list(
        |r| ledger.group(r) == Some(Group::Promoter) && !complains[r],
        |of| of.state != FollowUpState::Asked,
    );
    let responses = &analysis.corpus.responses;
    let before = list.people.len();
    list.people.retain(|of| !has_left(&responses[of.response]));
    list.left = (before - list.people.len()) as u64;
    for of in &mut list.people {
        let r = of.response;
        let comment = responses[r].comment.as_deref();
        let words = comment.map_or(0, |comment| comment.split_whitespace().count());
        let is_best = of.rating.is_some_and(|rating| rating >= 10);
        of.ask = Some(match () {
            () if praises[r] && words >= SAYS_MUCH && is_best => Ask::Reference,
            () if praises[r] && words >= SAYS_SOMETHING => Ask::Review,
            () if ledger.commented(r) => Ask::Referral,
            () => Ask::Why,
        });
    }
    list.people.sort_by(|a, b| {
        (a.ask, std::cmp::Reverse(a.rating), &a.person).cmp(&(
            b.ask,
            std::cmp::Reverse(b.rating),
            &b.person,
        ))
    });
    list
}

/// Words of a comment that would carry a conversation.
const SAYS_MUCH: usize = 12;

/// Words of a comment that could stand in public.
const SAYS_SOMETHING: usize = 5;

/// Returns passives who ask for something, those nearest to the best group
/// first: sometimes what they miss is little.
pub fn wishes(ledger: &Ledger<'_>, today: &str) -> FollowUpList {
    let desk = Desk::new(ledger, today);
    let analysis = ledger.analysis;
    let asks = tones(ledger, ToneKind::Request);
    let settled = [FollowUpState::Done, FollowUpState::Told];
    let mut list = desk.list(
        |r| ledger.group(r) == Some(Group::Passive) && asks[r],
        |of| !settled.contains(&of.state),
    );
    for of in &mut list.people {
        let own = desk.by_response[of.response].iter();
        let mut asking = own.filter(|at| analysis.tone(**at) == ToneKind::Request);
        let wish = asking
            .next()
            .map(|&at| analysis.quote(analysis.passages.all[at].place));
        of.quote = wish.or(of.quote.take());
    }
    list.people.sort_by(|a, b| {
        (std::cmp::Reverse(a.rating), &a.person).cmp(&(std::cmp::Reverse(b.rating), &b.person))
    });
    list
}

/// Returns for each answer whether a passage of it has a tone.
fn tones(ledger: &Ledger<'_>, tone: ToneKind) -> Vec<bool> {
    let analysis = ledger.analysis;
    let mut has = vec![false; analysis.corpus.responses.len()];
    for (at, passage) in analysis.passages.all.iter().enumerate() {
        if let Place::Comment { response, .. } = passage.place
            && analysis.tone(at) == tone
        {
            has[response] = true;
        }
    }
    has
}

/// Returns the day that a customer's contract is renewed, as a table has it;
/// `None` for a customer who has left.
pub(super) fn renewal(of: &Response) -> Option<&str> {
    let mut fields = of.attributes.iter();
    let (_, day) = fields.find(|(name, _)| name.to_lowercase().contains("renewal"))?;
    (!has_left(of)).then(|| day.trim())
}

/// Returns whether the table says that the customer has left.
fn has_left(of: &Response) -> bool {
    of.attributes.iter().any(|(name, value)| {
        let name = name.to_lowercase();
        let is_said = ["churn", "cancel", "lost"]
            .iter()
            .any(|word| name.contains(word));
        is_said && yes_or_no(value) == Some(true)
    })
}

fn has_opted_out(attributes: &Attributes) -> bool {
    const NAMES: [&str; 8] = [
        "opted out",
        "opt out",
        "unsubscribed",
        "do not contact",
        "unsubscribed from all email",
        "has opted out of email",
        "email opt out",
        "marketing opt out",
    ];
    attributes.iter().any(|(name, value)| {
        let plain = name.to_lowercase().replace(['_', '-'], " ");
        NAMES.contains(&plain.trim()) && yes_or_no(value) == Some(true)
    })
}

/// Returns the keys of people by what somebody typed: an address or a name.
pub fn people_called(ledger: &Ledger<'_>, wanted: &str) -> Vec<String> {
    let wanted = account_key(wanted);
    let corpus = &ledger.analysis.corpus;
    let people = corpus.responses.iter().map(|of| &of.person);
    let people = people.chain(corpus.interviews.iter().map(|of| &of.participant));
    let people = people.chain(corpus.contacts.iter().map(|of| &of.person));
    let mut found: Vec<String> = people
        .filter(|of| {
            let name = of.name.as_deref().map(account_key);
            of.key().as_ref() == Some(&wanted) || name.as_ref() == Some(&wanted)
        })
        .filter_map(crate::feedback::Person::key)
        .collect();
    found.sort();
    found.dedup();
    // Who is in one table by name alone is whoever has that name and an address.
    if found.len() > 1 {
        found.retain(|key| *key != wanted);
    }
    found
}
