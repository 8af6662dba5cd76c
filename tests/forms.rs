//! One short talk in every form that transcripts come in: `corpora/forms`.
//!
//! Kim Ray asks, Ada Moe answers; they say the same in each form.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use motif::feedback::{Interview, Role};
use motif::ingest::{self, Content, Options};

/// What is said: who, what, and the second it begins at.
const TALK: [(&str, &str, u32); 6] = [
    ("Kim Ray", "How did the morning go with the board?", 3),
    (
        "Ada Moe",
        "It froze at 17:30, right when the vans came in. We looked at https://status.pontoon.example and it said all fine 😀",
        9,
    ),
    ("Kim Ray", "What did you do then?", 24),
    (
        "Ada Moe",
        "Note this: we rang the vans, one by one. Two customers waited till the evening.",
        28,
    ),
    ("Kim Ray", "And the app?", 41),
    (
        "Ada Moe",
        "The app is fine, fair play. I'd pay for it on its own.",
        44,
    ),
];

fn interview(file: &str) -> Interview {
    let path = Path::new("corpora/forms").join(file);
    let intake = ingest::read(&path, &Options::default()).unwrap();
    match intake.content {
        Content::Interview(interview) => interview,
        _ => panic!("`{file}` is no interview"),
    }
}

/// Returns who says what in which part, and when.
fn said(interview: &Interview) -> Vec<(&str, Role, &str, Option<u32>)> {
    let turns = interview
        .turns
        .iter()
        .filter(|turn| turn.role != Role::Heading);
    turns
        .map(|turn| {
            let seconds = interview.mark(turn.span.start).unwrap().seconds;
            let speaker = turn.speaker.as_deref().unwrap_or("");
            (speaker, turn.role, turn.span.of(&interview.text), seconds)
        })
        .collect()
}

/// Returns the talk under these names, beginning at a second of the day or at
/// no known time.
fn talk<'a>(
    kim: &'a str,
    ada: &'a str,
    from: Option<u32>,
) -> Vec<(&'a str, Role, &'a str, Option<u32>)> {
    TALK.iter()
        .map(|&(who, words, at)| {
            let seconds = from.map(|from| from + at);
            match who {
                "Kim Ray" => (kim, Role::Interviewer, words, seconds),
                _ => (ada, Role::Participant, words, seconds),
            }
        })
        .collect()
}

#[test]
fn subtitles_tell_who_spoke_and_when() {
    for file in [
        "zoom.vtt",
        "teams.vtt",
        "names-above.vtt",
        "captions.srt",
        "mislabelled.vtt",
        "mislabelled.srt",
        "subtitles.txt",
        "teams-times.docx",
    ] {
        assert_eq!(
            said(&interview(file)),
            talk("Kim Ray", "Ada Moe", Some(0)),
            "{file}"
        );
    }
}

#[test]
fn names_may_stand_above_the_words_with_a_time() {
    for file in ["otter.txt", "teams.docx"] {
        let interview = interview(file);
        assert_eq!(
            said(&interview),
            talk("Kim Ray", "Ada Moe", Some(0)),
            "{file}"
        );
        assert_eq!(interview.date.as_deref(), Some("2025-05-16"), "{file}");
    }
    let clock = 10 * 3600 + 2 * 60;
    let captions = interview("zoom-captions.txt");
    assert_eq!(said(&captions), talk("Kim Ray", "Ada Moe", Some(clock)));
}

#[test]
fn a_time_without_a_name_begins_the_words_of_somebody_unknown() {
    let mut expected = talk("Kim Ray", "Ada Moe", Some(0));
    (expected[2].0, expected[2].1) = ("", Role::Notes);
    assert_eq!(said(&interview("otter-unnamed.txt")), expected);
}

#[test]
fn names_may_stand_in_front_of_the_words_with_a_time() {
    for file in ["tabs.txt", "atlas.txt", "glued-times.txt", "brackets.txt"] {
        assert_eq!(
            said(&interview(file)),
            talk("Kim Ray", "Ada Moe", Some(0)),
            "{file}"
        );
    }
    for file in ["zoom-chat.txt", "zoom-chat-to.txt"] {
        let clock = 10 * 3600 + 2 * 60;
        assert_eq!(
            said(&interview(file)),
            talk("Kim Ray", "Ada Moe", Some(clock)),
            "{file}"
        );
    }
}

#[test]
fn a_time_behind_the_words_is_nobodys() {
    let interview = interview("f4.txt");
    let words: Vec<_> = said(&interview)
        .iter()
        .map(|said| (said.0, said.2))
        .collect();
    let expected = talk("I", "P", None);
    let expected: Vec<_> = expected.iter().map(|said| (said.0, said.2)).collect();
    assert_eq!(words, expected);
}

#[test]
fn documents_of_every_make_tell_who_spoke() {
    for file in [
        "bold-names.docx",
        "bold-names.md",
        "tracked.docx",
        "labels.odt",
        "labels.rtf",
        "carriage-returns.txt",
    ] {
        assert_eq!(
            said(&interview(file)),
            talk("Kim Ray", "Ada Moe", None),
            "{file}"
        );
    }
    assert_eq!(said(&interview("labels.md")), talk("Kim", "Ada", None));
    assert_eq!(
        said(&interview("question-marks.txt")),
        talk("Kim?", "Ada", None)
    );
}

#[test]
fn what_meet_writes_around_a_talk_is_nobodys_words() {
    for file in ["meet.txt", "meet.docx"] {
        let interview = interview(file);
        let words: Vec<_> = said(&interview)
            .iter()
            .map(|said| (said.0, said.2))
            .collect();
        assert_eq!(words, TALK.map(|(who, words, _)| (who, words)), "{file}");
    }
    assert_eq!(said(&interview("meet.txt"))[4].3, Some(30));
}

#[test]
fn spellings_of_one_name_have_the_same_part() {
    let interview = interview("spellings.txt");
    let words: Vec<_> = said(&interview)
        .iter()
        .map(|said| (said.1, said.2))
        .collect();
    let expected = talk("", "", None);
    let expected: Vec<_> = expected.iter().map(|said| (said.1, said.2)).collect();
    assert_eq!(words, expected);
}

#[test]
fn facts_stand_in_front_matter_tables_and_first_lines() {
    for file in ["labels.md", "tracked.docx", "notes.md"] {
        let interview = interview(file);
        assert_eq!(interview.date.as_deref(), Some("2025-05-16"), "{file}");
        assert_eq!(
            interview.participant.name.as_deref(),
            Some("Ada Moe"),
            "{file}"
        );
        assert_eq!(
            interview.account.as_deref(),
            Some("Fjell Heating"),
            "{file}"
        );
    }
    assert_eq!(interview("labels.md").attributes["score"], "6");
}

#[test]
fn notes_have_no_speakers() {
    let interview = interview("notes.md");
    let notes = said(&interview);
    assert!(
        notes
            .iter()
            .all(|said| said.0.is_empty() && said.1 == Role::Notes)
    );
    assert!(notes[0].2.starts_with("- 17:30 the board froze"));
}

#[test]
fn lines_of_the_file_are_found_again() {
    for (file, lines) in [
        ("zoom.vtt", [5, 13]),
        ("otter.txt", [11, 14]),
        ("labels.odt", [4, 5]),
    ] {
        let interview = interview(file);
        let turns = interview
            .turns
            .iter()
            .filter(|turn| turn.role != Role::Heading);
        let found: Vec<u32> = turns
            .take(2)
            .map(|turn| interview.mark(turn.span.start).unwrap().line)
            .collect();
        assert_eq!(found, lines, "{file}");
    }
}
