//! Mending themes: pieces, groups, phrases, what no theme covers, and the
//! history of all of it.

use serde_json::{Value, json};

use super::browser::Browser;
use super::desk::Served;
use super::support::{Survey, table};

fn pontoon() -> Survey {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    folder.run("themes").succeeds();
    folder
}

fn decide(served: &Served, cookie: &str, decision: &Value) -> Value {
    let revision = served.get(cookie, "/api/study").json()["revision"].clone();
    let sent = json!({ "revision": revision, "decisions": [decision] });
    let answer = served.post(cookie, "/api/decisions", &sent);
    assert_eq!(answer.status, 200, "{decision}: {answer:?}");
    answer.json()
}

fn themes(served: &Served, cookie: &str) -> Vec<Value> {
    let themes = served.get(cookie, "/api/themes").json();
    themes["themes"].as_array().unwrap().clone()
}

fn of<'a>(themes: &'a [Value], id: &str) -> &'a Value {
    themes.iter().find(|theme| theme["id"] == id).unwrap()
}

#[test]
fn ticked_pieces_become_themes_and_the_rest_stays() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let before = themes(&served, &cookie);
    let shown = served.get(&cookie, "/api/themes/1/split?into=4").json();
    let pieces = shown["pieces"].as_array().unwrap();
    assert_eq!(pieces.len(), 4, "{shown}");
    // Together the pieces are the theme.
    let points = |piece: &Value| piece["points"].as_array().unwrap().clone();
    let all: usize = pieces.iter().map(|piece| points(piece).len()).sum();
    let passages = of(&before, "1")["passages"].as_u64().unwrap();
    assert_eq!(all as u64, passages);
    let ticked: Vec<Value> = pieces[1..3]
        .iter()
        .enumerate()
        .map(|(at, piece)| {
            let passages = points(piece)
                .into_iter()
                .map(|point| json!({ "point": point }));
            json!({ "name": format!("Piece {at}"), "passages": passages.collect::<Vec<_>>() })
        })
        .collect();
    let decided = decide(
        &served,
        &cookie,
        &json!({ "what": "split", "theme": 1, "pieces": ticked, "name": "What is left" }),
    );
    let said = decided["said"][0].as_str().unwrap();
    assert!(
        said.contains(
            "“Piece 0” and “Piece 1” are themes of their own; the rest is called “What is left”"
        ),
        "{said}"
    );
    let after = themes(&served, &cookie);
    let made = decided["entries"][0]["made"].as_array().unwrap();
    for (number, piece) in made.iter().zip(&pieces[1..3]) {
        let theme = of(&after, &number.to_string());
        assert_eq!(theme["respondents"], piece["people"]);
    }
    assert_eq!(of(&after, "1")["label"], "What is left");
    assert!(of(&after, "1")["respondents"].as_u64() < of(&before, "1")["respondents"].as_u64());
    // How firm it was, it was as a whole.
    assert!(of(&after, "1")["firmness"].is_null());
    assert!(
        of(&after, "1")["by_hand"] == true,
        "nobody measured it since"
    );
    assert_eq!(
        served
            .post(
                &cookie,
                "/api/undo",
                &json!({ "revision": decided["revision"] })
            )
            .status,
        200
    );
    assert_eq!(themes(&served, &cookie), before);
    for into in ["1", "9", "many"] {
        let path = format!("/api/themes/1/split?into={into}");
        assert_eq!(served.get(&cookie, &path).status, 400, "{into}");
    }
}

#[test]
fn pieces_and_the_rest_are_the_theme_also_when_a_piece_is_split_again() {
    let folder = pontoon();
    let passages = |folder: &Survey| -> Vec<(String, u64)> {
        let themes = folder.json("themes");
        let themes = themes["themes"].as_array().unwrap().clone();
        let passages = |theme: &Value| theme["passages"].as_u64().unwrap();
        themes
            .iter()
            .map(|theme| (theme["id"].as_str().unwrap().to_owned(), passages(theme)))
            .collect()
    };
    let before = passages(&folder);
    let known = |id: &str| before.iter().any(|(of, _)| of == id);
    let whole = before.iter().find(|(id, _)| id == "1").unwrap().1;
    for (split, into) in [("1", 3), ("19", 2)] {
        folder
            .run(&format!("theme split {split} --into {into}"))
            .succeeds();
        let after = passages(&folder);
        let parts = after.iter().filter(|(id, _)| id == "1" || !known(id));
        assert_eq!(
            parts.map(|(_, passages)| passages).sum::<u64>(),
            whole,
            "{after:?}"
        );
        // Nothing else has moved.
        for (id, passages) in before.iter().filter(|(id, _)| id != "1") {
            let now = after.iter().find(|(of, _)| of == id).unwrap().1;
            assert_eq!(now, *passages, "{id}");
        }
    }
}

#[test]
fn a_split_that_makes_no_sense_is_refused() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let points = |theme: u32| {
        let shown = served
            .get(&cookie, &format!("/api/themes/{theme}/split?into=2"))
            .json();
        let pieces = shown["pieces"].as_array().unwrap().clone();
        pieces
            .iter()
            .flat_map(|piece| piece["points"].as_array().unwrap().clone())
            .collect::<Vec<_>>()
    };
    let pointed = |points: &[Value]| {
        points
            .iter()
            .map(|point| json!({ "point": point }))
            .collect::<Vec<_>>()
    };
    let (own, others) = (points(1), points(2));
    let split = |pieces: Value| {
        let revision = served.get(&cookie, "/api/study").json()["revision"].clone();
        let decision = json!({ "what": "split", "theme": 1, "pieces": pieces });
        let sent = json!({ "revision": revision, "decisions": [decision] });
        served.post(&cookie, "/api/decisions", &sent).status
    };
    let piece = |passages: &[Value]| json!({ "name": "A piece", "passages": pointed(passages) });
    assert_eq!(split(json!([piece(&[])])), 422);
    assert_eq!(split(json!([piece(&own[..2]), piece(&own[1..3])])), 422);
    assert_eq!(split(json!([piece(&others[..1])])), 400);
    assert_eq!(split(json!([piece(&own)])), 400);
    assert_eq!(
        split(json!([{ "name": " ", "passages": pointed(&own[..1]) }])),
        422
    );
    assert_eq!(
        split(json!([{ "name": "x".repeat(300), "passages": pointed(&own[..1]) }])),
        422
    );
    assert_eq!(split(json!([piece(&own[..2])])), 200);
    // What holds is not done again.
    let revision = served.get(&cookie, "/api/study").json()["revision"].clone();
    let again = served.post(
        &cookie,
        "/api/decisions/1/again",
        &json!({ "revision": revision }),
    );
    assert_eq!(again.status, 400);
}

#[test]
fn pieces_stay_under_the_heading_and_what_is_hidden_is_hidden_there_too() {
    let folder = pontoon();
    folder.run("theme group Group 1 2").succeeds();
    let group = || {
        let broad = folder.json("themes --detail broad");
        let themes = broad["themes"].as_array().unwrap().clone();
        themes
            .into_iter()
            .find(|theme| theme["label"] == "Group")
            .unwrap()
    };
    let before = group()["respondents"].clone();
    folder.run("theme split 1 --into 3").succeeds();
    assert_eq!(group()["respondents"], before);
    folder.run("theme hide 2").succeeds();
    assert!(group()["respondents"].as_u64() < before.as_u64());
    // A theme that takes in a grouped one stays where it was.
    folder.run("theme merge 3 1").succeeds();
    folder.run("theme ungroup 19 20").succeeds();
    let broad = folder.run("themes --detail broad").succeeds().stdout;
    assert!(!broad.contains("Group"), "{broad}");
}

#[test]
fn phrases_reach_short_praise_and_have_an_end() {
    let folder = pontoon();
    let people = || {
        let themes = folder.json("themes");
        of(themes["themes"].as_array().unwrap(), "4")["respondents"]
            .as_u64()
            .unwrap()
    };
    let before = people();
    folder
        .run("theme phrases 4 'Rien à redire' ' ' 'rien à redire'")
        .succeeds();
    assert!(people() > before);
    let log = folder.json("theme log");
    assert_eq!(log[0]["words"], json!(["Rien à redire"]));
    let long = "x".repeat(200);
    folder.run(&format!("theme phrases 4 {long}")).exits_with(1);
    folder.run("theme undo").succeeds();
    assert_eq!(people(), before);
}

#[test]
fn a_codebook_takes_headings_and_phrases_along_and_no_pieces() {
    let folder = pontoon();
    folder.run("theme split 1 --into 2").succeeds();
    folder.run("theme group Access 7 8").succeeds();
    folder
        .run("theme phrases 7 'log in' --without password")
        .succeeds();
    folder.run("export codebook -o codebook.toml").succeeds();
    let other = pontoon();
    other.write("codebook.toml", folder.text("codebook.toml"));
    other.run("import codebook codebook.toml").succeeds();
    let log = other.run("theme log").succeeds().stdout;
    assert!(
        log.contains("under “Access”") && log.contains("nothing that says password"),
        "{log}"
    );
    // The rest of the split theme was renamed; its piece is no theme there.
    assert_eq!(log.matches("renamed").count(), 1, "{log}");
    assert!(!log.contains("added theme"), "{log}");
}

#[test]
fn a_phrase_brings_whatever_says_it_and_goes_again() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let before = themes(&served, &cookie);
    decide(
        &served,
        &cookie,
        &json!({ "what": "phrases", "theme": 4, "words": ["invoices", " "] }),
    );
    let with = themes(&served, &cookie);
    let people = |themes: &[Value]| of(themes, "4")["respondents"].as_u64().unwrap();
    assert!(people(&with) > people(&before));
    let page = served.get(&cookie, "/themes/4").body;
    assert!(
        page.contains("Whatever says <i>invoices</i> counts here too"),
        "{page}"
    );
    decide(
        &served,
        &cookie,
        &json!({ "what": "phrases", "theme": 4, "words": [] }),
    );
    assert_eq!(people(&themes(&served, &cookie)), people(&before));
}

#[test]
fn a_word_keeps_what_says_it_out_of_a_theme() {
    let folder = pontoon();
    let before = folder.json("themes");
    folder.run("theme phrases 1 --without asked").succeeds();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let passages = served
        .get(&cookie, "/api/themes/1/passages?limit=500")
        .json();
    for passage in passages["passages"].as_array().unwrap() {
        let text = passage["text"].as_str().unwrap().to_lowercase();
        assert!(
            !text.split_whitespace().any(|word| word == "asked"),
            "{text}"
        );
    }
    let after = themes(&served, &cookie);
    let first = of(before["themes"].as_array().unwrap(), "1");
    assert!(of(&after, "1")["respondents"].as_u64() < first["respondents"].as_u64());
    let page = served.get(&cookie, "/themes/1").body;
    assert!(
        page.contains("What says <i>asked</i> does not count here"),
        "{page}"
    );
    served.stop();
    folder.run("theme phrases 1").succeeds();
    assert_eq!(folder.json("themes")["themes"], before["themes"]);
}

#[test]
fn a_passage_that_is_moved_leaves_where_it_was_put_before() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let first = served.get(&cookie, "/api/themes/2/passages?limit=1").json();
    let id = first["passages"][0]["id"].clone();
    let passage = json!([{ "quote": id }]);
    let is_in = |theme: u32| {
        let path = format!("/api/themes/{theme}/passages?limit=500");
        let of = served.get(&cookie, &path).json();
        let mut passages = of["passages"].as_array().unwrap().iter();
        passages.any(|passage| passage["id"] == id)
    };
    decide(
        &served,
        &cookie,
        &json!({ "what": "code", "theme": 3, "passages": passage }),
    );
    decide(
        &served,
        &cookie,
        &json!({ "what": "code", "theme": 4, "passages": passage }),
    );
    assert!(is_in(3) && is_in(4) && !is_in(2));
    let said = decide(
        &served,
        &cookie,
        &json!({ "what": "move", "theme": 5, "passages": passage }),
    );
    assert!(
        said["said"][0].as_str().unwrap().contains("moved"),
        "{said}"
    );
    assert!(is_in(5) && !is_in(3) && !is_in(4));
}

#[test]
fn important_passages_of_all_themes_are_one_file() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    for theme in [1, 2, 7] {
        let path = format!("/api/themes/{theme}/passages?limit=1");
        let first = served.get(&cookie, &path).json();
        let passage = json!({ "quote": first["passages"][0]["id"] });
        decide(
            &served,
            &cookie,
            &json!({ "what": "mark", "passage": passage, "important": true }),
        );
    }
    let rows = |path: &str| table(&served.get(&cookie, path).body).len() - 1;
    assert_eq!(rows("/api/export/chosen.csv?important=true"), 3);
    assert_eq!(rows("/api/export/passages.csv?theme=2&important=true"), 1);
    let page = served.get(&cookie, "/themes/2?important=true").body;
    assert!(
        page.contains("/api/export/passages.csv?theme=2&amp;important=true"),
        "{page}"
    );
    let quote = |theme: u32| {
        let path = format!("/api/themes/{theme}/passages?limit=1");
        let first = served.get(&cookie, &path).json();
        first["passages"][0]["id"].as_str().unwrap().to_owned()
    };
    let ticked = [quote(1), quote(7)].join("%2C");
    assert_eq!(rows(&format!("/api/export/chosen.csv?quotes={ticked}")), 2);
    assert_eq!(
        served
            .get(&cookie, "/api/export/chosen.csv?quotes=Q-nobody")
            .status,
        404
    );
    // A page that is no longer there is the last that is.
    let last = served.get(&cookie, "/themes/7?from=4000").body;
    assert!(
        last.contains("blockquote") && !last.contains("That is all."),
        "{last}"
    );
    let all = served.get(&cookie, "/passages?important=true").body;
    assert!(all.contains("3 passages"), "{all}");
}

#[test]
fn what_is_taken_out_of_its_theme_is_in_none_until_it_is_given_to_one() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let first = served.get(&cookie, "/api/themes/2/passages?limit=1").json();
    let passage = json!([{ "quote": first["passages"][0]["id"] }]);
    let total = |theme: u32| {
        let path = format!("/api/themes/{theme}/passages");
        served.get(&cookie, &path).json()["total"].as_u64().unwrap()
    };
    let (before, other) = (total(2), total(3));
    decide(
        &served,
        &cookie,
        &json!({ "what": "unassign", "passages": passage }),
    );
    assert!(total(2) < before);
    assert_eq!(total(3), other);
    let text = first["passages"][0]["text"].as_str().unwrap();
    let log = served.get(&cookie, "/history").body;
    assert!(log.contains("out of all themes"), "{log}");
    decide(
        &served,
        &cookie,
        &json!({ "what": "code", "theme": 3, "passages": passage }),
    );
    assert!(total(3) > other, "{text}");
    assert!(total(2) < before);
    // What is in no theme because somebody said so is given to no theme by `code`.
    served.stop();
    let coded = folder.json("code list");
    assert_eq!(coded.as_array().unwrap().len(), 1, "{coded}");
}

#[test]
fn a_heading_is_a_broad_theme_by_page_and_command() {
    let folder = pontoon();
    folder
        .run("theme group Access 7 8")
        .succeeds()
        .mentions("under “Access”");
    let broad = folder.json("themes --detail broad");
    let named = |label: &str| {
        let themes = broad["themes"].as_array().unwrap().iter();
        let found: Vec<&Value> = themes.filter(|theme| theme["label"] == label).collect();
        found.first().map(|theme| (*theme).clone())
    };
    let access = named("Access").unwrap();
    assert!(access["respondents"].as_u64() >= of_default(&folder, "7"));
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 900, &[]);
    browser.go("/themes?sort=tree");
    assert!(browser.text("table.themes").contains("Access"));
    // A third is dropped on the heading.
    let row = |theme: u32| format!("tr[data-theme='{theme}'] th");
    browser.drag(&row(9), "tr[data-heading=Access] th");
    browser.wait("dialog[open] form[data-what=group]");
    browser.click("dialog [type=submit]");
    browser.until(
        "document.querySelector('tr[data-heading=Access]').dataset.themes.split(',').includes('9')",
    );
    // And taken out again.
    browser.click("tr[data-theme='9'] summary");
    browser.press("Take out of its group");
    browser.until("!document.querySelector('tr[data-heading=Access]').dataset.themes.split(',').includes('9')");
    drop(browser);
    served.stop();
    folder.run("theme ungroup 7 8").succeeds();
    assert!(
        !folder
            .run("themes --detail broad")
            .succeeds()
            .stdout
            .contains("Access")
    );
}

fn of_default(folder: &Survey, id: &str) -> Option<u64> {
    let themes = folder.json("themes");
    of(themes["themes"].as_array().unwrap(), id)["respondents"].as_u64()
}

#[test]
fn ticked_themes_are_merged_where_one_stands() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 900, &[]);
    let rows = || {
        let count =
            browser.script("return document.querySelectorAll('table.themes tbody tr').length");
        count.as_u64().unwrap()
    };
    let before = rows();
    browser.script("scrollTo(0, 900); window.stayed = true");
    for theme in [4, 6, 10] {
        browser.click(&format!("[data-pick='{theme}']"));
    }
    browser.until("document.querySelector('.picked output').textContent === '3 chosen'");
    browser.press("Merge…");
    browser.wait("dialog[open] select[name=into]");
    let choices = browser.script("return document.querySelectorAll('dialog select option').length");
    assert_eq!(choices, 3);
    browser.choose("dialog select[name=into]", "6");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('#said').textContent.includes('merged')");
    assert_eq!(rows(), before - 2);
    browser.until("window.stayed && scrollY > 500");

    // Taken back, it can be done again from the history, by the names of then.
    browser.click("[data-post='/api/undo']");
    browser.until(&format!(
        "document.querySelectorAll('table.themes tbody tr').length === {before}"
    ));
    browser.go("/history");
    assert!(browser.text("table.log").contains("undone"));
    browser.click("table.log button");
    browser
        .until("document.querySelector('#said').textContent.startsWith('Done again: Ana: merged')");
    browser.go("/themes");
    assert_eq!(rows(), before - 2);
}

#[test]
fn the_history_tells_names_as_they_were_then() {
    let folder = pontoon();
    let old = folder.json("themes")["themes"][1]["label"]
        .as_str()
        .unwrap()
        .to_owned();
    folder.run("theme rename 2 Cost").succeeds();
    folder.run("theme confirm 2").succeeds();
    folder.run("theme rename 2 Price").succeeds();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let said = served.get(&cookie, "/api/decisions").json()["said"].clone();
    let said: Vec<&str> = said
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of.as_str().unwrap())
        .collect();
    assert!(
        said[0].ends_with(&format!("renamed “{old}” to “Cost”")),
        "{said:?}"
    );
    assert!(said[1].ends_with("confirmed “Cost”"), "{said:?}");
    assert!(said[2].ends_with("renamed “Cost” to “Price”"), "{said:?}");
}

#[test]
fn what_no_theme_covers_is_read_and_given_a_home() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 900, &[]);
    browser.go("/themes");
    browser.press("Read what no theme covers");
    browser.until("location.pathname === '/unthemed'");
    let count = || {
        browser
            .script("return document.querySelector('header .unit').textContent.match(/[\\d,]+/)[0]")
    };
    let before = count();
    browser.press("Move there");
    browser.until("document.querySelector('#said').textContent.includes('moved')");
    assert_ne!(count(), before);
    browser.click("ol.to-pick li:nth-child(1) [data-pick]");
    browser.click("ol.to-pick li:nth-child(2) [data-pick]");
    browser.press("Create a theme…");
    browser.fill("dialog [name=name]", "Odds and ends");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('#said').textContent.includes('created')");
    browser.go("/themes");
    browser.until("document.querySelector('table.themes').textContent.includes('Odds and ends')");
}

#[test]
fn a_theme_is_checked_on_its_page_one_text_after_the_other() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 900, &[]);
    browser.go("/themes/1");
    browser.press("Check this theme by reading 50 texts");
    browser.until("location.pathname === '/check/1'");
    let shown = || browser.text("figure.check blockquote");
    let first = shown();
    // Nobody is told how a text was rated.
    assert!(!browser.text("figure.check").contains("rated"));
    browser.script("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'y' }))");
    browser.until("document.querySelector('header .unit').textContent.includes('1 of 50 read')");
    assert_ne!(shown(), first);
    browser.click("button[data-key=n]");
    browser.until("document.querySelector('header .unit').textContent.includes('2 of 50 read')");
    let kept = folder.json("check");
    assert_eq!(kept["checks"][0]["read"], 2);
    // The terminal goes on where the page was left.
    let next = folder.run("check 1").stderr;
    assert!(next.contains("1 of 48"), "{next}");
}
