//! Who speaks: labels at the beginning of lines, and the part each plays.
//!
//! `17:30`, `https://` and `Note:` are no speakers. A label counts when the
//! facts know the person, when it is a word for a part (`Interviewer 2`,
//! `Q`), or when it returns often enough to carry a conversation.

use std::collections::BTreeMap;

use crate::feedback::Role;

use super::aliases::{NO_SPEAKERS, PARTICLES, has};
use super::columns::Doubt;
use super::error::listed;
use super::facts::{Facts, is_meant};

/// A name at the beginning of a line, and where the words behind it begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) name: String,
    /// Bytes from the beginning of the line.
    pub(super) words: usize,
    /// Whether the line is an item of a list.
    pub(super) in_list: bool,
}

/// Reads `Name: words`, `**Name:** words`, `[00:12:03] Name: words`.
pub(super) fn label(line: &str) -> Option<Label> {
    let colon = if starts_with_time(line) {
        after_time(line)?
    } else {
        outer_colon(line)?
    };
    if colon > LONGEST {
        return None;
    }
    let colon_width = line[colon..].chars().next()?.len_utf8();
    let before = &line[..colon];
    let behind = &line[colon + colon_width..];
    let marked = before.contains(['*', '_']);
    let marks = |c: char| marked && matches!(c, '*' | '_');
    let words = behind.trim_start_matches(marks).trim_start();
    if behind.starts_with('/') || behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare = before.trim_start();
    let item = bare.trim_start_matches(['-', '*', '+', '\u{2022}']);
    let in_list = item.len() < bare.len() && item.starts_with(' ');
    let name = without_time(if in_list { item } else { bare });
    let name = name.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
    is_name(name).then(|| Label {
        name: name.to_owned(),
        words: line.len() - words.len(),
        in_list,
    })
}

/// Returns the first colon outside brackets: `Kim Ray (00:12): ok`.
fn outer_colon(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    line.char_indices().find_map(|(place, c)| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && matches!(c, ':' | '\u{ff1a}')).then_some(place)
    })
}

const LONGEST: usize = 64;

fn starts_with_time(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['[', '(']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && line[digits..].starts_with(':')
}

/// Returns the first colon behind a time that is none of the time's own.
fn after_time(line: &str) -> Option<usize> {
    let time = |c: char| {
        c.is_ascii_digit() || matches!(c, ':' | '.' | '[' | ']' | '(' | ')' | ' ' | '\t' | '-')
    };
    let rest = line.trim_start_matches(time);
    let begin = line.len() - rest.len();
    rest.find(':').map(|colon| begin + colon)
}

/// Drops a time in front of a name, or in brackets behind it.
fn without_time(name: &str) -> &str {
    let front = if starts_with_time(name) {
        name.trim_start_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, ':' | '.' | '[' | ']' | '(' | ')' | ' ' | '\t' | '-')
        })
    } else {
        name
    };
    match front.rsplit_once(['[', '(']) {
        Some((name, time)) if starts_with_time(time) => name,
        _ => front,
    }
}

/// Returns whether words could name who speaks: up to three, and a number.
fn is_name(name: &str) -> bool {
    if part_word(name).is_some() {
        return true;
    }
    let mut words: Vec<&str> = name.split_whitespace().collect();
    if words.len() > 1
        && words
            .last()
            .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    {
        words.pop();
    }
    let particles = words.iter().filter(|word| has(PARTICLES, word)).count();
    let is_word = |word: &&str| {
        let begins = word.chars().next().is_some_and(char::is_uppercase);
        let clean = word
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '\u{2019}'));
        clean && (begins || has(PARTICLES, word))
    };
    let length = words.len() - particles;
    (1..=3).contains(&length)
        && words.iter().all(is_word)
        && !has(NO_SPEAKERS, &name.to_lowercase())
}

/// Returns the part that a word for a part names.
pub(super) fn part_word(name: &str) -> Option<Role> {
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

    fn name(line: &str) -> Option<String> {
        label(line).map(|label| label.name)
    }

    #[test]
    fn a_name_and_a_colon_make_a_label() {
        for (line, expected) in [
            ("Hanne: yes", "Hanne"),
            ("**Joel:** and?", "Joel"),
            ("**Joel**: and?", "Joel"),
            (" Interviewer 1: so", "Interviewer 1"),
            ("Interviewer2 2 : so", "Interviewer2 2"),
            ("interviewee: hm", "interviewee"),
            ("Piet van Loon: ja", "Piet van Loon"),
            ("[00:12:03] Kim Ray: ok", "Kim Ray"),
            ("Kim Ray (00:12): ok", "Kim Ray"),
            ("Q: why?", "Q"),
        ] {
            assert_eq!(name(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn the_words_begin_behind_the_label() {
        for line in [
            "Hanne:  yes: no",
            "**Hanne:** yes: no",
            "**Hanne**: yes: no",
        ] {
            let label = label(line).unwrap();
            assert_eq!(&line[label.words..], "yes: no");
        }
    }

    #[test]
    fn times_links_and_headwords_are_no_labels() {
        for line in [
            "17:30",
            "17:30 we left",
            "https://pontoon.example",
            "Note: he laughed",
            "Action item: call",
            "so I said: no",
            "Date: 2025",
            "The way I see it: fine",
            "Ratio 3:1",
            "At 17:30: lunch",
            "",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }

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
