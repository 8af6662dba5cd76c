//! One short talk in every form that transcripts come in: `corpora/forms`.
//!
//! Kim Ray asks, Ada Moe answers; they say the same in each form.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use motif::feedback::{Interview, SpeakerRole};
use motif::ingest::{self, Content, ReadOptions};
use proptest::prelude::*;

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
    let intake = ingest::read(&path, &ReadOptions::default()).unwrap();
    match intake.content {
        Content::Interview(interview) => interview,
        _ => panic!("`{file}` is no interview"),
    }
}

/// Returns who says what in which part, and when.
fn said(interview: &Interview) -> Vec<(&str, SpeakerRole, &str, Option<u32>)> {
    let turns = interview
        .turns
        .iter()
        .filter(|turn| turn.role != SpeakerRole::Heading);
    turns
        .map(|turn| {
            let seconds = interview.mark(turn.span.start).unwrap().seconds;
            let speaker = turn.speaker.as_deref().unwrap_or("");
            (
                speaker,
                turn.role,
                turn.span.slice(&interview.text),
                seconds,
            )
        })
        .collect()
}

/// Returns the talk under these names, beginning at a second of the day or at
/// no known time.
fn talk<'a>(
    kim: &'a str,
    ada: &'a str,
    from: Option<u32>,
) -> Vec<(&'a str, SpeakerRole, &'a str, Option<u32>)> {
    TALK.iter()
        .map(|&(who, words, at)| {
            let seconds = from.map(|from| from + at);
            match who {
                "Kim Ray" => (kim, SpeakerRole::Interviewer, words, seconds),
                _ => (ada, SpeakerRole::Participant, words, seconds),
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
    (expected[2].0, expected[2].1) = ("", SpeakerRole::Notes);
    assert_eq!(said(&interview("otter-unnamed.txt")), expected);
}

#[test]
fn names_may_stand_in_front_of_the_words_with_a_time() {
    for file in [
        "transcript.csv",
        "tabs.txt",
        "atlas.txt",
        "glued-times.txt",
        "brackets.txt",
    ] {
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
            .all(|said| said.0.is_empty() && said.1 == SpeakerRole::Notes)
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
            .filter(|turn| turn.role != SpeakerRole::Heading);
        let found: Vec<u32> = turns
            .take(2)
            .map(|turn| interview.mark(turn.span.start).unwrap().line)
            .collect();
        assert_eq!(found, lines, "{file}");
    }
}

fn refused(file: &str) -> String {
    let path = Path::new("corpora/forms").join(file);
    let error = ingest::read(&path, &ReadOptions::default()).unwrap_err();
    assert!(error.hint().is_some());
    error.to_string()
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_is_read_with_a_doubt() {
    let read = ingest::read(
        Path::new("corpora/forms/labels.pdf"),
        &ReadOptions::default(),
    )
    .unwrap();
    assert!(read.doubts[0].sentence.starts_with("a PDF keeps letters"));
    let interview = interview("labels.pdf");
    assert_eq!(interview.date.as_deref(), Some("2025-05-16"));
    let said: Vec<_> = said(&interview)
        .iter()
        .map(|said| (said.0, said.2))
        .collect();
    let expected = TALK.map(|(who, words, _)| (who, words.trim_end_matches(" 😀")));
    assert_eq!(said, expected);
    assert!(refused("scanned.pdf").ends_with("its pages are pictures, as a scanner makes them"));
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_pdf_is_refused_where_none_can_be_read() {
    assert_eq!(
        refused("labels.pdf"),
        "`labels.pdf` is a PDF, which this motif was built without"
    );
}

/// Returns what each form makes of these words: `who` says `words` in turn.
fn forms(words: &[String], end: &str) -> Vec<(&'static str, Vec<u8>)> {
    let turns = |line: &dyn Fn(usize, &str, &str) -> String| -> String {
        let who = ["Kim Ray", "Ada Moe"];
        let turns = words.iter().enumerate();
        turns.map(|(n, words)| line(n, who[n % 2], words)).collect()
    };
    let marked = |words: &str| words.replace('&', "&amp;").replace('<', "&lt;");
    let labels = turns(&|_, who, words| format!("{who}: {words}{end}{end}"));
    let above = turns(&|n, who, words| format!("{who}  0:{n:02}{end}{words}{end}{end}"));
    let cues = turns(&|n, who, words| {
        let words = marked(words);
        format!("00:{n:02}.000 --> 00:{n:02}.500{end}<v {who}>{words}{end}{end}")
    });
    let docx = turns(&|_, who, words| {
        format!("<w:p><w:r><w:t>{who}: {}</w:t></w:r></w:p>", marked(words))
    });
    let odt = turns(&|_, who, words| format!("<text:p>{who}: {}</text:p>", marked(words)));
    let rtf = turns(&|_, who, words| {
        let units = words.encode_utf16().fold(String::new(), |text, unit| {
            format!("{text}\\u{}?", i32::from(unit.cast_signed()))
        });
        format!("{who}: {units}\\par{end}")
    });
    let wide = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    vec![
        ("a.txt", labels.clone().into_bytes()),
        ("b.txt", format!("\u{feff}{labels}").into_bytes()),
        ("c.md", wide(&labels)),
        ("d.txt", above.into_bytes()),
        (
            "e.vtt",
            format!("\u{feff}WEBVTT{end}{end}{cues}").into_bytes(),
        ),
        ("f.srt", cues.into_bytes()),
        (
            "g.docx",
            archive(
                "word/document.xml",
                &format!("<w:document><w:body>{docx}</w:body></w:document>"),
            ),
        ),
        (
            "h.odt",
            archive("content.xml", &format!("<office:text>{odt}</office:text>")),
        ),
        ("i.rtf", format!("{{\\rtf1\\ansi {rtf}}}").into_bytes()),
    ]
}

fn archive(name: &str, content: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn in_every_form_a_span_opens_on_the_characters_that_were_written(
        inner in proptest::collection::vec("(\\PC|\u{200d}|\u{301}|😀|[ab:#*>\\[\\](]){0,24}", 4..8),
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
    ) {
        let words: Vec<String> = inner.iter().map(|inner| format!("so {inner} it was")).collect();
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in forms(&words, end) {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let Content::Interview(interview) = ingest::read(&path, &ReadOptions::default()).unwrap().content else {
                panic!("an interview")
            };
            let said: Vec<&str> = interview.turns.iter().map(|turn| turn.span.slice(&interview.text)).collect();
            prop_assert_eq!(&said, &words.iter().map(String::as_str).collect::<Vec<_>>(), "{}", name);
            for turn in &interview.turns {
                let (start, end) = turn.span.in_characters(&interview.text);
                let again: String = interview.text.chars().skip(start).take(end - start).collect();
                prop_assert_eq!(again, turn.span.slice(&interview.text));
            }
        }
    }
}

#[test]
fn labels_may_be_in_brackets_numbered_or_signs() {
    for (file, kim, ada) in [
        ("names-in-brackets.txt", "Kim Ray", "Ada Moe"),
        ("ids.txt", "id1", "id2"),
        ("signs.txt", "Q", "A"),
        ("numbered.txt", "SPEAKER_00", "SPEAKER_01"),
        ("questions-answers.txt", "Question", "Answer"),
    ] {
        assert_eq!(said(&interview(file)), talk(kim, ada, None), "{file}");
    }
}

#[test]
fn a_label_only_where_the_speaker_changes_is_enough() {
    let interview = interview("label-at-change.srt");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said: Vec<_> = said(&interview)
        .into_iter()
        .map(|(who, role, text, seconds)| (who, role, words(text), seconds))
        .collect();
    let expected: Vec<_> = talk("Kim Ray", "Ada Moe", Some(0))
        .into_iter()
        .map(|(who, role, text, seconds)| (who, role, words(text), seconds))
        .collect();
    assert_eq!(said, expected);
}

#[test]
fn what_whisper_writes_is_a_talk_and_no_survey() {
    let named = interview("whisperx.json");
    assert_eq!(said(&named), talk("SPEAKER_00", "SPEAKER_01", Some(0)));
    for file in ["whisper.json", "whisper.tsv"] {
        let interview = interview(file);
        let texts: String = interview
            .turns
            .iter()
            .map(|turn| turn.span.slice(&interview.text))
            .collect::<Vec<_>>()
            .join(" ");
        for (_, words, _) in TALK {
            assert!(texts.contains(words), "{file}: {words}");
        }
    }
}
