//! One question has one answer: through the command, the page, its API, a CSV
//! file and a kept view.

use motif::study::saved_views::ViewDraft;
use motif::study::{Signature, Study};
use serde_json::Value;

use super::desk::Served;
use super::support::{Survey, table};

fn pontoon() -> Survey {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    folder.run("themes").succeeds();
    folder
}

/// Every question, by its address and the command that asks it.
const QUESTIONS: [(&str, &str); 11] = [
    ("/compare?from=winter&to=spring", "compare winter spring"),
    (
        "/compare?first=passive&second=detractor&in=spring",
        "contrast passive detractor --in spring",
    ),
    (
        "/compare?by=tier%2Cregion&in=spring",
        "hotspots --by tier,region --in spring",
    ),
    ("/compare?outcome=all", "outcomes"),
    ("/compare?over=month", "trends --by month"),
    ("/themes/2?in=spring", "themes show 2"),
    ("/search?q=phone", "search phone"),
    ("/said?at=spring.csv%3AS-002", "open spring.csv:S-002"),
    ("/accounts/nordlift", "account NORDLIFT"),
    (
        "/interviews/10-sunbelt-air.md",
        "interviews show 10-sunbelt-air.md",
    ),
    ("/compare?drivers=all", "drivers"),
];

fn keep_all(folder: &Survey) {
    let mut study = Study::open(&folder.path("")).unwrap();
    for (address, _) in QUESTIONS {
        let draft = ViewDraft {
            name: address.into(),
            address: address.into(),
            note: None,
            in_report: true,
        };
        study.keep(draft, &Signature::default()).unwrap();
    }
}

/// Returns a list of numbers, or of texts, under each item of a list.
fn each<'a>(list: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item.pointer(pointer).unwrap_or(&Value::Null))
        .collect()
}

/// Returns a column of a CSV file as JSON has it.
fn column(rows: &[Vec<String>], name: &str) -> Vec<Value> {
    let at = rows[0].iter().position(|head| head == name);
    let at = at.unwrap_or_else(|| panic!("no `{name}` in {:?}", rows[0]));
    let cells = rows[1..].iter().map(|row| row[at].as_str());
    let value = |cell: &str| match cell.trim_start_matches('\'').parse::<f64>() {
        Ok(number) => Value::from(number),
        Err(_) if cell.is_empty() => Value::Null,
        Err(_) => Value::from(cell),
    };
    cells.map(value).collect()
}

fn near(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-9,
        _ => one == other,
    }
}

#[track_caller]
fn same(csv: &[Value], json: &[&Value]) {
    assert_eq!(csv.len(), json.len(), "{csv:?} {json:?}");
    for (csv, json) in csv.iter().zip(json) {
        assert!(near(csv, json), "{csv} in the file, {json} by the command");
    }
}

/// A study whose every question was asked, kept, and stands on its page.
struct Surfaces {
    folder: Survey,
    served: Served,
    cookie: String,
    /// What a kept view of each question shows in the report.
    kept: Vec<Value>,
    /// What the command says to each.
    asked: Vec<Value>,
}

impl Surfaces {
    fn new() -> Self {
        let folder = pontoon();
        keep_all(&folder);
        let report = folder.json("report --format json -o -");
        let shows = each(&report["noted"], "/shows").into_iter();
        let asked = QUESTIONS.iter().map(|(_, line)| folder.json(line));
        let asked = asked.collect();
        let served = Served::of(&folder, &[]);
        Self {
            kept: shows.cloned().collect(),
            asked,
            cookie: served.enter(),
            served,
            folder,
        }
    }

    /// Returns a page, wherever its address leads.
    fn page(&self, address: &str) -> String {
        let mut answer = self.served.get(&self.cookie, address);
        while (300..400).contains(&answer.status) {
            let to = answer.field("location");
            answer = self.served.get(&self.cookie, to.split('#').next().unwrap());
        }
        assert_eq!(answer.status, 200, "{address}: {answer:?}");
        answer.body
    }

    fn csv(&self, path: &str) -> Vec<Vec<String>> {
        let answer = self.served.get(&self.cookie, path);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        table(&answer.body)
    }
}

#[test]
fn a_comparison_has_the_same_numbers_by_command_in_a_kept_view_and_in_a_file() {
    let all = Surfaces::new();
    let [change, contrast, hotspots, outcomes, trends] = [0, 1, 2, 3, 4].map(|at| &all.asked[at]);
    for (at, json) in [
        (0, change),
        (1, &contrast[0]),
        (2, hotspots),
        (4, trends),
        (10, &all.asked[10]),
    ] {
        for (key, value) in json.as_object().unwrap() {
            // What is said of it is told in its own words by each surface.
            if key == "sentences" {
                continue;
            }
            assert_eq!(&all.kept[at][key], value, "{key} of {}", QUESTIONS[at].0);
        }
    }
    let mut told = outcomes.clone();
    for outcome in told.as_array_mut().unwrap() {
        outcome.as_object_mut().unwrap().remove("sentences");
    }
    assert_eq!(all.kept[3]["outcomes"], told);
    let file = |at: usize| {
        all.csv(
            &QUESTIONS[at]
                .0
                .replace("/compare", "/api/export/compare.csv"),
        )
    };
    let rows = file(0);
    let by_theme = &change["carried"]["by_theme"]["rows"];
    let themes = by_theme.as_array().unwrap().len();
    same(
        &column(&rows, "points")[..themes],
        &each(by_theme, "/points"),
    );
    same(&column(&file(1), "q"), &each(&contrast[0]["themes"], "/q"));
    let rows = file(2);
    let scores = each(&hotspots["scores"], "/q").into_iter();
    let tests: Vec<&Value> = scores
        .chain(each(&hotspots["hints"], "/q"))
        .chain(each(&hotspots["themes"], "/q"))
        .collect();
    same(&column(&rows, "q"), &tests);
    let rows = file(3);
    let happened = each(outcomes, "/happened/voiced");
    let of_outcome = column(&rows, "theme");
    let everybody = column(&rows, "with").into_iter().zip(&of_outcome);
    let everybody = everybody.filter(|(_, theme)| *theme == "everybody");
    same(&everybody.map(|(n, _)| n).collect::<Vec<_>>(), &happened);
    same(
        &column(&file(4), "rated"),
        &each(&trends["periods"], "/rated"),
    );
}

#[test]
fn a_comparison_is_told_on_the_page_as_by_the_command() {
    let all = Surfaces::new();
    for (address, line) in QUESTIONS[..5].iter().chain([&QUESTIONS[10]]) {
        let body = all.page(address);
        let words = all.folder.run(line).succeeds().stdout;
        let verdict = words
            .split("\n\n")
            .find(|said| said.trim_end().ends_with('.'));
        let is_heading = |line: &&str| line.to_uppercase() == **line;
        let lines = verdict.unwrap_or(&words).lines();
        let verdict: Vec<&str> = lines
            .filter(|line| !is_heading(line))
            .flat_map(str::split_whitespace)
            .filter(|word| *word != "•")
            .collect();
        let verdict = verdict.join(" ");
        let first = verdict.split(". ").next().unwrap().trim_end_matches('.');
        assert!(text_of(&body).contains(first), "{first}\n{address}");
    }
}

#[test]
fn a_theme_has_the_same_people_and_passages_everywhere() {
    let all = Surfaces::new();
    let theme = &all.asked[5];
    assert_eq!(all.kept[5]["label"], theme["label"]);
    let passages = all.csv("/api/export/passages.csv?theme=2");
    assert_eq!(Value::from(passages.len() - 1), theme["passages"]);
    let standing = all.kept[5]["standing"].as_str().unwrap();
    let page_of = text_of(&all.page("/themes/2"));
    assert!(page_of.contains(standing), "{standing}");
}

#[test]
fn a_search_counts_the_same_however_many_hits_are_shown() {
    let all = Surfaces::new();
    let found = &all.asked[6];
    let few = all.folder.json("search phone -n 1");
    let api = all
        .served
        .get(&all.cookie, "/api/search?q=phone&limit=1")
        .json();
    for key in ["total", "similar"] {
        assert_eq!(all.kept[6][key], found[key], "{key}");
        assert_eq!(few[key], found[key], "{key} of one hit");
        assert_eq!(api[key], found[key], "{key} over HTTP");
    }
    let both = found["total"].as_u64().unwrap() + found["similar"].as_u64().unwrap();
    assert_eq!(
        all.csv("/api/export/search.csv?q=phone").len() as u64 - 1,
        both
    );
}

#[test]
fn what_somebody_says_is_the_same_everywhere() {
    let all = Surfaces::new();
    let told = all.folder.run(QUESTIONS[8].1).succeeds().stdout;
    let said = all.asked[7]["text"].as_str().unwrap();
    assert_eq!(all.kept[7]["quote"]["text"], said);
    assert!(text_of(&all.page(QUESTIONS[7].0)).contains(said));
    for at in [8, 9] {
        for key in ["answers", "interviews", "themes", "ratings"] {
            assert_eq!(
                all.kept[at][key], all.asked[at][key],
                "{key} of {}",
                QUESTIONS[at].0
            );
        }
    }
    let account = &all.asked[8];
    let counts = format!(
        "{} answers, {} interview",
        account["answers"], account["interviews"]
    );
    assert!(
        text_of(&all.page(QUESTIONS[8].0)).contains(&counts),
        "{counts}"
    );
    assert!(
        told.contains(&format!("{} answers", account["answers"])),
        "{}",
        told
    );
    let interview = text_of(&all.page(QUESTIONS[9].0));
    for theme in all.asked[9]["themes"].as_array().unwrap() {
        assert!(interview.contains(theme.as_str().unwrap()), "{theme}");
    }
}

/// Returns the words of a page, with single spaces.
fn text_of(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            _ => text.push(letter),
        }
    }
    let text = text
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_theme_says_on_its_page_how_people_speak_of_it() {
    let all = Surfaces::new();
    let theme = all.folder.json("themes show 2");
    let complain = theme["tone"]["complaint"]["voiced"].as_u64().unwrap();
    let words = all.folder.run("themes show 2").succeeds().stdout;
    let line = format!("{complain} of ");
    let told = words
        .lines()
        .find(|said| said.contains("complain about it"));
    let told = told.unwrap_or_else(|| panic!("{words}")).trim();
    assert!(told.starts_with(&line), "{told}");
    let said = told.split(": “").next().unwrap();
    assert!(text_of(&all.page("/themes/2")).contains(said), "{said}");
}

#[test]
fn outcomes_can_be_chosen_on_the_page() {
    let all = Surfaces::new();
    let body = all.page("/compare?outcome=all");
    let list = body
        .split("<select id=\"outcome\"")
        .nth(1)
        .unwrap()
        .split("</select>")
        .next()
        .unwrap();
    let shown = |name: &str| list.contains(&format!("value=\"{name}\""));
    assert!(shown("churned") && !shown("tier"), "{list}");
}
