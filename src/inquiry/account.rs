//! One customer: who answered for it, what they say, what changed.
//!
//! Takes an analysis; gives each account with its people, answers,
//! conversations and the themes they voice. People count once, by their
//! latest answer; no score stands on fewer than five.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::account_coverage::role_of;
use super::breadth::breadth;
use super::days::today;
use super::error::{Error, nearest};
use super::follow_through::finding_of;
use super::follow_up_queue::{ListedPerson, queue_among};
use super::ledger::Ledger;
use super::pain_points::{PainVoice, pain_points};
use crate::corpus::kept_under;
use crate::feedback::{Attributes, Document, Group, Place, account_key};
use crate::nps::estimate::Score;
use crate::nps::intervals::Confidence;
use crate::nps::score::Counts;
use crate::study::lookup::Lookup;
use crate::study::{Action, Analysis, Quote};

/// A customer, and what there is of it.
#[derive(Clone, Debug, Default)]
pub struct Customer {
    /// The name as it is first written.
    pub name: String,
    /// Its answers, as positions in the corpus.
    pub answers: Vec<usize>,
    /// Its conversations, as positions in the corpus.
    pub interviews: Vec<usize>,
    /// Its people who answered, by their numbers.
    pub people: BTreeSet<usize>,
    /// The groups of their latest answers.
    pub counts: Counts,
    /// The day of the last answer.
    pub last: Option<String>,
    /// What the accounts table says of it.
    pub attributes: Attributes,
    /// The themes they voice, those most of its people voice first.
    pub themes: Vec<AccountTheme>,
}

/// A theme that people of an account voice.
#[derive(Clone, Debug, Default)]
pub struct AccountTheme {
    /// Its position in the findings.
    pub finding: usize,
    /// What they say of it, as positions of passages.
    pub passages: Vec<usize>,
    /// Who of them says it, by their numbers.
    pub people: BTreeSet<usize>,
    /// How many people say it at all.
    pub of_all: u64,
    /// Whether it is mostly this account's.
    pub is_loud: bool,
}

impl Customer {
    /// Returns the score; `None` where nobody rated. Its number is withheld
    /// where fewer than five did.
    pub fn score(&self) -> Option<Score> {
        let rated = self.counts.n() > 0;
        rated.then(|| Score::new(self.counts, Confidence::default()))
    }
}

/// Returns all customers by name, also those that nobody heard from.
pub fn customers(analysis: &Analysis) -> Vec<Customer> {
    let corpus = &analysis.corpus;
    let mut known: BTreeMap<String, Customer> = BTreeMap::new();
    let of = |known: &mut BTreeMap<String, Customer>, name: &str| -> String {
        let key = account_key(name);
        let customer = known.entry(key.clone()).or_default();
        if customer.name.is_empty() {
            name.trim().clone_into(&mut customer.name);
        }
        key
    };
    for account in &corpus.accounts {
        let key = of(&mut known, &account.name);
        if let Some(customer) = known.get_mut(&key) {
            customer.attributes.clone_from(&account.attributes);
        }
    }
    for name in corpus.contacts.iter().filter_map(|of| of.account.as_ref()) {
        of(&mut known, name);
    }
    for (at, response) in corpus.responses.iter().enumerate() {
        let Some(name) = &response.account else {
            continue;
        };
        let key = of(&mut known, name);
        if let Some(customer) = known.get_mut(&key) {
            customer.answers.push(at);
            customer.people.insert(analysis.people.person(at));
            customer.last = customer
                .last
                .take()
                .max(response.date.as_deref().map(str::to_owned));
            if analysis.people.is_latest(at)
                && let Some(rating) = response.rating
            {
                customer.counts = customer.counts + std::iter::once(rating.group()).collect();
            }
        }
    }
    for at in 0..corpus.interviews.len() {
        let Some(name) = analysis.people.account(corpus, Document::Interview(at)) else {
            continue;
        };
        let key = of(&mut known, name);
        if let Some(customer) = known.get_mut(&key) {
            customer.interviews.push(at);
        }
    }
    voices(analysis, &mut known);
    known.into_values().collect()
}

/// Returns the customer of a name, however it is spelled.
pub fn customer(analysis: &Analysis, name: &str) -> Option<Customer> {
    // A name that stands for another is found under it.
    let kept = kept_under(&analysis.corpus.links, name).pop();
    let wanted = account_key(kept.as_deref().unwrap_or(name));
    let mut all = customers(analysis).into_iter();
    all.find(|customer| account_key(&customer.name) == wanted)
}

/// Finds which themes the people of each account voice.
fn voices(analysis: &Analysis, known: &mut BTreeMap<String, Customer>) {
    let corpus = &analysis.corpus;
    for (finding, theme) in analysis.findings.iter().enumerate() {
        if theme.theme.standing.parked {
            continue;
        }
        let mut by_account: BTreeMap<String, AccountTheme> = BTreeMap::new();
        for &passage in &theme.passages {
            let place = analysis.passages.all[passage].place;
            if let Some(account) = analysis.people.account(corpus, place.document()) {
                let person = analysis.people.speaker(corpus, place).person;
                let voice = by_account.entry(account_key(account)).or_default();
                voice.passages.push(passage);
                voice.people.insert(person);
            }
        }
        let breadth = breadth(analysis, theme);
        let loud = breadth.one_account().map(|loud| account_key(&loud.account));
        for (account, voice) in by_account {
            let is_loud = loud.as_ref() == Some(&account);
            let customer = known.entry(account).or_default();
            customer.themes.push(AccountTheme {
                finding,
                of_all: breadth.people,
                is_loud,
                ..voice
            });
        }
    }
    for customer in known.values_mut() {
        let size =
            |voice: &AccountTheme| std::cmp::Reverse((voice.people.len(), voice.passages.len()));
        customer
            .themes
            .sort_by_key(|voice| (size(voice), voice.finding));
    }
}

/// One person's answers, wave by wave.
#[derive(Clone, Debug, Default)]
pub struct PersonRow {
    /// The person's number.
    pub person: usize,
    /// For each wave, their answers in it.
    pub by_wave: Vec<Vec<usize>>,
}

/// Returns the waves in which somebody of an account answered, in the order of
/// time, and what each person answered in them.
pub fn timeline(analysis: &Analysis, customer: &Customer) -> (Vec<String>, Vec<PersonRow>) {
    let corpus = &analysis.corpus;
    let answered: BTreeSet<&str> = customer
        .answers
        .iter()
        .map(|&at| corpus.responses[at].wave.as_str())
        .collect();
    let mut waves = corpus.waves();
    waves.retain(|wave| answered.contains(wave.as_str()));
    let mut rows: BTreeMap<usize, PersonRow> = BTreeMap::new();
    for &at in &customer.answers {
        let person = analysis.people.person(at);
        let row = rows.entry(person).or_insert_with(|| PersonRow {
            person,
            by_wave: vec![Vec::new(); waves.len()],
        });
        let wave = waves
            .iter()
            .position(|wave| *wave == corpus.responses[at].wave);
        row.by_wave[wave.unwrap_or_default()].push(at);
    }
    let name = |row: &PersonRow| {
        let first = row.by_wave.iter().flatten().next();
        first.map(|&at| corpus.responses[at].person.name.clone())
    };
    let mut rows: Vec<PersonRow> = rows.into_values().collect();
    rows.sort_by_cached_key(|row| (name(row), row.person));
    (waves, rows)
}

/// What an account's people said in a wave, and did not in the one before.
#[derive(Clone, Debug, Default)]
pub struct WaveStep {
    /// The wave before.
    pub from: String,
    /// The wave after.
    pub to: String,
    /// People whose rating is another: before, after, as positions of answers.
    pub moved: Vec<(usize, usize)>,
    /// Themes voiced in the second wave only, by position in the findings.
    pub new: Vec<usize>,
    /// Themes voiced in the first only.
    pub gone: Vec<usize>,
    /// The groups of each wave.
    pub counts: [Counts; 2],
}

/// Returns what changed from each wave to the next in which somebody answered.
pub fn steps(
    analysis: &Analysis,
    customer: &Customer,
    waves: &[String],
    rows: &[PersonRow],
) -> Vec<WaveStep> {
    let corpus = &analysis.corpus;
    let voiced: Vec<BTreeSet<usize>> = waves
        .iter()
        .map(|wave| voiced_in(analysis, customer, wave))
        .collect();
    let group = |at: usize| -> Option<Group> { Some(corpus.responses[at].rating?.group()) };
    let counts = |wave: usize| -> Counts {
        let last = rows.iter().filter_map(|row| row.by_wave[wave].last());
        last.filter_map(|&at| group(at)).collect()
    };
    (1..waves.len())
        .map(|to| {
            let rating = |at: usize| corpus.responses[at].rating;
            let pairs = rows
                .iter()
                .filter_map(|row| Some((*row.by_wave[to - 1].last()?, *row.by_wave[to].last()?)));
            WaveStep {
                from: waves[to - 1].clone(),
                to: waves[to].clone(),
                moved: pairs
                    .filter(|&(before, after)| {
                        let both = rating(before).zip(rating(after));
                        both.is_some_and(|(before, after)| before != after)
                    })
                    .collect(),
                new: voiced[to].difference(&voiced[to - 1]).copied().collect(),
                gone: voiced[to - 1].difference(&voiced[to]).copied().collect(),
                counts: [counts(to - 1), counts(to)],
            }
        })
        .collect()
}

fn voiced_in(analysis: &Analysis, customer: &Customer, wave: &str) -> BTreeSet<usize> {
    let corpus = &analysis.corpus;
    let is_in = |passage: &usize| match analysis.passages.all[*passage].place {
        Place::Comment { response, .. } => corpus.responses[response].wave == wave,
        Place::Turn { .. } => false,
    };
    let voiced = customer.themes.iter();
    voiced
        .filter(|voice| voice.passages.iter().any(is_in))
        .map(|voice| voice.finding)
        .collect()
}

/// What the people of one customer say, or somebody in an interview.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoiceSummary {
    /// Who.
    pub name: String,
    /// Answers to surveys.
    pub answers: u64,
    /// How they rated, each person by their latest answer.
    pub ratings: Counts,
    /// Interviews.
    pub interviews: u64,
    /// The themes they voice, by name.
    pub themes: Vec<String>,
    /// Some of what they say.
    pub quotes: Vec<Quote>,
    /// What they struggle with, in an interview, and what they say of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<(String, PainVoice)>,
    /// More of a customer; `None` of an interview.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub account: Option<Box<AccountSheet>>,
}

/// What is known of a customer beside what its people say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AccountSheet {
    /// What tables say of it, and the file that does.
    pub fields: BTreeMap<String, FieldOfAccount>,
    /// Its people: who answered, who was interviewed, who is only in a table.
    pub people: Vec<PersonOfAccount>,
    /// The waves in which anybody answered, in the order of time.
    pub waves: Vec<String>,
    /// The groups of each wave.
    pub by_wave: Vec<Counts>,
    /// The answers, by file and record.
    pub records: Vec<String>,
    /// Its interviews, by file.
    pub talks: Vec<String>,
    /// Who of its people is waiting for an answer.
    pub waiting: Vec<ListedPerson>,
    /// Open actions on themes that its people mention.
    pub actions: Vec<Action>,
}

/// What a table says of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldOfAccount {
    /// What.
    pub value: String,
    /// The file.
    pub from: String,
}

/// One of a customer's people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonOfAccount {
    /// Their name, else their address.
    pub name: String,
    /// Their role, as it is written.
    pub role: Option<String>,
    /// For each wave of the sheet, how they rated.
    pub ratings: Vec<Option<u8>>,
    /// Whether they were interviewed.
    pub interviewed: bool,
}

/// Gathers what is known of a customer.
fn sheet(ledger: &Ledger<'_>, customer: &Customer) -> AccountSheet {
    let analysis = ledger.analysis;
    let corpus = &analysis.corpus;
    let key = account_key(&customer.name);
    let of = corpus
        .accounts
        .iter()
        .find(|of| account_key(&of.name) == key);
    let fields = of.into_iter().flat_map(|of| {
        of.attributes.iter().map(|(name, value)| {
            let from = of.sources.get(name.as_str()).cloned().unwrap_or_default();
            let value = value.to_string();
            (name.to_string(), FieldOfAccount { value, from })
        })
    });
    let (waves, rows) = timeline(analysis, customer);
    let last = |row: &PersonRow, wave: usize| row.by_wave[wave].last().copied();
    let by_wave = (0..waves.len()).map(|wave| {
        let groups = rows.iter().filter_map(|row| ledger.group(last(row, wave)?));
        groups.collect()
    });
    let actions = analysis.work.actions.iter().filter(|action| {
        let finding = finding_of(ledger, action.theme);
        action.is_open()
            && customer
                .themes
                .iter()
                .any(|voice| Some(voice.finding) == finding)
    });
    let is_own = |r: usize| customer.answers.binary_search(&r).is_ok();
    AccountSheet {
        fields: fields.collect(),
        people: people(analysis, customer, &rows),
        by_wave: by_wave.collect(),
        waves,
        records: customer
            .answers
            .iter()
            .map(|&at| {
                let of = &corpus.responses[at];
                format!("{}:{}", of.source, of.record())
            })
            .collect(),
        talks: customer
            .interviews
            .iter()
            .map(|&at| corpus.interviews[at].source.clone())
            .collect(),
        waiting: queue_among(ledger, &today(), is_own).people,
        actions: actions.cloned().collect(),
    }
}

fn people(analysis: &Analysis, customer: &Customer, rows: &[PersonRow]) -> Vec<PersonOfAccount> {
    let corpus = &analysis.corpus;
    let called = |of: &crate::feedback::Person| {
        of.name
            .as_ref()
            .or(of.email.as_ref())
            .map(ToString::to_string)
    };
    let talks: BTreeSet<usize> = customer
        .interviews
        .iter()
        .map(|&at| analysis.people.participant(at))
        .collect();
    let mut found: Vec<PersonOfAccount> = Vec::new();
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for row in rows {
        let answers = row.by_wave.iter().flatten();
        let Some(&at) = answers.last() else { continue };
        let response = &corpus.responses[at];
        keys.extend(response.person.key());
        found.push(PersonOfAccount {
            name: called(&response.person).unwrap_or_else(|| "unnamed".into()),
            role: role_of(&response.attributes).map(str::to_owned),
            ratings: row
                .by_wave
                .iter()
                .map(|answers| Some(corpus.responses[*answers.last()?].rating?.value()))
                .collect(),
            interviewed: talks.contains(&row.person),
        });
    }
    let numbers: BTreeSet<usize> = rows.iter().map(|row| row.person).collect();
    let no_ratings = || vec![None; rows.first().map_or(0, |row| row.by_wave.len())];
    for &at in &customer.interviews {
        let talk = &corpus.interviews[at];
        if numbers.contains(&analysis.people.participant(at)) {
            continue;
        }
        keys.extend(talk.participant.key());
        found.push(PersonOfAccount {
            name: called(&talk.participant).unwrap_or_else(|| talk.source.clone()),
            role: role_of(&talk.attributes).map(str::to_owned),
            ratings: no_ratings(),
            interviewed: true,
        });
    }
    let key = account_key(&customer.name);
    let silent = corpus.contacts.iter().filter(|of| {
        let own = of.account.as_deref().map(account_key);
        own.as_deref() == Some(&*key) && of.person.key().is_none_or(|key| !keys.contains(&key))
    });
    found.extend(silent.filter_map(|of| {
        Some(PersonOfAccount {
            name: called(&of.person)?,
            role: role_of(&of.attributes).map(str::to_owned),
            ratings: no_ratings(),
            interviewed: false,
        })
    }));
    found
}

/// Quotes of a summary.
const QUOTES: usize = 3;

/// Sums up what a customer's people say.
pub fn account_summary(ledger: &Ledger<'_>, name: &str) -> Result<VoiceSummary, Error> {
    let analysis = ledger.analysis;
    let gone = || {
        let known = customers(analysis);
        Error::Gone {
            what: format!("account `{name}`"),
            near: nearest(name, known.iter().map(|customer| &*customer.name)),
        }
    };
    let customer = customer(analysis, name).ok_or_else(gone)?;
    let voices = customer.themes.iter();
    let passages = voices
        .clone()
        .flat_map(|voice| voice.passages.iter().copied());
    Ok(VoiceSummary {
        answers: customer.answers.len() as u64,
        ratings: customer.counts,
        interviews: customer.interviews.len() as u64,
        themes: voices
            .map(|voice| ledger.theme(voice.finding).label)
            .collect(),
        quotes: quoted(analysis, passages.collect()),
        problems: Vec::new(),
        account: Some(Box::new(sheet(ledger, &customer))),
        name: customer.name,
    })
}

/// Sums up what is said in an interview.
pub fn interview_summary(ledger: &Ledger<'_>, source: &str) -> Result<VoiceSummary, Error> {
    let analysis = ledger.analysis;
    let gone = || Error::Gone {
        what: format!("interview `{source}`"),
        near: None,
    };
    let lookup = Lookup::new(&analysis.corpus);
    let at = lookup.interview(source).ok_or_else(gone)?;
    let voiced: Vec<usize> = ledger
        .themes()
        .into_iter()
        .filter(|&theme| ledger.finding(theme).interviews.binary_search(&at).is_ok())
        .collect();
    let is_inside = |passage: &usize| {
        let place = analysis.passages.all[*passage].place;
        matches!(place, Place::Turn { interview, .. } if interview == at)
    };
    let passages = voiced
        .iter()
        .flat_map(|&theme| ledger.finding(theme).passages.iter().copied());
    Ok(VoiceSummary {
        name: analysis.corpus.interviews[at].source.clone(),
        answers: 0,
        ratings: Counts::default(),
        interviews: 1,
        themes: voiced
            .iter()
            .map(|&theme| ledger.theme(theme).label)
            .collect(),
        quotes: quoted(analysis, passages.filter(is_inside).collect()),
        problems: problems(ledger, &analysis.corpus.interviews[at].source),
        account: None,
    })
}

/// Returns what somebody struggles with in an interview.
fn problems(ledger: &Ledger<'_>, source: &str) -> Vec<(String, PainVoice)> {
    let points = pain_points(ledger).points.into_iter();
    let own = points.filter_map(|point| {
        let mut voices = point.voices.into_iter();
        let own = voices.find(|voice| voice.source == source)?;
        Some((point.name, own))
    });
    own.collect()
}

/// Returns the best of some passages.
fn quoted(analysis: &Analysis, mut passages: Vec<usize>) -> Vec<Quote> {
    passages.sort_unstable();
    passages.dedup();
    analysis.quotes(&passages, QUOTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::feedback::{Interview, Person, Rating, Response};
    use crate::study::{Past, Settings};

    fn answer(who: &str, account: &str, wave: &str, rating: u8) -> Response {
        Response {
            source: format!("{wave}.csv").into(),
            id: Some(format!("{wave}-{who}").into()),
            person: Person {
                name: Some(who.into()),
                email: None,
            },
            account: Some(account.into()),
            wave: wave.into(),
            date: Some(format!("2025-0{}-01", &wave[1..]).into()),
            rating: Rating::new(rating),
            ..Response::default()
        }
    }

    fn analysis(responses: Vec<Response>, interviews: Vec<Interview>) -> Analysis {
        let corpus = Corpus {
            responses,
            interviews,
            ..Corpus::default()
        };
        Analysis::new(corpus, &Settings::default(), Past::default())
    }

    #[test]
    fn a_score_needs_five_people_however_often_they_answer() {
        let four = ["a", "b", "c", "d"].map(|who| answer(who, "Alpgas", "w1", 3));
        let again = ["a", "b"].map(|who| answer(who, "alpgas ", "w2", 9));
        let analysis_of_four = analysis([&four[..], &again[..]].concat(), Vec::new());
        let alpgas = customer(&analysis_of_four, "ALPGAS").unwrap();
        assert_eq!((alpgas.people.len(), alpgas.answers.len()), (4, 6));
        assert_eq!((alpgas.counts.promoters, alpgas.counts.detractors), (2, 2));
        assert_eq!(alpgas.score().unwrap().estimate.numbers(), None);

        let fifth = [answer("e", "Alpgas", "w2", 9)];
        let analysis_of_five = analysis([&four[..], &fifth[..]].concat(), Vec::new());
        let alpgas = customer(&analysis_of_five, "Alpgas").unwrap();
        assert!(alpgas.score().unwrap().estimate.numbers().is_some());
    }

    #[test]
    fn who_rates_otherwise_in_the_next_wave_has_moved() {
        let answers = vec![
            answer("a", "Alpgas", "w1", 9),
            answer("b", "Alpgas", "w1", 7),
            answer("a", "Alpgas", "w3", 4),
            answer("b", "Alpgas", "w3", 7),
            answer("c", "Other", "w2", 1),
        ];
        let analysis = analysis(answers, Vec::new());
        let alpgas = customer(&analysis, "Alpgas").unwrap();
        let (waves, rows) = timeline(&analysis, &alpgas);
        assert_eq!(waves, ["w1", "w3"]);
        assert_eq!(rows.len(), 2);
        let [step] = &steps(&analysis, &alpgas, &waves, &rows)[..] else {
            panic!()
        };
        let [(before, after)] = step.moved[..] else {
            panic!()
        };
        let rating = |at: usize| analysis.corpus.responses[at].rating.unwrap().value();
        assert_eq!((rating(before), rating(after)), (9, 4));
        assert_eq!(step.counts.map(Counts::n), [2, 2]);
    }

    #[test]
    fn a_conversation_without_an_account_is_the_account_of_its_participants_answers() {
        let talk = Interview {
            source: "a.md".into(),
            participant: Person {
                name: Some("Ann Moe".into()),
                email: None,
            },
            ..Interview::default()
        };
        let analysis = analysis(vec![answer("Ann Moe", "Alpgas", "w1", 9)], vec![talk]);
        let account = analysis
            .people
            .account(&analysis.corpus, Document::Interview(0));
        assert_eq!(account, Some("Alpgas"));
        assert_eq!(customer(&analysis, "Alpgas").unwrap().interviews, [0]);
        assert!(customer(&analysis, "Alp").is_none());
    }
}
