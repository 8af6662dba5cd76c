//! What changed since a study was last looked at, and what of it cannot wait.
//!
//! Takes an analysis and how it stood before; gives counts of what is new, and
//! alerts. An account's fall is an alert only where chance hardly explains it:
//! its people's changes are compared with as many drawn from everybody's
//! (permutation test), its mean with how far the means of other accounts lie
//! apart, since colleagues answer alike (the larger p counts), and accounts are
//! tested together (Benjamini–Hochberg).

use std::collections::{BTreeMap, HashMap};

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use serde::Serialize;

use super::claims::FALSE;
use super::days::days_between;
use super::follow_up_queue;
use super::ledger::{Ledger, ThemeRef};
use crate::feedback::{Group, Rating, Response, Scale, account_key};
use crate::nps::fdr::benjamini_hochberg;
use crate::nps::group_means::lower_means;
use crate::nps::score::Counts;
use crate::study::StudySnapshot;
use crate::themes::{ThemeId, ThemeKind};

/// Somebody who rates otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// What tells them from others.
    pub person: String,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// Their customer.
    pub account: Option<String>,
    /// How they rated.
    pub before: u8,
    /// How they rate now.
    pub now: u8,
    /// The group they were in.
    pub was: Group,
    /// The group they are in.
    pub is: Group,
}

/// A theme that was not there, or is mentioned by more people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThemeSince {
    /// The theme.
    #[serde(flatten)]
    pub theme: ThemeRef,
    /// People who mentioned it then; `None` where it was not there.
    pub before: Option<u64>,
    /// People who mention it now.
    pub now: u64,
}

/// What cannot wait.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "alert", rename_all = "kebab-case")]
pub enum Alert {
    /// A theme that was not there.
    NewTheme {
        /// The theme.
        theme: ThemeRef,
        /// People who mention it.
        people: u64,
        /// Accounts they are at.
        accounts: u64,
    },
    /// A customer's people rate lower, by more than chance.
    AccountFell {
        /// The customer.
        account: String,
        /// Its people who answered since.
        people: u64,
        /// How much lower they rate, on average.
        change: f64,
        /// How likely that is by chance, among all accounts tested.
        q: f64,
    },
    /// Something was promised or planned, and its day has passed.
    Overdue {
        /// People who were promised something.
        promises: u64,
        /// Actions.
        actions: u64,
    },
    /// Somebody who was none became a detractor, and a contract is renewed soon.
    DetractorNearRenewal {
        /// Who.
        name: String,
        /// Their customer.
        account: Option<String>,
        /// The day.
        renewal: String,
        /// Days until then.
        days: i64,
    },
}

/// What changed since.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChangeSince {
    /// The snapshot's name, where it has one.
    pub since: Option<String>,
    /// When it was taken.
    pub at: String,
    /// New answers.
    pub responses: u64,
    /// New interviews.
    pub interviews: u64,
    /// The score of those who can be told apart, by their latest answers, then
    /// and now; `None` where nobody among them rated on one of the days.
    pub score: Option<[f64; 2]>,
    /// Who changed groups.
    pub moved: Vec<Moved>,
    /// Themes that are new, the largest first.
    pub new: Vec<ThemeSince>,
    /// Themes that more people mention now, most more first.
    pub grown: Vec<ThemeSince>,
    /// Themes that are gone.
    pub gone: Vec<String>,
    /// Accounts whose change was tested.
    pub tested: u64,
    /// What cannot wait.
    pub alerts: Vec<Alert>,
}

/// Days before a renewal, from when a new detractor is an alert.
const NEAR: i64 = 90;

/// A theme of fewer people is no alert.
const FEWEST: u64 = 5;

/// Draws of the permutation test.
const DRAWS: usize = 20_000;

/// Returns what changed since a snapshot.
pub fn change_since(
    ledger: &Ledger<'_>,
    before: &StudySnapshot,
    at: &str,
    today: &str,
) -> ChangeSince {
    let analysis = ledger.analysis;
    let scale = &analysis.corpus.scale;
    let now = StudySnapshot::new(analysis, None);
    let themes = themes(ledger, before);
    let (moved, mut alerts) = people(ledger, before, today);
    let (tested, fallen) = fallen(ledger, before);
    alerts.extend(fallen);
    alerts.extend(overdue(ledger, today));
    let (new, mut grown): (Vec<_>, Vec<_>) = themes.into_iter().partition(|of| of.before.is_none());
    // More people are more only where no more than before comment.
    let share = |people: u64, of: u64| people as f64 / of.max(1) as f64;
    grown.retain(|of| {
        of.before.is_some_and(|then| {
            of.now > then && share(of.now, now.commented) > share(then, before.commented)
        })
    });
    grown.sort_by_key(|of| std::cmp::Reverse(of.now - of.before.unwrap_or_default()));
    alerts.extend(new.iter().filter(|of| of.now >= FEWEST).filter_map(|of| {
        let finding = ledger.find(&of.theme.id).ok()?;
        let accounts = ledger.finding(finding).accounts.len() as u64;
        let is_of_one = accounts == 1;
        (!is_of_one).then(|| Alert::NewTheme {
            theme: of.theme.clone(),
            people: of.now,
            accounts,
        })
    }));
    let gone = before.themes.iter().filter(|(number, _)| {
        let number = analysis.codebook.current(**number);
        ledger.find(&number.to_string()).is_err()
    });
    ChangeSince {
        since: before.name.clone(),
        at: at.to_owned(),
        responses: now.responses.saturating_sub(before.responses),
        interviews: now.interviews.saturating_sub(before.interviews),
        score: score(before, scale)
            .zip(score(&now, scale))
            .map(|(then, now)| [then, now]),
        moved,
        new,
        grown,
        gone: gone.map(|(_, (name, _))| name.clone()).collect(),
        tested,
        alerts,
    }
}

fn score(snapshot: &StudySnapshot, scale: &Scale) -> Option<f64> {
    let ratings = snapshot.ratings.values();
    let groups = ratings.filter_map(|&value| Some(scale.rating(value)?.group()));
    groups.collect::<Counts>().score()
}

fn themes(ledger: &Ledger<'_>, before: &StudySnapshot) -> Vec<ThemeSince> {
    let topics = ledger
        .themes()
        .into_iter()
        .filter(|at| ledger.finding(*at).theme.kind == ThemeKind::Topic);
    topics
        .map(|at| {
            let finding = ledger.finding(at);
            let number = match finding.theme.id {
                ThemeId::Theme(number) => before.themes.get(&number),
                ThemeId::Broad(_) | ThemeId::Part(..) => None,
            };
            ThemeSince {
                theme: ledger.theme(at),
                before: number.map(|(_, people)| *people),
                now: finding.latest.len() as u64,
            }
        })
        .collect()
}

fn people(ledger: &Ledger<'_>, before: &StudySnapshot, today: &str) -> (Vec<Moved>, Vec<Alert>) {
    let corpus = &ledger.analysis.corpus;
    let scale = &corpus.scale;
    let mut moved = Vec::new();
    let mut alerts = Vec::new();
    for &at in &ledger.analysis.people.latest {
        let of = &corpus.responses[at];
        let (Some(person), Some(rating)) = (of.person.key(), of.rating) else {
            continue;
        };
        let known = before.ratings.get(&person).copied();
        let was = known
            .and_then(|before| scale.rating(before))
            .map(Rating::group);
        if let (Some(before), Some(was)) = (known, was)
            && was != rating.group()
        {
            moved.push(Moved {
                name: of.person.name.as_deref().map(str::to_owned),
                account: of.account.as_deref().map(str::to_owned),
                before,
                now: rating.value(),
                was,
                is: rating.group(),
                person,
            });
        }
        let fell =
            was.is_some_and(|was| was != Group::Detractor) && rating.group() == Group::Detractor;
        alerts.extend(renewal(of, today).filter(|_| fell).map(|(renewal, days)| {
            let name = of.person.name.clone();
            Alert::DetractorNearRenewal {
                name: name.map_or_else(|| "somebody".to_owned(), |name| name.to_string()),
                account: of.account.as_deref().map(str::to_owned),
                renewal,
                days,
            }
        }));
    }
    moved.sort_by(|a, b| (a.now, &a.person).cmp(&(b.now, &b.person)));
    (moved, alerts)
}

/// Returns when a customer's contract is renewed, where that is soon.
fn renewal(of: &Response, today: &str) -> Option<(String, i64)> {
    let day = follow_up_queue::renewal(of)?;
    let days = days_between(today, day)?;
    (0..=NEAR).contains(&days).then(|| (day.to_owned(), days))
}

/// Counts what should have been done by now.
fn overdue(ledger: &Ledger<'_>, today: &str) -> Option<Alert> {
    let promises = follow_up_queue::overdue_promises(ledger, today);
    let actions = ledger.analysis.work.actions.iter();
    let actions = actions.filter(|of| of.is_overdue(today)).count() as u64;
    (promises + actions > 0).then_some(Alert::Overdue { promises, actions })
}

/// Finds customers whose people rate lower than they did, by more than chance.
fn fallen(ledger: &Ledger<'_>, before: &StudySnapshot) -> (u64, Vec<Alert>) {
    let corpus = &ledger.analysis.corpus;
    let mut changes: Vec<f64> = Vec::new();
    let mut of_account: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for &at in &ledger.analysis.people.latest {
        let of = &corpus.responses[at];
        let (Some(person), Some(rating), Some(account)) = (of.person.key(), of.rating, &of.account)
        else {
            continue;
        };
        let Some(was) = before.ratings.get(&person) else {
            continue;
        };
        let own = of_account.entry(account_key(account));
        let own = own.or_insert_with(|| (account.to_string(), Vec::new()));
        own.1.push(changes.len());
        changes.push(f64::from(rating.value()) - f64::from(*was));
    }
    // One person is no customer.
    let tested: Vec<(String, Vec<usize>)> = of_account
        .into_values()
        .filter(|(_, people)| people.len() > 1)
        .collect();
    let moved = changes.iter().any(|change| *change != 0.0);
    if tested.len() < 2 || !moved {
        return (0, Vec::new());
    }
    let sizes: Vec<usize> = tested.iter().map(|(_, people)| people.len()).collect();
    let sums: Vec<f64> = tested
        .iter()
        .map(|(_, people)| people.iter().map(|at| changes[*at]).sum())
        .collect();
    let groups: Vec<Vec<f64>> = tested
        .iter()
        .map(|(_, people)| people.iter().map(|at| changes[*at]).collect())
        .collect();
    let lower = lower_sums(&changes, &sizes, &sums).into_iter();
    let p: Vec<f64> = lower
        .zip(lower_means(&groups))
        .map(|(a, b)| a.max(b))
        .collect();
    let q = benjamini_hochberg(&p);
    let found = tested.iter().zip(sums.iter().zip(&sizes)).zip(&q);
    let fell = found.filter(|((_, (sum, _)), q)| **q <= FALSE && **sum < 0.0);
    let alerts = fell.map(|(((account, _), (sum, size)), q)| Alert::AccountFell {
        account: account.clone(),
        people: *size as u64,
        change: sum / *size as f64,
        q: *q,
    });
    (tested.len() as u64, alerts.collect())
}

/// Returns how often as many changes, drawn from all, have a sum as low.
fn lower_sums(changes: &[f64], sizes: &[usize], sums: &[f64]) -> Vec<f64> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut drawn: HashMap<usize, Vec<f64>> = HashMap::new();
    for &size in sizes {
        drawn.entry(size).or_insert_with(|| {
            let mut order: Vec<usize> = (0..changes.len()).collect();
            let mut one = || -> f64 {
                for at in 0..size {
                    let rest = (order.len() - at) as u64;
                    let other = at + (random.next_u64() % rest) as usize;
                    order.swap(at, other);
                }
                order[..size].iter().map(|at| changes[*at]).sum()
            };
            let mut sums: Vec<f64> = (0..DRAWS).map(|_| one()).collect();
            sums.sort_by(f64::total_cmp);
            sums
        });
    }
    let p = sizes.iter().zip(sums).map(|(size, sum)| {
        let lower = drawn[size].partition_point(|drawn| *drawn <= *sum);
        (lower + 1) as f64 / (DRAWS + 1) as f64
    });
    p.collect()
}
