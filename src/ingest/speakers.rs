//! Who speaks, and the part each plays.
//!
//! A label counts when the facts know the person, when it is a word for a part
//! (`Interviewer 2`, `Q`), or when it returns often enough to carry a
//! conversation.

use std::collections::BTreeMap;

use crate::feedback::Role;

use super::columns::Doubt;
use super::error::listed;
use super::facts::{Facts, is_meant};

/// Returns the part that a word for a part names.
pub fn part_word(name: &str) -> Option<Role> {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.');
    match base {
        "Q" | "I" | "INT" | "MOD" => return Some(Role::Interviewer),
        "A" | "P" | "R" => return Some(Role::Participant),
        _ => {}
    }
    match base.to_lowercase().as_str() {
        "interviewer" | "moderator" | "researcher" | "facilitator" | "interviewerin"
        | "intervieweur" | "entrevistador" => Some(Role::Interviewer),
        "interviewee" | "participant" | "respondent" | "customer" | "client" | "guest" | "user"
        | "befragter" | "befragte" | "teilnehmer" | "teilnehmerin" | "kunde" | "kundin" => {
            Some(Role::Participant)
        }
        _ => None,
    }
}

/// What somebody said in all, for judging who asks and who answers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Voice {
    pub(super) turns: usize,
    words: usize,
    questions: usize,
}

impl Voice {
    /// Adds what was said in one go.
    pub(super) fn say(&mut self, words: &str) {
        self.turns += 1;
        self.words += words.split_whitespace().count();
        self.questions += usize::from(words.contains('?'));
    }

    fn asking(self) -> f64 {
        self.questions as f64 / self.turns.max(1) as f64
    }
}

/// Who takes part, and how.
#[derive(Debug, Default)]
pub(super) struct Cast {
    roles: BTreeMap<String, Role>,
}

impl Cast {
    /// Gives everybody a part. `labelled` is the share of lines with a label,
    /// from 0 to 1: strangers are only believed in a conversation.
    pub(super) fn new(
        voices: &BTreeMap<String, Voice>,
        facts: &Facts,
        labelled: f64,
        doubts: &mut Vec<Doubt>,
    ) -> Self {
        let mut roles: BTreeMap<String, Role> = BTreeMap::new();
        let mut strangers: BTreeMap<&String, Voice> = BTreeMap::new();
        for (name, voice) in voices {
            match known_part(name, facts) {
                Some(role) => drop(roles.insert(name.clone(), role)),
                None if voice.turns > 1 => drop(strangers.insert(name, *voice)),
                None => {}
            }
        }
        without_lone_questions(&mut roles);
        let conversation = roles.len() + strangers.len() > 1 && labelled >= 0.3;
        if !strangers.is_empty() && conversation {
            for (name, role) in parts(&roles, &strangers, doubts) {
                roles.insert(name, role);
            }
        } else if strangers.len() == 1 && labelled >= 0.6 {
            roles.extend(
                strangers
                    .keys()
                    .map(|name| ((*name).clone(), Role::Participant)),
            );
        }
        let spelled = spellings(voices, &roles);
        roles.extend(spelled);
        Self { roles }
    }

    /// Returns the part of a speaker; `None` where the label is no speaker's.
    pub(super) fn role(&self, name: &str) -> Option<Role> {
        self.roles.get(name).copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// Returns whether anybody answers, so that words without a label are
    /// the last speaker's.
    pub(super) fn has_participants(&self) -> bool {
        self.roles.values().any(|role| *role == Role::Participant)
    }

    /// Returns the only participant, where the label is a name.
    pub(super) fn participant(&self) -> Option<&str> {
        let mut names = self
            .roles
            .iter()
            .filter(|(_, role)| **role == Role::Participant)
            .map(|(name, _)| name.as_str());
        let name = names.next()?;
        (names.next().is_none() && part_word(name).is_none()).then_some(name)
    }
}

/// Whoever is called by a part of a speaker's name, if only once, is that
/// speaker: `Ada` where `Ada Moe` speaks.
fn spellings(
    voices: &BTreeMap<String, Voice>,
    roles: &BTreeMap<String, Role>,
) -> Vec<(String, Role)> {
    let strangers = voices.keys().filter(|name| !roles.contains_key(*name));
    let strangers = strangers.filter(|name| part_word(name).is_none());
    let meant = |name: &String| {
        let mut speakers = roles.iter().filter(|(full, _)| is_meant(name, full));
        let (_, role) = speakers.next()?;
        speakers.next().is_none().then(|| (name.clone(), *role))
    };
    strangers.filter_map(meant).collect()
}

/// `Q1:` without any `A:` heads a note; it is no speaker.
fn without_lone_questions(roles: &mut BTreeMap<String, Role>) {
    let answers = roles.values().any(|role| *role == Role::Participant);
    if !answers {
        roles.retain(|name, _| !name.starts_with('Q') || part_word(name).is_none());
    }
    let asks = roles.values().any(|role| *role == Role::Interviewer);
    if !asks {
        let is_letter = |name: &str| name.len() < 3 && part_word(name).is_some();
        roles.retain(|name, _| !is_letter(name));
    }
}

fn known_part(name: &str, facts: &Facts) -> Option<Role> {
    let among = |people: &[String]| people.iter().any(|person| is_meant(name, person));
    if among(&facts.interviewers) || among(&facts.note_takers) {
        Some(Role::Interviewer)
    } else if among(&facts.participants) {
        Some(Role::Participant)
    } else if name.ends_with('?') {
        Some(Role::Interviewer)
    } else {
        part_word(name)
    }
}

/// Gives strangers the part that is left; without any known part, whoever asks
/// the most is the interviewer, and that is doubted.
fn parts(
    roles: &BTreeMap<String, Role>,
    strangers: &BTreeMap<&String, Voice>,
    doubts: &mut Vec<Doubt>,
) -> Vec<(String, Role)> {
    let has = |wanted: Role| roles.values().any(|role| *role == wanted);
    let everybody = |role: Role| {
        strangers
            .keys()
            .map(|name| ((*name).clone(), role))
            .collect()
    };
    if has(Role::Interviewer) {
        return everybody(Role::Participant);
    }
    if has(Role::Participant) && strangers.len() == 1 {
        return everybody(Role::Interviewer);
    }
    let said: usize = strangers.values().map(|voice| voice.turns).sum();
    let takes_part = |voice: &Voice| voice.turns * 10 >= said;
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
        return everybody(Role::Participant);
    };
    let others = strangers.iter().filter(|(name, _)| *name != asker);
    let most = others.map(|(_, voice)| voice.words).max().unwrap_or(0);
    // Who hardly says a word takes notes.
    let asks = |name: &String, voice: &Voice| name == *asker || voice.words * 10 < most;
    let parts: Vec<(String, Role)> = strangers
        .iter()
        .map(|(name, voice)| {
            let role = if asks(name, voice) {
                Role::Interviewer
            } else {
                Role::Participant
            };
            ((*name).clone(), role)
        })
        .collect();
    doubts.push(doubt(&parts));
    parts
}

fn doubt(parts: &[(String, Role)]) -> Doubt {
    let side = |wanted: Role| {
        let names = parts.iter().filter(|(_, role)| *role == wanted);
        names.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
    };
    let asking = side(Role::Interviewer);
    let sides = format!(
        "{} {} taken for the interviewing side, judged by who asks, and {} for the customer's",
        listed(&asking),
        if asking.len() == 1 { "was" } else { "were" },
        listed(side(Role::Participant))
    );
    Doubt::new(format!(
        "{sides}; a line such as `Interviewer: {}` at the top of the file (in subtitles, under `NOTE`) settles it",
        asking.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast(said: &[(&str, &[&str])]) -> (Cast, usize) {
        let mut voices: BTreeMap<String, Voice> = BTreeMap::new();
        for (name, turns) in said {
            for words in *turns {
                voices.entry((*name).to_owned()).or_default().say(words);
            }
        }
        let mut doubts = Vec::new();
        let cast = Cast::new(&voices, &Facts::default(), 1.0, &mut doubts);
        (cast, doubts.len())
    }

    #[test]
    fn whoever_asks_is_the_interviewer_and_that_is_doubted() {
        let (cast, doubts) = cast(&[
            ("Kim", &["why?", "and then?"]),
            ("Ada", &["it was slow", "really?"]),
        ]);
        assert_eq!(cast.role("Kim"), Some(Role::Interviewer));
        assert_eq!(cast.role("Ada"), Some(Role::Participant));
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
        assert_eq!(cast.role("Lee"), Some(Role::Interviewer));
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
        assert_eq!(cast.role("Ada"), Some(Role::Participant));
    }

    #[test]
    fn questions_without_answers_are_no_speaker() {
        let (cast, _) = cast(&[("Q1", &["what works?"]), ("Q2", &["what does not?"])]);
        assert!(cast.is_empty());
    }
}
