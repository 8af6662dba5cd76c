//! Who speaks, and the part each plays.
//!
//! A label counts when the facts know the person, when it is a word for a part
//! (`Interviewer 2`, `Q`), or when it returns often enough to carry a
//! conversation.

use std::collections::BTreeMap;

use crate::feedback::SpeakerRole;

use super::columns::Doubt;
use super::error::listed;
use super::facts::{ConversationFacts, names_person};
use super::labels::{is_question_word, part_word};

/// What somebody said in all, for judging who asks and who answers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SpeechTally {
    pub(super) turns: usize,
    words: usize,
    questions: usize,
}

impl SpeechTally {
    /// Adds what was said in one go.
    pub(super) fn add(&mut self, words: &str) {
        self.turns += 1;
        self.words += words.split_whitespace().count();
        self.questions += usize::from(words.contains(['?', '？', '؟']));
    }

    fn asking(self) -> f64 {
        self.questions as f64 / self.turns.max(1) as f64
    }
}

/// Who takes part, and how.
#[derive(Debug, Default)]
pub(super) struct SpeakerRoles {
    roles: BTreeMap<String, SpeakerRole>,
}

impl SpeakerRoles {
    /// Gives everybody a part. `labelled` is the share of lines with a label,
    /// from 0 to 1: strangers are only believed in a conversation.
    pub(super) fn new(
        voices: &BTreeMap<String, SpeechTally>,
        facts: &ConversationFacts,
        labelled: f64,
        doubts: &mut Vec<Doubt>,
    ) -> Self {
        let mut roles: BTreeMap<String, SpeakerRole> = BTreeMap::new();
        let mut strangers: BTreeMap<&String, SpeechTally> = BTreeMap::new();
        for (name, voice) in voices {
            match known_part(name, facts) {
                Some(role) => drop(roles.insert(name.clone(), role)),
                None if voice.turns > 1 => drop(strangers.insert(name, *voice)),
                None => {}
            }
        }
        let others = strangers.values().copied();
        let conversation = roles.len() + strangers.len() > 1
            && (labelled >= 0.3
                || takes_turns(others.clone())
                || takes_turns(parts_of(&roles, voices)));
        without_lone_questions(&mut roles, conversation && !strangers.is_empty());
        if !strangers.is_empty() && conversation {
            for (name, role) in parts(&roles, &strangers, doubts) {
                roles.insert(name, role);
            }
        } else if strangers.len() == 1 && labelled >= 0.6 {
            roles.extend(
                strangers
                    .keys()
                    .map(|name| ((*name).clone(), SpeakerRole::Participant)),
            );
        }
        let spelled = spellings(voices, &roles);
        roles.extend(spelled);
        Self { roles }
    }

    /// Returns the part of a speaker; `None` where the label is no speaker's.
    pub(super) fn role(&self, name: &str) -> Option<SpeakerRole> {
        self.roles.get(name).copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// Returns whether anybody answers, so that words without a label are
    /// the last speaker's.
    pub(super) fn has_participants(&self) -> bool {
        self.roles
            .values()
            .any(|role| *role == SpeakerRole::Participant)
    }

    /// Returns the only participant, where the label is a name.
    pub(super) fn participant(&self) -> Option<&str> {
        let mut names = self
            .roles
            .iter()
            .filter(|(_, role)| **role == SpeakerRole::Participant)
            .map(|(name, _)| name.as_str());
        let name = names.next()?;
        (names.next().is_none() && part_word(name).is_none()).then_some(name)
    }
}

/// Whoever is called by a part of a speaker's name, if only once, is that
/// speaker: `Ada` where `Ada Moe` speaks.
fn spellings(
    voices: &BTreeMap<String, SpeechTally>,
    roles: &BTreeMap<String, SpeakerRole>,
) -> Vec<(String, SpeakerRole)> {
    let strangers = voices.keys().filter(|name| !roles.contains_key(*name));
    let strangers = strangers.filter(|name| part_word(name).is_none());
    let meant = |name: &String| {
        let mut speakers = roles.iter().filter(|(full, _)| names_person(name, full));
        let (_, role) = speakers.next()?;
        speakers.next().is_none().then(|| (name.clone(), *role))
    };
    strangers.filter_map(meant).collect()
}

/// What those said who are known by a word for a part.
fn parts_of(
    roles: &BTreeMap<String, SpeakerRole>,
    voices: &BTreeMap<String, SpeechTally>,
) -> impl Iterator<Item = SpeechTally> {
    roles.keys().filter_map(|name| voices.get(name)).copied()
}

/// Returns whether a few come back again and again to say something, and one of
/// them asks: turns may run over many lines, so that hardly any has a label.
fn takes_turns(voices: impl Iterator<Item = SpeechTally>) -> bool {
    const AGAIN: usize = 3;
    const WORDS: usize = 4;
    const ASKS: f64 = 0.2;
    let all: Vec<SpeechTally> = voices.collect();
    let turns: usize = all.iter().map(|voice| voice.turns).sum();
    let words: usize = all.iter().map(|voice| voice.words).sum();
    let often = all.iter().filter(|voice| voice.turns >= AGAIN);
    often.count() > 1
        && turns >= AGAIN * all.len()
        && words >= WORDS * turns
        && all.iter().any(|voice| voice.asking() >= ASKS)
}

/// `Q1:` without any `A:` heads a note; it is no speaker. Nor is `A:` where
/// nobody else speaks (`others`).
fn without_lone_questions(roles: &mut BTreeMap<String, SpeakerRole>, others: bool) {
    let answers = roles.values().any(|role| *role == SpeakerRole::Participant);
    if !answers && !others {
        roles.retain(|name, _| !is_question_word(name));
    }
    let asks = roles.values().any(|role| *role == SpeakerRole::Interviewer);
    if !asks && !others {
        let is_letter = |name: &str| name.len() < 3 && part_word(name).is_some();
        roles.retain(|name, _| !is_letter(name));
    }
}

fn known_part(name: &str, facts: &ConversationFacts) -> Option<SpeakerRole> {
    let among = |people: &[String]| people.iter().any(|person| names_person(name, person));
    if among(&facts.interviewers) || among(&facts.note_takers) {
        Some(SpeakerRole::Interviewer)
    } else if among(&facts.participants) {
        Some(SpeakerRole::Participant)
    } else if name.ends_with('?') {
        Some(SpeakerRole::Interviewer)
    } else {
        part_word(name)
    }
}

/// Gives strangers the part that is left; without any known part, whoever asks
/// the most is the interviewer, and that is doubted.
fn parts(
    roles: &BTreeMap<String, SpeakerRole>,
    strangers: &BTreeMap<&String, SpeechTally>,
    doubts: &mut Vec<Doubt>,
) -> Vec<(String, SpeakerRole)> {
    let has = |wanted: SpeakerRole| roles.values().any(|role| *role == wanted);
    let everybody = |role: SpeakerRole| {
        strangers
            .keys()
            .map(|name| ((*name).clone(), role))
            .collect()
    };
    if has(SpeakerRole::Interviewer) {
        return everybody(SpeakerRole::Participant);
    }
    if has(SpeakerRole::Participant) && strangers.len() == 1 {
        return everybody(SpeakerRole::Interviewer);
    }
    let said: usize = strangers.values().map(|voice| voice.turns).sum();
    let takes_part = |voice: &SpeechTally| voice.turns * 10 >= said;
    // Of two who ask as often, the one who says less.
    let asker = strangers
        .iter()
        .filter(|(_, voice)| takes_part(voice))
        .max_by(|(name, voice), (other, others)| {
            voice
                .asking()
                .total_cmp(&others.asking())
                .then(others.words.cmp(&voice.words))
                .then(other.cmp(name))
        });
    let Some((asker, _)) = asker else {
        return everybody(SpeakerRole::Participant);
    };
    let others = strangers.iter().filter(|(name, _)| *name != asker);
    let most = others.map(|(_, voice)| voice.words).max().unwrap_or(0);
    // Who hardly says a word takes notes.
    let asks = |name: &String, voice: &SpeechTally| name == *asker || voice.words * 10 < most;
    let parts: Vec<(String, SpeakerRole)> = strangers
        .iter()
        .map(|(name, voice)| {
            let role = if asks(name, voice) {
                SpeakerRole::Interviewer
            } else {
                SpeakerRole::Participant
            };
            ((*name).clone(), role)
        })
        .collect();
    doubts.push(doubt(&parts));
    parts
}

fn doubt(parts: &[(String, SpeakerRole)]) -> Doubt {
    let side = |wanted: SpeakerRole| {
        let names = parts.iter().filter(|(_, role)| *role == wanted);
        names.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
    };
    let asking = side(SpeakerRole::Interviewer);
    let sides = format!(
        "{} {} read as the interviewer, judged by who asks, and {} as the customer",
        listed(&asking),
        if asking.len() == 1 { "was" } else { "were" },
        listed(side(SpeakerRole::Participant))
    );
    Doubt::new(format!(
        "{sides}; to decide it yourself, put a line such as `Interviewer: {}` at the top of the file (in subtitles, under `NOTE`)",
        asking.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast(said: &[(&str, &[&str])]) -> (SpeakerRoles, usize) {
        let mut voices: BTreeMap<String, SpeechTally> = BTreeMap::new();
        for (name, turns) in said {
            for words in *turns {
                voices.entry((*name).to_owned()).or_default().add(words);
            }
        }
        let mut doubts = Vec::new();
        let cast = SpeakerRoles::new(&voices, &ConversationFacts::default(), 1.0, &mut doubts);
        (cast, doubts.len())
    }

    #[test]
    fn whoever_asks_is_the_interviewer_and_that_is_doubted() {
        let (cast, doubts) = cast(&[
            ("Kim", &["why?", "and then?"]),
            ("Ada", &["it was slow", "really?"]),
        ]);
        assert_eq!(cast.role("Kim"), Some(SpeakerRole::Interviewer));
        assert_eq!(cast.role("Ada"), Some(SpeakerRole::Participant));
        assert_eq!((doubts, cast.participant()), (1, Some("Ada")));
    }

    #[test]
    fn who_hardly_says_a_word_takes_notes() {
        let long = "it was slow and then it froze and then it was slow again and we all went home";
        let (cast, _) = cast(&[
            ("Kim", &["why?", "and then?", "oh?"]),
            ("Ada", &[long, long, long]),
            ("Lee", &["yes", "thanks"]),
        ]);
        assert_eq!(cast.role("Lee"), Some(SpeakerRole::Interviewer));
        assert_eq!(cast.participant(), Some("Ada"));
    }

    #[test]
    fn a_label_that_never_returns_is_no_speaker() {
        let (cast, _) = cast(&[
            ("Interviewer", &["why?"]),
            ("Contradiction", &["worth keeping"]),
            ("Ada", &["a", "b"]),
        ]);
        assert_eq!(cast.role("Contradiction"), None);
        assert_eq!(cast.role("Ada"), Some(SpeakerRole::Participant));
    }

    #[test]
    fn questions_without_answers_are_no_speaker() {
        let (cast, _) = cast(&[("Q1", &["what works?"]), ("Q2", &["what does not?"])]);
        assert!(cast.is_empty());
    }
}
