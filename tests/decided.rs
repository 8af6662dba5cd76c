//! What a decision does to themes is seen at once, and is what a fresh look
//! at the study finds.

#![allow(clippy::unwrap_used)]

mod support;

use motif::report::brief::Brief;
use motif::study::{Analysis, Signature, Study};
use motif::themes::Detail;
use motif::themes::{Request, SplitPiece};
use support::Survey;

#[test]
fn decisions_seen_at_once_are_what_a_fresh_look_finds() {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    let mut study = Study::open(&folder.path("")).unwrap();
    let by = Signature::default();
    let mut seen = study.analyze().unwrap();
    let excerpt = |analysis: &Analysis| {
        let place = analysis.passages.all[0].place;
        analysis.corpus.excerpt(place.document(), place.span())
    };
    let passage = excerpt(&seen);
    let rename = |theme: u32, name: &str| Request::Rename {
        theme,
        name: name.into(),
    };
    let merge = |into: u32, from: &[u32]| Request::Merge {
        into,
        from: from.to_vec(),
    };
    let mut at_once = 0;
    for request in [
        rename(2, "Too expensive"),
        merge(2, &[4, 5]),
        Request::split(2),
        Request::split(3),
        Request::Split {
            theme: 6,
            pieces: vec![SplitPiece {
                name: "A piece of it".into(),
                passages: vec![passage.clone()],
            }],
            name: Some("The rest of it".into()),
        },
        Request::Group {
            heading: Some("Some of them".into()),
            themes: vec![6, 7],
        },
        Request::Phrases {
            theme: 7,
            words: vec!["photo".into()],
            without: Vec::new(),
        },
        Request::Unassign {
            passages: vec![passage.clone()],
        },
        Request::Group {
            heading: None,
            themes: vec![6],
        },
        Request::Park { theme: 6 },
        Request::Confirm { theme: 6 },
        Request::Own {
            theme: 3,
            owner: Some("Ana".into()),
        },
        Request::Mark {
            passage: passage.clone(),
            important: Some(true),
            memo: None,
        },
        Request::Create {
            name: "Nothing in it".into(),
            passages: Vec::new(),
        },
        Request::Move {
            theme: 8,
            passages: vec![passage.clone()],
        },
        Request::Code {
            theme: 3,
            passages: vec![passage],
        },
        merge(7, &[3]),
        Request::Seed {
            words: vec!["invoice".into()],
        },
        rename(7, "One of many"),
    ] {
        study.decide(&request, &by).unwrap();
        let rearranged = seen.decided(study.codebook().unwrap());
        at_once += usize::from(rearranged.is_some());
        let fresh = study.analyze().unwrap();
        seen = rearranged.unwrap_or_else(|| fresh.clone());
        assert_eq!(Brief::new(&seen), Brief::new(&fresh), "{request:?}");
        let fine = |analysis: &Analysis| Brief::new(&analysis.clone().at(Detail::Fine));
        assert_eq!(fine(&seen), fine(&fresh), "{request:?}");
    }
    assert_eq!(at_once, 12);
    // What is taken back is as it was.
    while study.undo().is_ok() {
        let fresh = study.analyze().unwrap();
        if let Some(rearranged) = seen.decided(study.codebook().unwrap()) {
            assert_eq!(Brief::new(&rearranged), Brief::new(&fresh));
        }
        seen = fresh;
    }
}
