//! One customer: who answered for it, what they say, what changed.
//!
//! Takes an analysis; gives each account with its people, answers,
//! conversations and the themes they voice. People count once, by their
//! latest answer; no score stands on fewer than five.

use std::collections::{BTreeMap, BTreeSet};

use crate::feedback::{Group, Place};
use crate::inquiry::breadth::{Breadth, Loudest};
use crate::nps::estimate::Score;
use crate::nps::intervals::Confidence;
use crate::nps::score::Counts;
use crate::study::Analysis;

/// A customer, and what there is of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Customer {
    /// The name as it is first written.
    pub(super) name: String,
    /// Its answers, as positions in the corpus.
    pub(super) answers: Vec<usize>,
    /// Its conversations, as positions in the corpus.
    pub(super) interviews: Vec<usize>,
    /// Its people who answered, by their numbers.
    pub(super) people: BTreeSet<usize>,
    /// The groups of their latest answers.
    pub(super) counts: Counts,
    /// The day of the last answer.
    pub(super) last: Option<String>,
    /// What the accounts table says of it.
    pub(super) attributes: BTreeMap<String, String>,
    /// The themes they voice, those most of its people voice first.
    pub(super) themes: Vec<AccountTheme>,
}

/// A theme that people of an account voice.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountTheme {
    /// Its position in the findings.
    pub(super) finding: usize,
    /// What they say of it, as positions of passages.
    pub(super) passages: Vec<usize>,
    /// How many of them say it, and how many people at all.
    pub(super) people: BTreeSet<usize>,
    pub(super) of_all: usize,
}

impl Customer {
    /// Returns the score; `None` where nobody rated. Its number is withheld
    /// where fewer than five did.
    pub(super) fn score(&self) -> Option<Score> {
        let rated = self.counts.n() > 0;
        rated.then(|| Score::of(self.counts, Confidence::default()))
    }
}

impl AccountTheme {
    /// Returns whether the theme is mostly this account's.
    pub(super) fn is_loud(&self, name: &str) -> bool {
        let spread = Breadth {
            people: self.of_all as u64,
            largest: Some(Loudest {
                account: name.to_owned(),
                people: self.people.len() as u64,
            }),
            ..Breadth::default()
        };
        spread.one_account().is_some()
    }
}

/// Returns the name that spellings of an account share.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Returns all customers by name, also those that nobody heard from.
pub(super) fn customers(analysis: &Analysis) -> Vec<Customer> {
    let corpus = &analysis.corpus;
    let mut known: BTreeMap<String, Customer> = BTreeMap::new();
    let of = |known: &mut BTreeMap<String, Customer>, name: &str| -> String {
        let key = folded(name);
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
    for (at, response) in corpus.responses.iter().enumerate() {
        let Some(name) = &response.account else {
            continue;
        };
        let key = of(&mut known, name);
        if let Some(customer) = known.get_mut(&key) {
            customer.answers.push(at);
            customer.people.insert(analysis.people.person(at));
            customer.last = customer.last.take().max(response.date.clone());
            if analysis.people.is_latest(at)
                && let Some(rating) = response.rating
            {
                customer.counts = customer.counts + std::iter::once(rating.group()).collect();
            }
        }
    }
    for at in 0..corpus.interviews.len() {
        let Some(name) = account_of(analysis, at) else {
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

/// Returns the account of an interview: its own, else that of the
/// participant's last answer.
pub(super) fn account_of(analysis: &Analysis, interview: usize) -> Option<&str> {
    let corpus = &analysis.corpus;
    let own = corpus.interviews[interview].account.as_deref();
    let answered = || {
        let answers = analysis.people.answers_of(interview);
        let answers = answers.into_iter().map(|at| &corpus.responses[at]);
        let last = answers.max_by_key(|answer| answer.date.as_deref())?;
        last.account.as_deref()
    };
    own.or_else(answered)
}

/// Returns the customer of a name, however it is spelled.
pub(super) fn customer(analysis: &Analysis, name: &str) -> Option<Customer> {
    let wanted = folded(name);
    let mut all = customers(analysis).into_iter();
    all.find(|customer| folded(&customer.name) == wanted)
}

/// Finds which themes the people of each account voice.
fn voices(analysis: &Analysis, known: &mut BTreeMap<String, Customer>) {
    let corpus = &analysis.corpus;
    let of_interview: Vec<Option<&str>> = (0..corpus.interviews.len())
        .map(|at| account_of(analysis, at))
        .collect();
    for (finding, theme) in analysis.findings.iter().enumerate() {
        if theme.theme.standing.parked {
            continue;
        }
        let mut all = BTreeSet::new();
        let mut by_account: BTreeMap<String, AccountTheme> = BTreeMap::new();
        for &passage in &theme.passages {
            let place = analysis.passages.all[passage].place;
            let person = analysis.people.speaker(corpus, place).person;
            all.insert(person);
            let account = match place {
                Place::Comment { response, .. } => corpus.responses[response].account.as_deref(),
                Place::Turn { interview, .. } => of_interview[interview],
            };
            if let Some(account) = account {
                let voice = by_account.entry(folded(account)).or_default();
                voice.passages.push(passage);
                voice.people.insert(person);
            }
        }
        for (account, voice) in by_account {
            let customer = known.entry(account).or_default();
            customer.themes.push(AccountTheme {
                finding,
                of_all: all.len(),
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
pub(super) struct PersonRow {
    /// The person's number.
    pub(super) person: usize,
    /// For each wave, their answers in it.
    pub(super) by_wave: Vec<Vec<usize>>,
}

/// Returns the waves in which somebody of an account answered, in the order of
/// time, and what each person answered in them.
pub(super) fn timeline(analysis: &Analysis, customer: &Customer) -> (Vec<String>, Vec<PersonRow>) {
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
pub(super) struct WaveStep {
    pub(super) from: String,
    pub(super) to: String,
    /// People whose rating is another: before, after, as positions of answers.
    pub(super) moved: Vec<(usize, usize)>,
    /// Themes voiced in the second wave only, by position in the findings.
    pub(super) new: Vec<usize>,
    /// Themes voiced in the first only.
    pub(super) gone: Vec<usize>,
    /// The groups of each wave.
    pub(super) counts: [Counts; 2],
}

/// Returns what changed from each wave to the next in which somebody answered.
pub(super) fn steps(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;
    use crate::feedback::{Interview, Person, Rating, Response};
    use crate::study::{Past, Settings};

    fn answer(who: &str, account: &str, wave: &str, rating: u8) -> Response {
        Response {
            source: format!("{wave}.csv"),
            id: Some(format!("{wave}-{who}")),
            person: Person {
                name: Some(who.into()),
                email: None,
            },
            account: Some(account.into()),
            wave: wave.into(),
            date: Some(format!("2025-0{}-01", &wave[1..])),
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
        Analysis::of(corpus, &Settings::default(), Past::default())
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
        assert_eq!(account_of(&analysis, 0), Some("Alpgas"));
        assert_eq!(customer(&analysis, "Alpgas").unwrap().interviews, [0]);
        assert!(customer(&analysis, "Alp").is_none());
    }

    #[test]
    fn a_theme_that_mostly_one_account_voices_is_loud_there() {
        let voice = |people: usize, of_all: usize| AccountTheme {
            people: (0..people).collect(),
            of_all,
            ..AccountTheme::default()
        };
        assert!(voice(3, 4).is_loud("Alpgas"));
        assert!(!voice(2, 4).is_loud("Alpgas"));
        assert!(!voice(2, 2).is_loud("Alpgas"));
    }
}
