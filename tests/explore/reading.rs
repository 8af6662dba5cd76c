//! What was said, read in its place, and the customers it came from.

use serde_json::{Value, json};

use super::desk::Served;
use super::support::Survey;

/// Answers and a conversation in which names and words hold anything.
fn odd() -> Survey {
    let survey = "id,date,respondent,email,account,nps,comment\n\
        S/1,2025-01-05,Ann,ann@a.example,A/B,2,😀😀 The export fails every day. It is slow.\n\
        S-2,2025-01-06,Bo,bo@b.example,50%,3,\"The export fails again, ask ana@example.com about it.\"\n\
        S-3,2025-01-07,Cy,cy@c.example,..,9,\n\
        S-4,2025-01-08,Di,di@d.example,<script>alert(1)</script>,10,The export fails no more.\n\
        S-5,2025-01-09,Ed,ed@e.example,😀 Ltd,1,The export fails on Mondays.\n";
    let talk = "---\nparticipant: Ann\naccount: A/B\n---\n\nInterviewer: How is it?\n\n\
        Ann: 😀 The export fails every day.\r\nMail ana@example.com about it.\n";
    Survey::new()
        .file("a:b.csv", survey)
        .file("Tölk <i> 100%.md", talk)
        .study()
        .added(&["a:b.csv", "Tölk <i> 100%.md"])
}

const TALK: &str = "/interviews/T%C3%B6lk%20%3Ci%3E%20100%25.md";

#[test]
fn a_name_may_hold_anything_and_its_page_is_there() {
    let served = Served::of(&odd(), &[]);
    let cookie = served.enter();
    let list = served.get(&cookie, "/accounts").body;
    for (address, name) in [
        ("/accounts/A%2FB", "A/B"),
        ("/accounts/50%25", "50%"),
        ("/accounts?name=..", ".."),
        (
            "/accounts/%3Cscript%3Ealert%281%29%3C%2Fscript%3E",
            "&lt;script&gt;alert(1)",
        ),
        ("/accounts/%F0%9F%98%80%20Ltd", "😀 Ltd"),
    ] {
        assert!(list.contains(&format!("href=\"{address}\"")), "{address}");
        let page = served.get(&cookie, address);
        assert_eq!(page.status, 200, "{address}");
        assert!(page.body.contains(&format!("<h1>{name}")), "{address}");
    }
    assert!(served.get(&cookie, "/interviews").body.contains(TALK));
    assert_eq!(served.get(&cookie, TALK).status, 200);
}

#[test]
fn what_is_not_there_is_not_found() {
    let served = Served::of(&odd(), &[]);
    let cookie = served.enter();
    for path in [
        "/accounts/nobody",
        "/interviews/a:b.csv",
        "/interviews/..%2Fcorpus.db",
        "/said/Q-000000000000",
        "/said?at=a:b.csv:S-9",
        "/said?at=a:b.csv:S-2:5-5000",
        &format!("{TALK}?quote=Q-000000000000"),
        &format!("{TALK}?at=9-2"),
    ] {
        assert_eq!(served.get(&cookie, path).status, 404, "{path}");
    }
    for path in ["/said", "/accounts?sort=worst", "/accounts/%FF"] {
        assert_eq!(served.get(&cookie, path).status, 400, "{path}");
    }
}

#[test]
fn an_answer_opens_whole_with_what_else_its_person_said() {
    let served = Served::of(&odd(), &[]);
    let cookie = served.enter();
    let page = served.get(&cookie, "/said?at=a%3Ab.csv%3AS%2F1").body;
    assert!(
        page.contains("What Ann answered") && page.contains(TALK),
        "{page}"
    );
    let blank = served.get(&cookie, "/said?at=a:b.csv:S-3").body;
    assert!(blank.contains("without a comment"), "{blank}");
    let masked = served.get(&cookie, "/said?at=a:b.csv:S-2").body;
    assert!(
        masked.contains("•••") && !masked.contains("ana@example"),
        "{masked}"
    );
}

#[test]
fn fewer_than_five_people_have_no_score() {
    let served = Served::of(&odd(), &[]);
    let cookie = served.enter();
    let page = served.get(&cookie, "/accounts/A%2FB").body;
    assert!(page.contains("too few people ("), "{page}");
}

/// Gives a stretch to a new theme; returns the page it stands on.
fn coded(served: &Served, cookie: &str, passage: &Value, page: &str) -> String {
    let revision = served.get(cookie, "/api/study").json()["revision"].clone();
    let decision = json!({ "what": "create", "name": "Exports", "passages": [passage] });
    let sent = json!({ "revision": revision, "decisions": [decision] });
    let answer = served.post(cookie, "/api/decisions", &sent);
    assert_eq!(answer.status, 200, "{answer:?}");
    let page = served.get(cookie, page).body;
    assert!(page.contains("by hand, Ana"), "{page}");
    page
}

/// Returns the words of the passage that was given to a theme by hand.
fn given(page: &str) -> &str {
    let at = page.find("passage themed given").unwrap();
    let words = page[at..].split_once('>').unwrap().1;
    words.split('<').next().unwrap()
}

#[test]
fn words_behind_an_emoji_are_counted_in_characters() {
    let served = Served::of(&odd(), &[]);
    let cookie = served.enter();
    // "😀😀 The export fails": the words begin at the eighth character.
    let passage = json!({ "source": "a:b.csv", "record": "S/1", "start": 7, "end": 19 });
    let page = coded(&served, &cookie, &passage, "/said?at=a:b.csv:S/1:7-19");
    assert_eq!(given(&page), "export fails");
    let chosen = &page[page.find("passage themed given").unwrap()..];
    let id = chosen.split("data-quote=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let opened = served.get(&cookie, &format!("/said/{id}"));
    assert_eq!(
        opened.status, 303,
        "what somebody chose is known by its place"
    );
}

#[test]
fn a_stretch_of_a_turn_is_coded_where_it_stands() {
    let served = Served::of(&odd(), &[]);
    let cookie = served.enter();
    let page = served.get(&cookie, TALK).body;
    // Each turn says how many characters stand before it.
    let starts = page.split("data-start=\"").skip(1);
    let last = starts.last().unwrap().split('"').next().unwrap();
    let start: usize = last.parse().unwrap();
    let passage = json!({ "source": "Tölk <i> 100%.md", "start": start + 6, "end": start + 18 });
    let page = coded(&served, &cookie, &passage, TALK);
    assert_eq!(given(&page), "export fails");
    assert!(!page.contains("ana@example"), "{page}");
}
