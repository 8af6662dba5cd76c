//! One filter on every page about answers: it stands in the address, and what
//! the page counts is what the command counts.

use serde_json::Value;

use super::browser::Browser;
use super::desk::Served;
use super::support::Survey;

fn pontoon() -> Survey {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    folder.run("themes").succeeds();
    folder
}

fn people(themes: &Value) -> Vec<(String, u64)> {
    let themes = themes["themes"].as_array().unwrap().iter();
    themes
        .map(|theme| {
            let id = theme["id"].as_str().unwrap().to_owned();
            (id, theme["respondents"].as_u64().unwrap())
        })
        .collect()
}

#[test]
fn answers_are_chosen_by_rating_date_theme_tone_and_file() {
    let folder = pontoon();
    let among = |selection: &str| people(&folder.json(&format!("themes --in '{selection}'")));
    let of = |all: &[(String, u64)], id: &str| all.iter().find(|(of, _)| of == id).map(|of| of.1);
    let everybody = people(&folder.json("themes"));
    assert_eq!(among("rating:0..6"), among("group:detractor"));
    assert_eq!(among("file:spring.csv"), among("spring"));
    assert_eq!(among("date:2025-04..2025-05"), among("spring"));
    assert_eq!(among("date:2025-Q2"), among("2025-Q2"));
    assert_eq!(of(&among("theme:2"), "2"), of(&everybody, "2"));
    let complaints = among("tone:complaint");
    for (id, people) in &complaints {
        assert!(*people <= of(&everybody, id).unwrap(), "{id}");
    }
    assert!(complaints.iter().any(|(_, people)| *people > 0));
    let both = among("tone:complaint & theme:2 & rating:0..6");
    assert!(of(&both, "2") <= of(&complaints, "2"));
    let both = [among("rest of group:detractor"), among("group:detractor")];
    for (id, people) in &everybody {
        let sides = both.each_ref().map(|side| of(side, id).unwrap_or(0));
        assert_eq!(sides[0] + sides[1], *people, "{id}");
    }
    let refused = folder.run("themes --in rating:lots").exits_with(1).stderr;
    assert!(refused.contains("`rating` is `9` and `0..6`"), "{refused}");
}

#[test]
fn the_page_counts_among_some_what_the_command_counts() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    for among in ["group:detractor", "tier:enterprise & spring", "tone:praise"] {
        let asked = among.replace(' ', "%20").replace('&', "%26");
        let seen: Value = served
            .get(&cookie, &format!("/api/themes?in={asked}"))
            .json();
        let told = folder.json(&format!("themes --in '{among}'"));
        assert_eq!(seen["themes"], told["themes"], "{among}");

        // Every point that passes is of an answer that does.
        let inside = served.get(&cookie, &format!("/api/map/inside?in={asked}"));
        let inside = inside.json()["passages"].as_array().unwrap().len();
        let found = format!("/api/search/points?in={asked}");
        let found: Value = served.get(&cookie, &found).json();
        let found = found["passages"].as_array().unwrap().len();
        assert!(0 < inside && inside >= found, "{among}: {inside}, {found}");
    }
    let hits = |path: &str| served.get(&cookie, path).json()["total"].as_u64().unwrap();
    let [all, some] =
        ["", "&in=group%3Adetractor"].map(|of| hits(&format!("/api/search?q=support{of}")));
    assert!(0 < some && some < all, "{some} of {all}");
    assert_eq!(served.get(&cookie, "/themes?in=nobody%3Ahere").status, 400);
    let months: Value = served.get(&cookie, "/api/map/colours?by=month").json();
    assert_eq!(months["values"][0], "2024-09");
    assert!(months["of"].as_array().unwrap().iter().any(|of| of == 0));
    served.stop();
}

#[test]
fn a_filter_goes_along_from_page_to_page() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1280, 900, &[]);
    let first = browser.text("table.themes tbody td.n");
    browser.click("nav.filter summary");
    browser.choose("select[data-field=group]", "group:detractor");
    browser.until("document.querySelector('nav.filter .chip')");
    assert!(browser.text("nav.filter").contains("detractors"));
    assert_ne!(browser.text("table.themes tbody td.n"), first);
    // Everybody here gave a low rating: no effect on the score is told.
    assert!(!browser.text("table.themes thead").contains("Effect"));

    // The menu stays open for the next choice.
    browser.choose("select[data-month=low]", "2025-04");
    browser.until("document.querySelectorAll('nav.filter .chip').length === 2");
    for (key, path) in [
        ("m", "/map"),
        ("s", "/search"),
        ("a", "/accounts"),
        ("c", "/compare"),
    ] {
        browser.script("document.activeElement.blur()");
        browser.keys(&format!("g{key}"));
        browser.until(&format!("location.pathname === '{path}'"));
        browser.until("location.search.includes('in=group') && document.querySelectorAll('nav.filter .chip').length === 2");
    }
    browser.go("/themes?in=group%3Adetractor");
    browser.click("table.themes tbody th a");
    browser.until("location.pathname.startsWith('/themes/') && location.search.includes('in=')");
    assert!(browser.text(".evidence .unit").contains("detractor"));
    browser.click("nav.filter [data-unfilter]");
    browser.until("!location.search.includes('in=')");

    // What detractors say more than everyone else is told, and leads on.
    browser.go("/themes?in=group%3Adetractor");
    assert!(browser.text(".in-short").contains("everyone else"));
    browser.press("Compare with everyone else");
    browser.until("document.querySelector('h1')?.textContent.includes('What separates detractors from everyone else')");
    browser.until("!location.search.includes('in=')");
}

#[test]
fn months_are_chosen_by_drawing_over_them() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1280, 900, &[]);
    browser.click("nav.filter summary");
    browser.wait("figure.months svg");
    browser.script(
        "const svg = document.querySelector('figure.months svg');
         const months = [...svg.querySelectorAll('g')];
         const box = svg.getBoundingClientRect();
         svg.setPointerCapture = () => {};
         const at = (name, month) => {
           const place = months.findIndex((of) => of.dataset.month === month) + .5;
           svg.dispatchEvent(new PointerEvent(name, { clientX: box.left + box.width * place / months.length, clientY: box.top + 5, pointerId: 1, bubbles: true }));
         };
         at('pointerdown', '2025-04'); at('pointermove', '2025-05'); at('pointerup', '2025-05');",
    );
    browser.until("location.search.includes('date%3A2025-04..2025-05')");
    let shown = browser.text("nav.filter");
    assert!(shown.contains("2025-04 to 2025-05"), "{shown}");
}

#[test]
fn the_first_page_says_why_the_score_fell_before_the_themes() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1280, 900, &[]);
    let short = browser.text(".in-short");
    let report = folder.run("compare winter spring").succeeds().stdout;
    let verdict = report
        .lines()
        .find(|line| line.starts_with("A real drop"))
        .unwrap();
    let verdict = verdict.split(", ").next().unwrap();
    assert!(short.contains(verdict), "{short}");
    assert!(short.contains("Do first"), "{short}");
}

#[test]
fn a_point_of_the_map_leads_to_its_passage_and_keys_are_told() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1280, 900, &[]);
    browser.keys("?");
    browser.until("document.querySelector('dialog[open] dl.keys')");
    browser.press("Close");
    browser.until("!document.querySelector('dialog[open]')");
    browser.go("/map?by=group&q=phone");
    browser.until("document.querySelector('#map').dataset.ready === 'true'");
    // The pointer goes over the map until it meets a point, and clicks there.
    browser.script(
        "const map = document.querySelector('#map');
         const box = map.getBoundingClientRect();
         map.setPointerCapture = () => {};
         const put = (name, x, y) => map.dispatchEvent(new PointerEvent(name, { clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true }));
         for (let x = 20; x < box.width; x += 12) {
           for (let y = 20; y < box.height; y += 12) {
             put('pointerdown', x, y);
             put('pointerup', x, y);
           }
         }",
    );
    browser.until(
        "location.pathname.startsWith('/said/') || location.pathname.startsWith('/interviews/')",
    );
}
