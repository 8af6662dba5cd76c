//! Subtitles as a conversation: `WebVTT` as Zoom and Teams write it, and SRT,
//! whatever the name of the file says.
//!
//! Cues are pieces of speech, cut for the screen. Here they are put together
//! again: what one speaker says in a row is one turn, in lines of
//! `Name: words`, and marks say where in the file and when each piece began.

mod tags;

use std::collections::BTreeMap;

use crate::feedback::{Interview, LineMark, Span, SpeakerRole, Turn};

use self::tags::{plain, voices};
use super::columns::Doubt;
use super::error::{Error, verb};
use super::facts::{self, ConversationFacts};
use super::interview::spoken;
use super::labels::{is_name, label};
use super::speakers::{SpeakerRoles, SpeechTally};
use super::stamps;

/// What was said at one moment by one speaker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) line: u32,
    pub(super) seconds: Option<u32>,
    pub(super) speaker: Option<String>,
    /// Whether the file marks the speaker as one (`<v Name>`).
    pub(super) certain: bool,
    pub(super) words: String,
}

/// A line and its number in the file.
pub(super) type Numbered<'a> = (u32, &'a str);

/// Returns whether lines are subtitles: two of them at least are timings.
pub(super) fn are_cues<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    lines.filter(|line| is_timing(line)).take(2).count() == 2
}

/// Cuts a file into its lines.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Numbered<'_>> {
    let lines = text.split('\n').flat_map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split('\r')
    });
    (1..).zip(lines)
}

/// Reads the turns of subtitles.
pub(super) fn read<'a>(
    file: &str,
    lines: impl Iterator<Item = Numbered<'a>>,
) -> Result<(Interview, Vec<Doubt>), Error> {
    let mut facts = ConversationFacts::default();
    let mut pieces = Vec::new();
    let mut untimed = 0;
    for block in blocks(lines) {
        let timing = block.iter().position(|(_, line)| is_timing(line));
        let broken = || block.iter().position(|(_, line)| is_broken_timing(line));
        if let Some(at) = timing.or_else(broken) {
            untimed += usize::from(timing.is_none());
            pieces.push(block[at..].to_vec());
        } else {
            note(&block, &mut facts);
        }
    }
    if untimed > 0 {
        facts.doubts.push(Doubt::new(format!(
            "{} a time that cannot be read; the words were read without it",
            verb(untimed, "subtitle has", "subtitles have")
        )));
    }
    let named = names_stand_above(&pieces);
    let cues: Vec<Cue> = pieces.iter().flat_map(|piece| said(piece, named)).collect();
    conversation(file, cues, facts)
}

/// Puts together what was said.
pub(super) fn conversation(
    file: &str,
    mut cues: Vec<Cue>,
    mut facts: ConversationFacts,
) -> Result<(Interview, Vec<Doubt>), Error> {
    let mut doubts = std::mem::take(&mut facts.doubts);
    let cast = cast(&mut cues, &facts, &mut doubts);
    let mut interview = told(&cues, &cast);
    file.clone_into(&mut interview.source);
    interview.participant.name = cast.participant().map(Into::into);
    facts.write_to(&mut interview);
    spoken(file, interview).map(|interview| (interview, doubts))
}

/// `00:01.000 --> 00:03.000 align:start`
fn is_timing(line: &str) -> bool {
    let whole = |time: &str| stamps::time(time.trim_start()).is_some();
    line.split_once("-->")
        .is_some_and(|(from, to)| seconds(from).is_some() && whole(to))
}

/// `-1:00.000 --> NaN`: written like a timing, and no time.
fn is_broken_timing(line: &str) -> bool {
    let is_like_time = |part: &str| {
        let part = part.split_whitespace().next().unwrap_or_default();
        let signs = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '-' | '+');
        !part.is_empty() && (part.chars().all(signs) || part.eq_ignore_ascii_case("nan"))
    };
    let parts = line.split_once("-->");
    parts.is_some_and(|(from, to)| is_like_time(from) && is_like_time(to))
}

type CueBlock<'a> = Vec<Numbered<'a>>;

/// Cuts a file at its empty lines; a timing begins a block of its own, since
/// some programs leave the empty lines out.
fn blocks<'a>(lines: impl Iterator<Item = Numbered<'a>>) -> Vec<CueBlock<'a>> {
    let mut blocks: Vec<CueBlock<'_>> = vec![Vec::new()];
    let mut timed = false;
    for (number, line) in lines {
        let is_timing = is_timing(line) || is_broken_timing(line);
        if line.trim().is_empty() || (timed && is_timing) {
            blocks.push(Vec::new());
            timed = false;
        }
        timed |= is_timing;
        if !line.trim().is_empty()
            && let Some(block) = blocks.last_mut()
        {
            block.push((number, line));
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Returns whether nearly every cue has a bare name above its words, as in the
/// documents that Teams once wrote.
fn names_stand_above(pieces: &[CueBlock<'_>]) -> bool {
    let named = |piece: &&CueBlock<'_>| piece.len() > 2 && is_name(piece[1].1.trim());
    let count = pieces.iter().filter(named).count();
    count > 3 && count * 10 >= pieces.len() * 9
}

/// Reads `[Ada Moe]` or `(Ada Moe)` alone on a line, or a bare name where each
/// cue begins with one.
fn name_above(line: &str, bare: bool) -> Option<String> {
    let line = line.trim();
    let inside = |open, close| line.strip_prefix(open)?.strip_suffix(close);
    let name = inside('[', ']').or_else(|| inside('(', ')'));
    let name = name.or(bare.then_some(line))?.trim();
    is_name(name).then(|| name.to_owned())
}

/// Reads `Key: value` below `WEBVTT` or in a `NOTE`.
fn note(block: &CueBlock<'_>, facts: &mut ConversationFacts) {
    let first = block.first().map_or("", |(_, line)| line.trim());
    if first.starts_with("STYLE") || first.starts_with("REGION") {
        return;
    }
    for (_, line) in block {
        let line = line.trim();
        let line = line.strip_prefix("NOTE").unwrap_or(line);
        if let Some((key, value)) = facts::pair(line)
            && facts::is_key(key)
        {
            facts.add(key, value);
        }
    }
}

/// Reads a timing and the lines under it.
fn said(block: &[Numbered<'_>], named: bool) -> Vec<Cue> {
    let Some(((_, timing), lines)) = block.split_first() else {
        return Vec::new();
    };
    let seconds = timing.split("-->").next().and_then(seconds);
    let mut cues: Vec<Cue> = Vec::new();
    let above = lines.first().filter(|_| lines.len() > 1);
    let above = above.and_then(|(_, line)| name_above(line, named));
    let spoken = &lines[usize::from(above.is_some())..];
    if let (Some(speaker), Some((line, _))) = (above, spoken.first()) {
        cues.push(Cue {
            line: *line,
            seconds,
            speaker: Some(speaker),
            ..Cue::default()
        });
    }
    for (number, line) in spoken {
        for (speaker, words) in voices(line) {
            let words = plain(words);
            match cues.last_mut() {
                Some(cue) if speaker.is_none() => join(&mut cue.words, &words),
                _ => cues.push(Cue {
                    line: *number,
                    seconds,
                    certain: speaker.is_some(),
                    speaker,
                    words,
                }),
            }
        }
    }
    // The number of the next cue, where no empty line parts the two.
    if let Some(cue) = cues.last_mut()
        && lines.len() > 1
        && let Some((_, last)) = lines.last()
        && last.trim().bytes().all(|byte| byte.is_ascii_digit())
    {
        let kept = cue.words.len().saturating_sub(last.trim().len());
        if cue.words.is_char_boundary(kept) {
            cue.words.truncate(kept);
        }
    }
    cues
}

fn join(words: &mut String, more: &str) {
    if !words.is_empty() && !more.is_empty() {
        words.push(' ');
    }
    words.push_str(more);
}

/// Reads `1:02:03.400`, `02:03.4` and `01:02:03,400` as whole seconds.
fn seconds(time: &str) -> Option<u32> {
    let whole = time.trim().split(['.', ',']).next()?;
    let mut sum = 0_u32;
    for part in whole.split(':') {
        let part: u32 = part.trim().parse().ok()?;
        sum = sum.checked_mul(60)?.checked_add(part)?;
    }
    Some(sum)
}

/// Finds the labels in the words, and gives everybody a part.
fn cast(cues: &mut [Cue], facts: &ConversationFacts, doubts: &mut Vec<Doubt>) -> SpeakerRoles {
    let labels: Vec<_> = cues
        .iter()
        .map(|cue| label(&cue.words).filter(|label| !label.in_list))
        .collect();
    let mut voices: BTreeMap<String, SpeechTally> = BTreeMap::new();
    let mut labelled = 0_usize;
    // Who speaks, and what was said since their label.
    let mut open: Option<(&str, String, bool)> = None;
    let mut close = |open: Option<(&str, String, bool)>| {
        if let Some((name, words, certain)) = open {
            let voice = voices.entry(name.to_owned()).or_default();
            voice.add(&words);
            // A name in a tag is one, however seldom they speak.
            voice.turns += usize::from(certain);
        }
    };
    for (cue, label) in cues.iter().zip(&labels) {
        let (name, words) = match (&cue.speaker, label) {
            (Some(name), _) => (name.as_str(), &cue.words[..]),
            (None, Some(label)) => (label.name.as_str(), &cue.words[label.words..]),
            (None, None) => {
                if let Some((_, words, _)) = &mut open {
                    words.push(' ');
                    words.push_str(&cue.words);
                }
                continue;
            }
        };
        labelled += 1;
        close(open.replace((name, words.to_owned(), cue.certain)));
    }
    close(open.take());
    let share = labelled as f64 / cues.len().max(1) as f64;
    let cast = SpeakerRoles::new(&voices, facts, share, doubts);
    for (cue, label) in cues.iter_mut().zip(labels) {
        if let Some(label) =
            label.filter(|label| cue.speaker.is_none() && cast.role(&label.name).is_some())
        {
            cue.words.drain(..label.words);
            cue.speaker = Some(label.name);
        }
    }
    cast
}

/// Writes the conversation down.
fn told(cues: &[Cue], cast: &SpeakerRoles) -> Interview {
    let mut interview = Interview::default();
    let mut last: Option<&str> = None;
    for cue in cues.iter().filter(|cue| !cue.words.trim().is_empty()) {
        // A cue without a speaker goes on with what was said before it.
        let speaker = cue.speaker.as_deref().or(last);
        match interview.turns.last_mut() {
            Some(turn) if turn.speaker.as_deref() == speaker => {
                interview.text.push(' ');
                interview.marks.push(mark(interview.text.len(), cue));
                interview.text.push_str(cue.words.trim());
                turn.span.end = interview.text.len();
            }
            _ => begin(&mut interview, cue, speaker, cast),
        }
        last = speaker;
    }
    interview.text.push('\n');
    interview
}

fn begin(interview: &mut Interview, cue: &Cue, speaker: Option<&str>, cast: &SpeakerRoles) {
    let text = &mut interview.text;
    if !text.is_empty() {
        text.push('\n');
    }
    interview.marks.push(mark(text.len(), cue));
    if let Some(speaker) = speaker {
        text.push_str(speaker);
        text.push_str(": ");
    }
    let start = text.len();
    text.push_str(cue.words.trim());
    let unknown = if speaker.is_some() {
        SpeakerRole::Participant
    } else {
        SpeakerRole::Notes
    };
    interview.turns.push(Turn {
        speaker: speaker.map(str::to_owned),
        role: speaker.and_then(|name| cast.role(name)).unwrap_or(unknown),
        span: Span::new(start, text.len()),
    });
}

fn mark(start: usize, cue: &Cue) -> LineMark {
    LineMark {
        start,
        line: cue.line,
        seconds: cue.seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interview(text: &str) -> Interview {
        read("call.vtt", lines(text)).unwrap().0
    }

    fn turns(interview: &Interview) -> Vec<(&str, SpeakerRole, &str)> {
        let turn = |turn| {
            let Turn {
                speaker,
                role,
                span,
            }: &Turn = turn;
            (
                speaker.as_deref().unwrap_or(""),
                *role,
                span.slice(&interview.text),
            )
        };
        interview.turns.iter().map(turn).collect()
    }

    #[test]
    fn what_one_says_in_a_row_is_one_turn() {
        let text = "WEBVTT\r\n\r\n1\r\n00:01.000 --> 00:03.000\r\nKim Ray: Why do\r\n\r\n2\r\n00:03.000 --> 00:04.500 align:start\r\nKim Ray: you say so?\r\n\r\n3\r\n01:00:05.000 --> 01:00:06.000\r\nAda Moe: It hangs,\r\nevery day.\r\n\r\n4\r\n01:00:07.000 --> 01:00:08.000\r\nKim Ray: Oh?\r\n\r\n5\r\n01:00:09.000 --> 01:00:10.000\r\nAda Moe: Yes.\r\n";
        let interview = interview(text);
        assert_eq!(
            turns(&interview),
            [
                ("Kim Ray", SpeakerRole::Interviewer, "Why do you say so?"),
                ("Ada Moe", SpeakerRole::Participant, "It hangs, every day."),
                ("Kim Ray", SpeakerRole::Interviewer, "Oh?"),
                ("Ada Moe", SpeakerRole::Participant, "Yes."),
            ]
        );
        let start = interview.text.find("you say").unwrap();
        let mark = interview.mark(start).unwrap();
        assert_eq!((mark.line, mark.seconds), (9, Some(3)));
        assert_eq!(interview.participant.name.as_deref(), Some("Ada Moe"));
    }

    #[test]
    fn voice_tags_may_stay_open_and_hold_tags() {
        let text = "WEBVTT\n\nNOTE\nInterviewer: Kim Ray\n\nabc-def/1-0\n00:00:01.000 --> 00:00:02.000\n<v Kim Ray>And?\n\nabc-def/2-0\n00:00:03.000 --> 00:00:04.000\n<v.loud Ada Moe>R&amp;D says <i>no</i>,\n3 < 4</v>\n";
        let interview = interview(text);
        assert_eq!(
            turns(&interview),
            [
                ("Kim Ray", SpeakerRole::Interviewer, "And?"),
                ("Ada Moe", SpeakerRole::Participant, "R&D says no, 3 < 4"),
            ]
        );
    }

    #[test]
    fn styles_and_notes_are_nobodys_words() {
        let text = "WEBVTT - a call\n\nSTYLE\n::cue { color: red }\n\nNOTE checked\n\n00:01.000 --> 00:02.000\nall fine\n";
        assert_eq!(
            turns(&interview(text)),
            [("", SpeakerRole::Notes, "all fine")]
        );
    }

    #[test]
    fn a_name_may_stand_above_the_words() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n[Kim Ray]\nwhy?\n\n00:03.000 --> 00:04.000\n(Ada Moe)\nit hangs\n\n00:05.000 --> 00:06.000\n[laughs]\n\n00:07.000 --> 00:08.000\n[Kim Ray]\noh?\n\n00:09.000 --> 00:10.000\n(Ada Moe)\n17:30 it was\n";
        let interview = interview(text);
        assert_eq!(
            turns(&interview),
            [
                ("Kim Ray", SpeakerRole::Interviewer, "why?"),
                ("Ada Moe", SpeakerRole::Participant, "it hangs [laughs]"),
                ("Kim Ray", SpeakerRole::Interviewer, "oh?"),
                ("Ada Moe", SpeakerRole::Participant, "17:30 it was"),
            ]
        );
    }

    #[test]
    fn an_arrow_that_somebody_wrote_is_no_timing() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\nfrom the board --> to the van\n";
        assert_eq!(
            turns(&interview(text)),
            [("", SpeakerRole::Notes, "from the board --> to the van")]
        );
    }

    #[test]
    fn commas_in_times_are_srt() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nall fine\n\n2\n00:00:03,000 --> 00:00:04,000\nreally\n";
        let interview = interview(text);
        assert_eq!(
            turns(&interview),
            [("", SpeakerRole::Notes, "all fine really")]
        );
        assert_eq!(interview.marks[1].seconds, Some(3));
    }
}
