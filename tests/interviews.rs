//! `motif interviews`: how each was read, and putting it right.

#![allow(clippy::unwrap_used)]

mod support;

use motif::study::{Analysis, Past, Settings};
use support::Survey;

const SURVEY: &str = "id,nps,comment,email,account\n\
    1,3,It freezes every morning,ada.moe@fjell.example,Fjell Heating\n\
    2,9,Lovely support all year,bo@alpgas.example,Alpgas\n\
    3,8,Good but dear for us,cy@alpgas.example,Alpgas\n";

const CALL: &str = "Interviewer 1: Why?\n\nAda: It hangs.\n\nInterviewer1: Oh?\n\nAda Moe: It hangs every day.\n\nDana: Sorry.\n\nAda Moe: Really.\n\nDana: Hm.\n";

fn study() -> Survey {
    let study = Survey::new()
        .file("survey.csv", SURVEY)
        .file("2025-05-16 fjell.txt", CALL);
    study.run("init").exits_with(0);
    study
        .run("add survey.csv '2025-05-16 fjell.txt'")
        .exits_with(0);
    study
}

#[test]
fn each_interview_is_listed_with_what_might_be_put_right() {
    study().run("interviews").says(
        "2025-05-16 fjell.txt  2025-05-16 (from the file's name)\n  \
           participant: not named; no survey answers\n  \
           speakers: Interviewer 1 (interviewer, 1 turn); Ada (participant, 1 turn); Interviewer1 (interviewer, 1 turn); Ada Moe (participant, 2 turns); Dana (participant, 2 turns)\n  \
           ? `Ada` and `Ada Moe` may be the same speaker\n    \
             motif interviews merge '2025-05-16 fjell.txt' Ada 'Ada Moe'\n  \
           ? `Interviewer1` and `Interviewer 1` may be the same speaker\n    \
             motif interviews merge '2025-05-16 fjell.txt' Interviewer1 'Interviewer 1'\n  \
           ? `Fjell Heating` is in the file's name\n    \
             motif interviews account '2025-05-16 fjell.txt' 'Fjell Heating'\n",
    );
}

#[test]
fn a_day_taken_from_the_name_of_the_file_is_corrected() {
    let study = study();
    let day = || study.json("interviews")[0]["date"].clone();
    assert_eq!(day(), "2025-05-16");
    assert_eq!(study.json("interviews")[0]["dated_by_name"], true);
    study
        .run("interviews date '2025-05-16 fjell' '12 May 2025'")
        .says("corrected: in `2025-05-16 fjell.txt`, set the date to 2025-05-12\n");
    assert_eq!(day(), "2025-05-12");
    assert_eq!(study.json("interviews")[0]["dated_by_name"], false);
    assert_eq!(study.json("search 'hangs date:2025-05-12'")["total"], 2);
    study
        .run("interviews date '2025-05-16 fjell' 04/05/2025")
        .fails_with("error: `04/05/2025` is not a single day\n\nhint: write it as 2025-05-12\n");
    study.run("interviews undo").exits_with(0);
    assert_eq!(day(), "2025-05-16");
}

#[test]
fn what_is_confirmed_holds_until_it_is_taken_back() {
    let study = study();
    let file = "'2025-05-16 fjell'";
    study
        .run(&format!(
            "interviews merge {file} interviewer1 'Interviewer 1'"
        ))
        .says("corrected: in `2025-05-16 fjell.txt`, merged `Interviewer1` into `Interviewer 1`\n");
    study
        .run(&format!("interviews role {file} Dana note-taker"))
        .says("corrected: in `2025-05-16 fjell.txt`, `Dana` is now a note-taker\n");
    study
        .run(&format!("interviews link {file} ada.moe@fjell.example"))
        .says("corrected: in `2025-05-16 fjell.txt`, linked the participant to `ada.moe@fjell.example`\n");
    let sittings = study.json("interviews");
    assert_eq!(sittings[0]["group"], "detractor");
    assert_eq!(sittings[0]["answers"], 1);
    let speakers = sittings[0]["speakers"].as_array().unwrap();
    let spoken: Vec<_> = speakers
        .iter()
        .map(|speaker| {
            (
                speaker["name"].as_str().unwrap(),
                speaker["part"].as_str().unwrap(),
                speaker["turns"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        spoken,
        [
            ("Interviewer 1", "interviewer", 2),
            ("Ada", "participant", 1),
            ("Ada Moe", "participant", 2),
            ("Dana", "note-taker", 2)
        ]
    );
    // Adding the file again changes nothing of that.
    study.run("add '2025-05-16 fjell.txt'").exits_with(0);
    assert_eq!(study.json("interviews"), sittings);
    study.run("interviews undo").says(
        "undid: in `2025-05-16 fjell.txt`, linked the participant to `ada.moe@fjell.example`\n",
    );
    assert_eq!(study.json("interviews")[0]["answers"], 0);
    assert_eq!(study.json("interviews log").as_array().unwrap().len(), 3);
}

#[test]
fn a_name_that_is_not_there_is_answered_with_those_that_are() {
    let study = study();
    study.run("interviews role fjell.txt Dana interviewer").fails_with(
        "error: there is no interview `fjell.txt`\n\nhint: the only interview is 2025-05-16 fjell.txt\n",
    );
    study.run("interviews role '2025-05-16 fjell' Eve interviewer").fails_with(
        "error: there is no speaker `Eve` in `2025-05-16 fjell.txt`\n\nhint: the speakers are Interviewer 1, Ada, Interviewer1, Ada Moe, Dana\n",
    );
    study.run("interviews link '2025-05-16 fjell' eve").fails_with(
        "error: nobody who answered is called `eve`\n\nhint: give an address or a name as in the answers\n",
    );
    study.run("interviews undo").fails_with(
        "error: there is no correction to undo\n\nhint: `motif interviews log` lists the corrections\n",
    );
}

#[test]
fn a_rating_in_the_notes_is_the_participants_group() {
    let notes = "---\ninterviewee: Ada Moe\nscore: 9\n---\n\nShe likes the board very much.\n";
    let study = Survey::new().file("notes.md", notes);
    study.run("interviews notes.md").says(
        "notes.md\n  participant: Ada Moe; promoter, by the rating in the notes\n  notes without speakers\n",
    );
}

#[test]
fn in_notes_only_what_is_marked_is_quoted_as_said() {
    let path = std::path::Path::new("corpora/forms/notes.md");
    let intake = motif::ingest::read(path, &motif::ingest::ReadOptions::default()).unwrap();
    let corpus = motif::corpus::Corpus::from_intakes(vec![intake]);
    let analysis = Analysis::new(corpus, &Settings::default(), Past::default());
    let quotes = analysis.passages.all.iter();
    let quotes: Vec<_> = quotes
        .map(|passage| analysis.quote(passage.place))
        .collect();
    let (notes, said): (Vec<_>, Vec<_>) = quotes.iter().partition(|quote| quote.paraphrased);
    let words: Vec<&str> = said.iter().map(|quote| quote.text.as_str()).collect();
    assert_eq!(
        words,
        [
            "Two customers waited till the evening",
            "I'd pay for the app on its own."
        ]
    );
    assert!(
        said.iter()
            .all(|quote| quote.speaker.as_deref() == Some("Ada Moe"))
    );
    assert!(notes.len() > 2);
    assert!(
        notes
            .iter()
            .all(|quote| quote.speaker.as_deref() == Some("in notes on Ada Moe"))
    );
}

#[test]
fn speakers_that_were_not_found_are_read_by_their_names() {
    let study = Survey::new().file(
        "call.txt",
        "ada\nIt hangs every morning.\n\nbo\nWhy does it hang?\n\nada\nNobody told us.\n",
    );
    study.run("init").exits_with(0);
    study.run("add call.txt").exits_with(0);
    study
        .run("interviews")
        .says("call.txt\n  participant: not named; no survey answers\n  notes without speakers\n");
    study
        .run("interviews role call.txt ada participant")
        .fails_with("error: there is no speaker `ada` in `call.txt`\n\nhint: no speaker was found in it; if lines begin with names, `motif interviews split call.txt NAME…` reads them\n");
    study
        .run("interviews split call.txt eve")
        .fails_with("error: no line of `call.txt` begins with `eve`\n\nhint: give the name as it stands at the beginning of a line, as in `Ada:`, `[Ada]` or `Ada (00:12)`\n");
    study
        .run("interviews split call.txt ada --interviewer bo")
        .says("corrected: in `call.txt`, read the turns of `ada` and `bo`\n");
    study.run("interviews rename call.txt ada P1").exits_with(0);
    study.run("interviews").says(
        "call.txt\n  participant: P1; no survey answers\n  speakers: P1 (participant, 2 turns); bo (interviewer, 1 turn)\n",
    );
    let hit = &study.json("search hangs --exact")["hits"][0];
    assert_eq!(hit["speaker"], "P1");
    study.run("interviews undo").exits_with(0);
    study.run("interviews undo").exits_with(0);
    study.run("interviews").mentions("notes without speakers");
}
