//! Labels: a name that says who speaks what follows.
//!
//! Either in front of the words (`Name: words`) or above them (`Name  0:15`).
//! `17:30`, `https://` and `Note:` are no labels; whether a label is a
//! speaker's is for `speakers` to say.

use super::aliases::{NO_SPEAKERS, PARTICLES, has};
use super::stamps;
use crate::feedback::SpeakerRole;

/// A name at the beginning of a line, and where the words behind it begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SpeakerLabel {
    pub(super) name: String,
    /// Bytes from the beginning of the line.
    pub(super) words: usize,
    /// Whether the line is an item of a list.
    pub(super) in_list: bool,
    /// Whether the name stands above what is said, on a line of its own.
    pub(super) above: bool,
    /// The time it was said.
    pub(super) seconds: Option<u32>,
}

const LONGEST: usize = 64;

/// Reads `Name: words`, `**Name:** words`, `[00:12:03] Name: words`, and
/// `Name  0:15` above words.
pub(super) fn label(line: &str) -> Option<SpeakerLabel> {
    above(line)
        .or_else(|| cell(line))
        .or_else(|| in_front(line))
        .or_else(|| in_brackets(line))
        .or_else(|| sign(line))
}

/// Reads `Name: words`, with a time before or in brackets behind the name.
fn in_front(line: &str) -> Option<SpeakerLabel> {
    let stamp = stamps::leading(line);
    let begin = stamp.map_or(0, |(_, length)| length);
    let colon = begin + outer_colon(&line[begin..])?;
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
    let bare = line[begin..colon].trim_start();
    let item = bare.trim_start_matches(['-', '*', '+', '\u{2022}']);
    let in_list = item.len() < bare.len() && item.starts_with(' ');
    let (name, seconds) = without_time(if in_list { item } else { bare });
    let name = bare_name(name, stamp.is_some());
    is_name(name).then(|| SpeakerLabel {
        name: name.to_owned(),
        words: line.len() - words.len(),
        in_list,
        above: false,
        seconds: seconds.or(stamp.map(|(seconds, _)| seconds)),
    })
}

/// Reads `[Name] words`, and `[id1] words` as `QualCoder` writes it.
fn in_brackets(line: &str) -> Option<SpeakerLabel> {
    let begin = stamps::leading(line).map_or(0, |(_, length)| length);
    let (name, words) = line[begin..]
        .trim_start()
        .strip_prefix('[')?
        .split_once(']')?;
    let words = words.trim_start_matches(':').trim_start();
    let name = name.trim();
    let is_id = name.strip_prefix("id").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_speaker = !words.is_empty() && name.len() <= LONGEST && (is_id || is_name(name));
    is_speaker.then(|| SpeakerLabel {
        name: name.to_owned(),
        words: line.len() - words.len(),
        in_list: false,
        above: false,
        seconds: None,
    })
}

/// Signs that stand for who asks and who answers.
const SIGNS: [(char, &str); 4] = [
    ('\u{2753}', "Q"),
    ('\u{2754}', "Q"),
    ('\u{1f5e3}', "A"),
    ('\u{1f4ac}', "A"),
];

/// Reads `\u{2753} words` and `\u{1f5e3} words`.
fn sign(line: &str) -> Option<SpeakerLabel> {
    let (_, name) = SIGNS
        .iter()
        .find(|(sign, _)| line.trim_start().starts_with(*sign))?;
    let words = line.trim_start_matches(|c: char| {
        c.is_whitespace() || c == '\u{fe0f}' || SIGNS.iter().any(|(sign, _)| *sign == c)
    });
    (!words.is_empty()).then(|| SpeakerLabel {
        name: (*name).to_owned(),
        words: line.len() - words.len(),
        in_list: false,
        above: false,
        seconds: None,
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

/// Drops a time in brackets behind a name.
fn without_time(name: &str) -> (&str, Option<u32>) {
    match name.rsplit_once(['[', '(']) {
        Some((before, time)) => match stamps::leading(time) {
            Some((seconds, _)) => (before, Some(seconds)),
            None => (name, None),
        },
        None => (name, None),
    }
}

/// Drops what is around a name: stars, and in a chat, where each line begins
/// with a time, `From … to Everyone`.
fn bare_name(name: &str, in_chat: bool) -> &str {
    let name = name.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
    if !in_chat {
        return name;
    }
    let name = name.strip_prefix("From ").unwrap_or(name);
    let name = name.split(" to ").next().unwrap_or(name);
    name.trim()
}

/// Reads `00:12:03 <tab> Name <tab> words`.
fn cell(line: &str) -> Option<SpeakerLabel> {
    let mut cells = line.splitn(3, '\t');
    let (time, name, words) = (cells.next()?, cells.next()?, cells.next()?);
    let seconds = stamps::alone(time)?;
    let name = name.trim().trim_end_matches(':').trim_end();
    is_name(name).then(|| SpeakerLabel {
        name: name.to_owned(),
        words: line.len() - words.len(),
        in_list: false,
        above: false,
        seconds: Some(seconds),
    })
}

/// Reads a line of a name and a time and nothing else: `Name  0:15`,
/// `[Name] 10:02:13`, `0:15 - Name`.
fn above(line: &str) -> Option<SpeakerLabel> {
    let words = line.trim();
    if words.len() > LONGEST {
        return None;
    }
    let (name, seconds) = time_behind(words).or_else(|| time_in_front(words))?;
    let name = name.trim_matches(|c: char| {
        matches!(c, '*' | '_' | '[' | ']' | '#' | ',') || c.is_whitespace()
    });
    is_name(name).then(|| SpeakerLabel {
        name: name.to_owned(),
        words: line.len(),
        in_list: false,
        above: true,
        seconds: Some(seconds),
    })
}

/// What parts a name from a time that belongs to it. One space does not:
/// `Lunch 12:30`.
const GAPS: [&str; 9] = ["  ", "\t", "(", "[", "] ", "** ", "__ ", " - ", " | "];

fn time_behind(words: &str) -> Option<(&str, u32)> {
    let begins = |(at, _): &(usize, char)| {
        *at > 0 && !words[..*at].ends_with(|c: char| c.is_ascii_digit() || c == ':')
    };
    let digits = words.char_indices().filter(|(_, c)| c.is_ascii_digit());
    let (at, seconds) = digits
        .filter(begins)
        .find_map(|(at, _)| Some((at, stamps::alone(&words[at..])?)))?;
    let before = &words[..at];
    let gap = GAPS.iter().find(|gap| before.ends_with(**gap))?;
    Some((&before[..at - gap.len()], seconds))
}

fn time_in_front(words: &str) -> Option<(&str, u32)> {
    let (seconds, length) = stamps::leading(words)?;
    let gap = &words[..length];
    let is_apart = ["  ", "\t", "- ", "] ", ") ", "| ", "\u{2013} "]
        .iter()
        .any(|end| gap.ends_with(end));
    is_apart.then_some((&words[length..], seconds))
}

/// Returns the part that a word for a part names.
pub fn part_word(name: &str) -> Option<SpeakerRole> {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.');
    match base {
        "Q" | "I" | "INT" | "MOD" => return Some(SpeakerRole::Interviewer),
        "A" | "P" | "R" => return Some(SpeakerRole::Participant),
        _ => {}
    }
    match base.to_lowercase().as_str() {
        "question" | "frage" | "pregunta" | "pergunta" | "domanda" | "vraag" => {
            Some(SpeakerRole::Interviewer)
        }
        "answer" | "antwort" | "réponse" | "reponse" | "respuesta" | "resposta" | "risposta"
        | "antwoord" => Some(SpeakerRole::Participant),
        "interviewer" | "moderator" | "researcher" | "facilitator" | "interviewerin"
        | "intervieweur" | "entrevistador" => Some(SpeakerRole::Interviewer),
        "interviewee" | "participant" | "respondent" | "customer" | "client" | "guest" | "user"
        | "befragter" | "befragte" | "teilnehmer" | "teilnehmerin" | "kunde" | "kundin" => {
            Some(SpeakerRole::Participant)
        }
        _ => None,
    }
}

/// Returns whether a label may as well head a question that nobody answers: `Q1`.
pub(super) fn is_question_word(name: &str) -> bool {
    let asks = part_word(name) == Some(SpeakerRole::Interviewer);
    let begins = name.to_lowercase();
    let words = ["q", "frage", "pregunta", "pergunta", "domanda", "vraag"];
    asks && words.iter().any(|word| begins.starts_with(word))
}

/// Returns whether words could name who speaks: up to three, and a number.
pub(super) fn is_name(name: &str) -> bool {
    if part_word(name).is_some() {
        return true;
    }
    // As programs number those whose name they do not know: `SPEAKER_00`.
    let numbered = name.rsplit_once('_').filter(|(_, number)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let name = numbered.map_or(name, |(name, _)| name);
    // `Kim?`: whoever wrote it down says that Kim asks.
    let name = name.strip_suffix('?').unwrap_or(name).trim_end();
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
            ("**[00:12:03] Kim Ray:** ok", "Kim Ray"),
            ("[10:02 AM] Kim Ray: ok", "Kim Ray"),
            ("00:03:40.5Kim: ok", "Kim"),
            ("00:12:03 - 00:12:09 Kim: ok", "Kim"),
            ("Kim Ray (00:12): ok", "Kim Ray"),
            ("10:02:13\t From Kim Ray : ok", "Kim Ray"),
            ("10:02:13 From Kim Ray to Everyone:", "Kim Ray"),
            ("00:12:03\tKim Ray\tok", "Kim Ray"),
            ("Q: why?", "Q"),
            ("Kim?: why", "Kim?"),
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
            "0:12 Hanne: yes: no",
            "0:12\tHanne\tyes: no",
        ] {
            let label = label(line).unwrap();
            assert_eq!(&line[label.words..], "yes: no");
        }
    }

    #[test]
    fn a_name_and_a_time_stand_above_the_words() {
        for (line, expected) in [
            ("Kim Ray  55:21  ", ("Kim Ray", 3321)),
            ("Kim Ray\t1:00:02", ("Kim Ray", 3602)),
            ("[Kim Ray] 10:02:13", ("Kim Ray", 36133)),
            ("Kim Ray [00:12]", ("Kim Ray", 12)),
            ("**Kim Ray** (00:12)", ("Kim Ray", 12)),
            ("00:12 - Kim Ray", ("Kim Ray", 12)),
            ("[00:12] Kim Ray", ("Kim Ray", 12)),
            ("Speaker 2  0:07", ("Speaker 2", 7)),
        ] {
            let label = label(line).unwrap();
            assert!(label.above, "{line}");
            assert_eq!(
                (&label.name[..], label.seconds),
                (expected.0, Some(expected.1))
            );
        }
    }

    #[test]
    fn times_links_and_headwords_are_no_labels() {
        for line in [
            "17:30",
            "17:30 we left",
            "17:30 Lunch",
            "Lunch 12:30",
            "https://pontoon.example",
            "Note: he laughed",
            "Action item: call",
            "so I said: no",
            "Date: 2025",
            "The way I see it: fine",
            "Ratio 3:1",
            "At 17:30: lunch",
            "we left (17:30)",
            "",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}
