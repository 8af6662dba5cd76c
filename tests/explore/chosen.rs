//! What somebody chose, by a line on the map or by the filter: who they are
//! beside the rest, as a table, as a file.

use super::browser::Browser;
use super::desk::Served;
use super::support::{Survey, table};

fn pontoon() -> Survey {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    folder.run("themes").succeeds();
    folder
}

/// Draws a line around the middle of the map.
const DRAW: &str = "
const map = document.querySelector('#map');
const box = map.getBoundingClientRect();
map.setPointerCapture = () => {};
const put = (name, x, y) => map.dispatchEvent(new PointerEvent(name, { clientX: box.left + x * box.width, clientY: box.top + y * box.height, pointerId: 1, bubbles: true }));
put('pointerdown', .3, .3);
for (const [x, y] of [[.5, .25], [.7, .3], [.75, .5], [.7, .7], [.5, .75], [.3, .7]]) put('pointermove', x, y);
put('pointerup', .3, .5);
";

#[test]
fn a_line_on_the_map_says_what_is_particular_and_stays_in_the_address() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 900, &[]);
    browser.go("/map");
    browser.wait("#map[data-ready]");
    browser.click("#lasso");
    browser.script(DRAW);
    browser.until("document.querySelector('#chosen h2')");
    let told = browser.text("#chosen");
    assert!(
        told.contains("of everyone else who rated; the difference is"),
        "{told}"
    );
    assert!(told.contains("chosen by eye"), "{told}");
    browser.until("location.search.includes('around=')");
    let passages = browser.text("#chosen h2");

    // The same after a reload, and as a table.
    browser.script("location.reload()");
    browser.until("document.querySelector('#chosen h2')");
    assert_eq!(browser.text("#chosen h2"), passages);
    browser.press("See them as a table");
    browser.until("location.pathname === '/passages'");
    assert!(
        browser.text("header .unit").starts_with(&passages),
        "{passages}"
    );
    let file = browser.script("return document.querySelector('#export a').getAttribute('href')");
    drop(browser);
    let cookie = served_cookie(&folder);
    let rows = table(&cookie.0.get(&cookie.1, file.as_str().unwrap()).body);
    let count: usize = passages
        .split(' ')
        .next()
        .unwrap()
        .replace(',', "")
        .parse()
        .unwrap();
    assert_eq!(rows.len() - 1, count);
}

fn served_cookie(folder: &Survey) -> (Served, String) {
    let served = Served::of(folder, &[]);
    let cookie = served.enter();
    (served, cookie)
}

#[test]
fn the_map_looks_where_its_address_says_and_shows_neighbours_and_density() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 900, &[]);
    browser.go("/map");
    browser.wait("#map[data-ready]");
    browser.script("document.querySelector('#map').focus()");
    browser.keys("+");
    browser.until("/at=\\d+%2C\\d+%2C1.40/.test(location.search)");
    browser.keys("0");
    browser.until("!location.search.includes('at=')");
    browser.press("Density");
    browser.until("document.querySelector('#dense').getAttribute('aria-pressed') === 'true'");
    let (other, cookie) = served_cookie(&folder);
    let quote = other.get(&cookie, "/api/themes/2/passages?limit=1").json();
    let quote = quote["passages"][0]["id"].as_str().unwrap();
    browser.go(&format!("/map?like={quote}"));
    browser
        .until("document.querySelector('#map-state').textContent.includes('say nearly the same')");
}

#[test]
fn passages_are_a_table_in_any_order_and_a_workbook() {
    let folder = pontoon();
    let (served, cookie) = served_cookie(&folder);
    let rows = |sort: &str| {
        let path = format!("/api/export/chosen.csv?in=group%3Adetractor&sort={sort}");
        table(&served.get(&cookie, &path).body)
    };
    let column = |rows: &[Vec<String>], name: &str| {
        let at = rows[0].iter().position(|head| head == name).unwrap();
        rows[1..]
            .iter()
            .map(|row| row[at].clone())
            .collect::<Vec<_>>()
    };
    let mut dates = column(&rows("newest"), "date");
    assert!(dates.len() > 100);
    dates.reverse();
    assert!(dates.is_sorted());
    let ratings = column(&rows("lowest"), "rating");
    assert!(
        ratings
            .iter()
            .all(|rating| rating.parse::<u8>().unwrap() <= 6)
    );
    assert!(ratings.is_sorted());
    for name in ["themes", "chosen"] {
        let book = served.get(&cookie, &format!("/api/export/{name}.csv?form=xlsx"));
        assert_eq!(book.status, 200);
        assert!(book.field("content-disposition").ends_with(".xlsx\""));
    }
    assert_eq!(served.get(&cookie, "/passages?around=1,2;3,4").status, 400);
    let page = served
        .get(&cookie, "/passages?in=says%3Ainvoice&sort=oldest")
        .body;
    assert!(page.contains("nvoice"), "{page}");
    let words = folder.json("themes --in 'says:invoices'");
    let words_too = folder.json("themes --in 'says:Invoice'");
    assert_eq!(words["themes"], words_too["themes"]);
}

#[test]
fn a_comparison_is_folded_to_what_matters_first() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1280, 900, &[]);
    browser.go("/compare");
    let high = browser.script("return document.documentElement.scrollHeight");
    assert!(high.as_u64().unwrap() < 2_500, "{high}");
    assert!(!browser.text("#answer").contains("What it would take"));
    browser.click("details.part summary");
    browser.until("document.querySelector('details.part').open");

    // Kept, it stays between the two sides that were chosen for it.
    browser.click("#keep-view");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('#said').textContent.includes('saved as')");
    drop(browser);
    served.stop();
    let (served, cookie) = served_cookie(&folder);
    let page = served.get(&cookie, "/history").body;
    assert!(
        page.contains("/compare?from=winter&amp;to=spring"),
        "{page}"
    );
}

#[test]
fn nobody_s_address_is_the_name_of_a_file() {
    let survey = "id,date,nps,comment,company\n\
        1,2025-01-05,2,the export fails and the export is slow,jane@acct.example\n\
        2,2025-01-06,3,the export fails again,jane@acct.example\n\
        3,2025-01-07,9,the export fails no more,CON\n\
        4,2025-01-08,10,lovely and easy,con\n\
        5,2025-01-09,1,the export fails on Mondays,Beta\n";
    let folder = Survey::new().file("survey.csv", survey).study();
    folder.run("add survey.csv").succeeds();
    folder.run("explore --export pages").succeeds();
    let files = std::fs::read_dir(folder.path("pages")).unwrap();
    let names: Vec<String> = files
        .map(|file| {
            file.unwrap()
                .file_name()
                .into_string()
                .unwrap()
                .to_lowercase()
        })
        .collect();
    assert!(names.iter().all(|name| !name.contains("jane")), "{names:?}");
    let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!(
        distinct.len(),
        names.len(),
        "a disk may not tell capitals apart: {names:?}"
    );
}

#[test]
fn pages_as_files_lead_to_each_other_and_change_nothing() {
    let folder = pontoon();
    let before = folder.json("themes");
    folder
        .run("explore --export pages")
        .succeeds()
        .mentions("pages/index.html");
    let pages = folder.path("pages");
    let names: Vec<String> = std::fs::read_dir(&pages)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.len() > 30, "{names:?}");
    for name in names
        .iter()
        .filter(|name| std::path::Path::new(name).extension() == Some("html".as_ref()))
    {
        let page = folder.text(&format!("pages/{name}"));
        for asks in ["href=\"/", "src=\"/", "action=\"/"] {
            assert!(!page.contains(asks), "{name} asks a server");
        }
        assert!(
            !page.contains("type=\"module\"") && !page.contains("data-decide"),
            "{name}"
        );
        let links = page
            .split(" href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap());
        for link in links.filter(|link| !link.starts_with('#') && !link.contains("://")) {
            let file = link.split('#').next().unwrap();
            assert!(
                names.iter().any(|name| name == file),
                "{name} leads to {link}"
            );
        }
    }
    assert_eq!(folder.json("themes"), before);
    let full = folder.run("explore --export pages").exits_with(1);
    assert!(full.stderr.contains("not empty"), "{}", full.stderr);
    let revealed = folder.run("explore --export others --reveal").exits_with(1);
    assert!(revealed.stderr.contains("mask"), "{}", revealed.stderr);
}
