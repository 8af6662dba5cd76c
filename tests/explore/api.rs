//! The page's questions and decisions over plain HTTP.

use serde_json::{Value, json};

use super::desk::Served;
use super::support::Survey;

fn pontoon() -> Survey {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    folder
}

fn revision(served: &Served, cookie: &str) -> Value {
    served.get(cookie, "/api/study").json()["revision"].clone()
}

fn decide(served: &Served, cookie: &str, decision: &Value) -> Value {
    let sent = json!({ "revision": revision(served, cookie), "decisions": [decision] });
    let answer = served.post(cookie, "/api/decisions", &sent);
    assert_eq!(answer.status, 200, "{decision}: {answer:?}");
    answer.json()
}

#[test]
fn decisions_over_http_are_those_of_the_commands() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    decide(
        &served,
        &cookie,
        &json!({ "what": "rename", "theme": 2, "name": "Too expensive" }),
    );
    decide(
        &served,
        &cookie,
        &json!({ "what": "merge", "into": 2, "from": [3] }),
    );
    let seen: Value = served.get(&cookie, "/api/themes").json();
    served.stop();
    let themes = folder.json("themes");
    assert_eq!(themes["themes"], seen["themes"]);
    let log = folder.json("theme log");
    assert_eq!(log[0]["who"], "Ana");
    assert_eq!(log[0]["name"], "Too expensive");
    assert_eq!(log[1]["what"], "merge");
}

#[test]
fn what_one_tab_decided_is_not_lost_on_another() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let old = revision(&served, &cookie);
    decide(
        &served,
        &cookie,
        &json!({ "what": "rename", "theme": 2, "name": "Too expensive" }),
    );
    let late = json!({ "revision": old, "decisions": [{ "what": "park", "theme": 2 }] });
    let answer = served.post(&cookie, "/api/decisions", &late);
    assert_eq!(answer.status, 409, "{answer:?}");
    assert_eq!(
        answer.json()["since"][0],
        "Ana: renamed “Price, good and bad” to “Too expensive”"
    );
    assert_eq!(
        served.get(&cookie, "/api/decisions").json()["entries"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn what_the_command_line_decides_is_seen_on_the_page() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let before = revision(&served, &cookie);
    folder.run("theme rename 2 'Too expensive'").succeeds();
    assert!(
        served
            .get(&cookie, "/themes")
            .body
            .contains("Too expensive")
    );
    assert_ne!(revision(&served, &cookie), before);
}

#[test]
fn undo_and_redo_are_those_of_the_log() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let before = served.get(&cookie, "/api/themes").json();
    decide(
        &served,
        &cookie,
        &json!({ "what": "merge", "into": 2, "from": [3] }),
    );
    let merged = served.get(&cookie, "/api/themes").json();
    let post = |path: &str| {
        let sent = json!({ "revision": revision(&served, &cookie) });
        served.post(&cookie, path, &sent)
    };
    assert_eq!(post("/api/undo").status, 200);
    assert_eq!(
        served.get(&cookie, "/api/themes").json()["themes"],
        before["themes"]
    );
    assert_eq!(post("/api/redo").status, 200);
    assert_eq!(
        served.get(&cookie, "/api/themes").json()["themes"],
        merged["themes"]
    );
    assert_eq!(post("/api/redo").status, 422);
}

#[test]
fn how_finely_one_page_looks_changes_no_other() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let seen = || ["/accounts", "/api/themes/3/split"].map(|path| served.get(&cookie, path).body);
    let before = seen();
    for detail in ["broad", "fine"] {
        let path = format!("/api/themes?detail={detail}");
        assert_eq!(served.get(&cookie, &path).status, 200);
        assert_eq!(seen(), before, "{detail}");
    }
    assert!(before[1].contains("\"label\":\""), "{}", before[1]);
}

#[test]
fn an_address_from_before_may_call_detail_grain() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let seen = |address: &str| served.get(&cookie, address).body;
    for page in ["/themes", "/api/themes", "/interviews"] {
        let [before, now] = ["grain", "detail"].map(|name| seen(&format!("{page}?{name}=broad")));
        assert_eq!(before, now, "{page}");
        assert_ne!(now, seen(page), "{page}");
    }
}

#[test]
fn a_theme_is_made_of_passages_in_one_decision_and_taken_back_in_one() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let before = served.get(&cookie, "/api/themes").json();
    let passages = served.get(&cookie, "/api/themes/2/passages?limit=6").json();
    let quotes: Vec<Value> = passages["passages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|passage| json!({ "quote": passage["id"] }))
        .collect();
    let made = decide(
        &served,
        &cookie,
        &json!({ "what": "create", "name": "Too expensive", "passages": quotes }),
    );
    let id = made["entries"][0]["made"][0].to_string();
    let theme = served.get(&cookie, &format!("/api/themes/{id}")).json();
    assert_eq!(theme["label"], "Too expensive");
    assert!(theme["passages"].as_u64().unwrap() >= 6, "{theme}");
    let sent = json!({ "revision": made["revision"] });
    assert_eq!(served.post(&cookie, "/api/undo", &sent).status, 200);
    assert_eq!(
        served.get(&cookie, "/api/themes").json()["themes"],
        before["themes"]
    );
}

#[test]
fn what_cannot_be_decided_is_said_and_nothing_is_written() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    for (decision, status) in [
        (json!({ "what": "rename", "theme": 2, "name": "  " }), 422),
        (json!({ "what": "rename", "theme": 999, "name": "x" }), 422),
        (json!({ "what": "merge", "into": 2, "from": [2] }), 422),
        (json!({ "what": "code", "theme": 2, "passages": [] }), 400),
        (
            json!({ "what": "code", "theme": 2, "passages": [{ "quote": "Q-000000000000" }] }),
            404,
        ),
        (
            json!({ "what": "mark", "passage": { "source": "../../etc/passwd", "record": null, "start": 0, "end": 4 } }),
            404,
        ),
        (json!({ "what": "dance" }), 400),
    ] {
        let sent = json!({ "revision": revision(&served, &cookie), "decisions": [decision] });
        let answer = served.post(&cookie, "/api/decisions", &sent);
        assert_eq!(answer.status, status, "{sent}: {answer:?}");
        assert!(answer.json()["error"].is_string());
    }
    assert_eq!(
        served.get(&cookie, "/api/decisions").json()["entries"],
        json!([])
    );
}

#[test]
fn a_query_that_cannot_be_read_is_no_fault_of_ours() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    for path in [
        "/api/search",
        "/api/search/points",
        "/api/export/search.csv",
    ] {
        let answer = served.get(&cookie, &format!("{path}?q=(phone"));
        assert_eq!(answer.status, 400, "{path}: {answer:?}");
        assert!(answer.json()["column"].is_number(), "{path}: {answer:?}");
    }
}

#[test]
fn the_map_has_a_place_and_a_colour_for_each_point() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let map = served.get(&cookie, "/api/map").json();
    let count = map["passages"].as_array().unwrap().len();
    assert!(count > 600, "{count}");
    for by in [
        "theme",
        "group",
        "rating",
        "wave",
        "medium",
        "attribute:tier",
    ] {
        let colours = served
            .get(&cookie, &format!("/api/map/colours?by={by}"))
            .json();
        let values = i64::try_from(colours["values"].as_array().unwrap().len()).unwrap();
        let of = colours["of"].as_array().unwrap();
        assert_eq!(of.len(), count, "{by}");
        assert!(
            of.iter()
                .all(|of| (-1..values).contains(&of.as_i64().unwrap())),
            "{by}"
        );
        assert!(of.iter().any(|of| of.as_i64().unwrap() >= 0), "{by}");
    }
    assert_eq!(
        served.get(&cookie, "/api/map/colours?by=nonsense").status,
        404
    );
    assert_eq!(served.get(&cookie, "/api/map").json(), map);
}

#[test]
fn every_question_is_described() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let described = served.get(&cookie, "/api/openapi.json").json();
    let paths = described["paths"].as_object().unwrap();
    for path in [
        "/api/study",
        "/api/themes",
        "/api/themes/{id}",
        "/api/decisions",
        "/api/undo",
        "/api/map",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    // What can be asked without more is answered with what is described.
    for (path, methods) in paths {
        if methods.get("get").is_some() && !path.contains('{') {
            let answer = served.get(&cookie, path);
            assert!(
                answer.status == 200 || answer.status == 400,
                "{path}: {answer:?}"
            );
        }
    }
}

#[test]
fn the_tree_holds_every_theme_once_below_what_it_is_part_of() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let page = served.get(&cookie, "/themes?sort=tree").body;
    let table = &page[page.find("<tbody>").unwrap()..page.find("</tbody>").unwrap()];
    let themes = served.get(&cookie, "/api/themes").json();
    for theme in themes["themes"].as_array().unwrap() {
        let link = format!("href=\"/themes/{}\"", theme["id"].as_str().unwrap());
        assert_eq!(table.matches(&link).count(), 1, "{link}");
    }
    assert!(table.contains("depth-2"), "{table}");
}
