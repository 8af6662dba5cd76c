//! Each interview as it was read: who speaks in which part, whose answers are
//! the participant's, and what might be put right.
//!
//! A proposal is a correction that somebody may confirm; none is applied by
//! itself. Links that are certain (the same address, a name that only one
//! person has) need none.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arcstr::ArcStr;
use serde::Serialize;

use super::people::People;
use crate::corpus::{Corpus, Correction, SpeakerPart};
use crate::feedback::{Group, Interview, Person, Rating};
use crate::ingest::{day_in_name, names_person, part_word};
use crate::text::plain_words;

/// An interview as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sitting {
    /// The file.
    pub source: String,
    /// The day.
    pub date: Option<String>,
    /// Whether the day is the one in the file's name: when the file was named
    /// need not be when people met.
    pub dated_by_name: bool,
    /// Who was interviewed.
    pub participant: Person,
    /// The customer they belong to.
    pub account: Option<String>,
    /// How many answers of theirs there are.
    pub answers: usize,
    /// Their group, by their latest answer, else by what the notes say.
    pub group: Option<Group>,
    /// Their rating, where the notes say it.
    pub rating: Option<Rating>,
    /// Who speaks, in the order they first do.
    pub speakers: Vec<Speaking>,
    /// What might be put right.
    pub proposals: Vec<ProposedCorrection>,
}

/// Somebody who speaks in an interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Speaking {
    /// The name in the file.
    pub name: String,
    /// Their part.
    pub part: SpeakerPart,
    /// How often they speak.
    pub turns: usize,
}

/// A correction that somebody may confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProposedCorrection {
    /// Why it seems right, in a few words.
    pub why: String,
    /// What to correct.
    #[serde(flatten)]
    pub correction: Correction,
}

/// Returns the interviews of a corpus, in its order.
pub fn sittings(corpus: &Corpus) -> Vec<Sitting> {
    let people = People::new(corpus);
    let known = KnownNames::new(corpus);
    let sitting = |(at, interview): (usize, &Interview)| {
        let answers = people.answers_of(at);
        let speakers = speakers(interview);
        let mut proposals = merges(&speakers);
        if speakers.is_empty() {
            proposals.extend(unread(interview));
        }
        if answers.is_empty() {
            proposals.extend(known.links(interview));
        }
        let account = answers
            .iter()
            .rev()
            .find_map(|answer| corpus.responses[*answer].account.as_deref());
        proposals.extend(known.account(interview, account));
        Sitting {
            source: interview.source.clone(),
            date: interview.date.clone(),
            dated_by_name: interview.date.is_some()
                && day_in_name(&interview.source) == interview.date,
            participant: interview.participant.clone(),
            account: interview.account.clone(),
            answers: answers.len(),
            group: people.group_of_interview(at),
            rating: interview.own_rating(&corpus.scale),
            speakers,
            proposals,
        }
    };
    corpus.interviews.iter().enumerate().map(sitting).collect()
}

fn speakers(interview: &Interview) -> Vec<Speaking> {
    let mut speakers: Vec<Speaking> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for turn in &interview.turns {
        let Some(name) = turn.speaker.as_deref() else {
            continue;
        };
        if let Some(&known) = places.get(name) {
            speakers[known].turns += 1;
        } else if let Some(part) = SpeakerPart::from_role(interview, name, turn.role) {
            places.insert(name, speakers.len());
            speakers.push(Speaking {
                name: name.to_owned(),
                part,
                turns: 1,
            });
        }
    }
    speakers
}

/// A label must begin this many lines, and there be no more than so many.
const LABELLED: usize = 2;
const SPEAKERS: usize = 6;

/// A longer beginning of a line is a sentence's.
const LONGEST_NAME: usize = 30;

/// Proposes that lines begin with speakers, where none was found: those begin
/// alike again and again, with a colon.
fn unread(interview: &Interview) -> Option<ProposedCorrection> {
    let mut begun: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in interview.text.lines() {
        let bare = line.trim_start_matches(|c: char| c.is_whitespace() || "*_[(<#>-•".contains(c));
        let Some((name, words)) = bare.split_once(':') else {
            continue;
        };
        let name = name.trim_end_matches(['*', '_', ']', ')', '>', ' ']);
        let is_name = (1..=LONGEST_NAME).contains(&name.chars().count())
            && name.starts_with(char::is_uppercase)
            && name.split_whitespace().count() <= 3;
        if is_name {
            let (lines, asked) = begun.entry(name).or_default();
            *lines += 1;
            *asked += usize::from(words.contains('?'));
        }
    }
    begun.retain(|_, (lines, _)| *lines >= LABELLED);
    if begun.len() < 2 || begun.len() > SPEAKERS {
        return None;
    }
    let asks = |(name, (lines, asked)): (&&str, &(usize, usize))| {
        (2 * asked >= *lines).then(|| (*name).to_owned())
    };
    let asking: Vec<String> = begun.iter().filter_map(asks).collect();
    let names: Vec<String> = begun.keys().map(|name| (*name).to_owned()).collect();
    Some(ProposedCorrection {
        why: "lines may begin with the names of speakers".into(),
        correction: Correction::Split { names, asking },
    })
}

/// Where more people speak, nobody looks through what might be one name.
const COMPARED: usize = 60;

/// Proposes that names are one speaker's: `INTERVIEWEE` and `interviewee 1`,
/// `Ada` and `Ada Moe`. The name that is used most stays.
fn merges(speakers: &[Speaking]) -> Vec<ProposedCorrection> {
    if speakers.len() > COMPARED {
        return Vec::new();
    }
    let mut proposals = Vec::new();
    let mut gone: BTreeSet<&str> = BTreeSet::new();
    let mut ranked: Vec<&Speaking> = speakers.iter().collect();
    ranked.sort_by_key(|speaker| std::cmp::Reverse(speaker.turns));
    for into in &ranked {
        let mut alike: Vec<&&Speaking> = ranked
            .iter()
            .filter(|from| from.name != into.name && !gone.contains(&from.name[..]))
            .filter(|from| are_alike(&from.name, &into.name, speakers))
            .collect();
        if gone.contains(&into.name[..]) {
            alike.clear();
        }
        gone.extend(alike.iter().map(|from| &from.name[..]));
        proposals.extend(alike.into_iter().map(|from| ProposedCorrection {
            why: format!(
                "`{}` and `{}` may be the same speaker",
                from.name, into.name
            ),
            correction: Correction::Merge {
                from: from.name.clone(),
                into: into.name.clone(),
            },
        }));
    }
    proposals
}

fn are_alike(one: &str, other: &str, all: &[Speaking]) -> bool {
    let ((word, number), (others, other_number)) = (spelled(one), spelled(other));
    if word == others {
        let mut numbers: BTreeSet<String> = BTreeSet::new();
        let same = all.iter().map(|speaker| spelled(&speaker.name));
        numbers.extend(
            same.filter(|(own, _)| *own == word)
                .map(|(_, number)| number),
        );
        numbers.remove("");
        // With an `Interviewer 2` about, plain `Interviewer` may be either.
        return number == other_number
            || (numbers.len() < 2 && number.is_empty() != other_number.is_empty());
    }
    if part_word(one).is_some() || part_word(other).is_some() {
        return false;
    }
    let (short, full) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let meant = all.iter().filter(|speaker| speaker.name != short);
    names_person(short, full)
        && meant
            .filter(|speaker| names_person(short, &speaker.name))
            .count()
            == 1
}

/// Cuts `Interviewer 1` into its letters and its number.
fn spelled(name: &str) -> (String, String) {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    let mut numbers: Vec<&str> = name
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .collect();
    numbers.dedup();
    (letters, numbers.join(" "))
}

/// Who answers and who is a customer, as the rest of the corpus tells.
struct KnownNames {
    /// Everybody who answered, by what tells them apart, with their customer.
    people: BTreeMap<String, (Person, Option<ArcStr>)>,
    /// Customers, by their folded name.
    accounts: BTreeMap<String, String>,
}

/// More candidates than these are no help.
const MOST: usize = 3;

impl KnownNames {
    fn new(corpus: &Corpus) -> Self {
        let mut people = BTreeMap::new();
        let mut accounts: BTreeMap<String, String> = BTreeMap::new();
        for response in &corpus.responses {
            if let Some(key) = response.person.key() {
                people.insert(key, (response.person.clone(), response.account.clone()));
            }
        }
        let named = corpus.accounts.iter().map(|account| account.name.as_str());
        let answering = corpus.responses.iter().filter_map(|r| r.account.as_deref());
        for name in named.chain(answering) {
            accounts
                .entry(plain_words(name))
                .or_insert_with(|| name.to_owned());
        }
        Self { people, accounts }
    }

    /// Proposes whose answers the participant's are.
    fn links(&self, interview: &Interview) -> Vec<ProposedCorrection> {
        let account = interview.account.as_deref().map(plain_words);
        let candidates = self.people.values().filter_map(|(person, of)| {
            let same_account = account.is_some() && of.as_deref().map(plain_words) == account;
            let why = likeness(interview.participant.name.as_deref(), person, same_account)?;
            Some((person, why))
        });
        let mut candidates: Vec<_> = candidates.collect();
        if candidates.is_empty() && account.is_some() {
            let colleagues = self.people.values();
            let colleagues = colleagues.filter(|(_, of)| of.as_deref().map(plain_words) == account);
            candidates = colleagues
                .map(|(person, _)| (person, "is the only person from the account who answered"))
                .collect();
            candidates.truncate(usize::from(candidates.len() == 1));
        }
        if candidates.len() > MOST {
            return Vec::new();
        }
        let proposal = |(person, why): (&Person, &str)| ProposedCorrection {
            why: format!("`{}` {why}", called(person)),
            correction: Correction::Link {
                person: person.clone(),
            },
        };
        candidates.into_iter().map(proposal).collect()
    }

    /// Proposes the customer the participant belongs to: that of their answers,
    /// one whose name is a longer or shorter form, or one in the file's name.
    fn account(&self, interview: &Interview, answered: Option<&str>) -> Option<ProposedCorrection> {
        let own = interview.account.as_deref().map(plain_words);
        if own
            .as_ref()
            .is_some_and(|own| self.accounts.contains_key(own))
        {
            return None;
        }
        let file = format!(" {} ", plain_words(&interview.source));
        let starts = |long: &str, short: &str| {
            long.strip_prefix(short)
                .is_some_and(|rest| rest.starts_with(' '))
        };
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut names = self.accounts.iter().filter(|(name, _)| fits(name));
            let (_, first) = names.next()?;
            names.next().is_none().then(|| first.clone())
        };
        let (name, why) = match (&own, answered) {
            (None, Some(account)) => (account.to_owned(), "is the account in their survey answers"),
            (Some(own), _) => (
                only(&|name| starts(name, own) || starts(own, name))?,
                "may be the same account",
            ),
            (None, None) => {
                // The name of the file may leave `AB` or `GmbH` out.
                let first = |name: &str| name.split(' ').next().unwrap_or("").to_owned();
                let fits = |name: &str| {
                    first(name).len() > 3 && file.contains(&format!(" {} ", first(name)))
                };
                (only(&fits)?, "is in the file's name")
            }
        };
        Some(ProposedCorrection {
            why: format!("`{name}` {why}"),
            correction: Correction::Account { name },
        })
    }
}

/// Returns what somebody is called in a command: by address, else by name.
pub fn called(person: &Person) -> &str {
    let name = person.email.as_deref().or(person.name.as_deref());
    name.unwrap_or("somebody")
}

/// Returns what speaks for a participant being a person who answered.
fn likeness(name: Option<&str>, person: &Person, same_account: bool) -> Option<&'static str> {
    let name = plain_words(name?);
    if name.is_empty() {
        return None;
    }
    let answered = person.name.as_deref().map(plain_words);
    if answered.as_deref() == Some(&name[..]) {
        return Some("has the same name");
    }
    let local = person
        .email
        .as_deref()
        .and_then(|email| email.split('@').next());
    let local = local.map(plain_words).unwrap_or_default();
    let mut words: Vec<&str> = name.split(' ').collect();
    let mut parts: Vec<&str> = local.split(' ').collect();
    words.sort_unstable();
    parts.sort_unstable();
    if words.len() > 1 && words == parts {
        return Some("has an e-mail address with that name");
    }
    let first = name.split(' ').next().unwrap_or("");
    let is_first = |other: &str| !first.is_empty() && other.split(' ').next() == Some(first);
    let by_first = is_first(&local) || answered.as_deref().is_some_and(is_first);
    (same_account && by_first).then_some("has the same first name and account")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::{Response, Span, SpeakerRole, Turn};

    fn speaking(names: &[(&str, usize)]) -> Vec<Speaking> {
        let speaking = |(name, turns): &(&str, usize)| Speaking {
            name: (*name).to_owned(),
            part: SpeakerPart::Participant,
            turns: *turns,
        };
        names.iter().map(speaking).collect()
    }

    fn merged(names: &[(&str, usize)]) -> Vec<(String, String)> {
        let proposals = merges(&speaking(names)).into_iter();
        proposals
            .filter_map(|proposal| match proposal.correction {
                Correction::Merge { from, into } => Some((from, into)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn spellings_of_one_name_are_proposed_to_be_one() {
        let pair = |from: &str, into: &str| (from.to_owned(), into.to_owned());
        assert_eq!(
            merged(&[("Interviewee", 9), ("interviewee 1", 2), ("INTERVIEWEE", 1)]),
            [
                pair("interviewee 1", "Interviewee"),
                pair("INTERVIEWEE", "Interviewee")
            ]
        );
        assert_eq!(
            merged(&[("Ada Moe", 9), ("Ada", 2)]),
            [pair("Ada", "Ada Moe")]
        );
        assert_eq!(
            merged(&[("Interviewer2", 9), ("Interviewer2 2", 2)]),
            [pair("Interviewer2 2", "Interviewer2")]
        );
    }

    #[test]
    fn two_speakers_stay_two() {
        assert!(merged(&[("Interviewer 1", 9), ("Interviewer 2", 2)]).is_empty());
        assert!(
            merged(&[
                ("Interviewer 1", 9),
                ("Interviewer 2", 2),
                ("Interviewer", 1)
            ])
            .is_empty()
        );
        assert!(merged(&[("Ada Moe", 9), ("Ada Ray", 2), ("Ada", 1)]).is_empty());
        assert!(merged(&[("Interviewer", 9), ("Interviewee", 2)]).is_empty());
    }

    fn corpus(participant: &str, account: Option<&str>) -> Corpus {
        let response = |name: &str, email: &str, account: &str| Response {
            person: Person {
                name: Some(name.to_owned())
                    .filter(|name| !name.is_empty())
                    .map(Into::into),
                email: Some(email.to_owned().into()),
            },
            account: Some(account.to_owned().into()),
            ..Response::default()
        };
        Corpus {
            responses: vec![
                response("", "ada.moe@fjell.example", "Fjell Heating"),
                response("Bo Lie", "bo@a.example", "Alpgas"),
                response("Bo Lie", "bo@b.example", "Brackwater"),
            ],
            interviews: vec![Interview {
                source: "03-alpgas.docx".into(),
                participant: Person {
                    name: Some(participant.to_owned().into()),
                    email: None,
                },
                account: account.map(str::to_owned),
                turns: vec![Turn {
                    speaker: Some(participant.to_owned()),
                    role: SpeakerRole::Participant,
                    span: Span::default(),
                }],
                ..Interview::default()
            }],
            ..Corpus::default()
        }
    }

    fn proposed(participant: &str, account: Option<&str>) -> Vec<String> {
        let sittings = sittings(&corpus(participant, account));
        let proposals = sittings[0].proposals.iter();
        proposals.map(|proposal| proposal.why.clone()).collect()
    }

    #[test]
    fn a_participant_is_proposed_to_be_somebody_who_answered() {
        assert_eq!(
            proposed("Ada Moe", Some("Fjell Heating")),
            ["`ada.moe@fjell.example` has an e-mail address with that name"]
        );
        assert_eq!(
            proposed("Bo Lie", Some("Alpgas")),
            [
                "`bo@a.example` has the same name",
                "`bo@b.example` has the same name"
            ]
        );
        assert_eq!(
            proposed("Cy", Some("Brackwater")),
            ["`bo@b.example` is the only person from the account who answered"]
        );
    }

    #[test]
    fn an_account_is_proposed_by_its_longer_name_or_that_of_the_file() {
        assert_eq!(proposed("Cy", None), ["`Alpgas` is in the file's name"]);
        assert_eq!(
            proposed("Cy", Some("Fjell")),
            ["`Fjell Heating` may be the same account"]
        );
    }
}
