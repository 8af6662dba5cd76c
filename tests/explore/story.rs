//! The whole story, as an analyst lives it.

use super::browser::Browser;
use super::desk::Served;
use super::support::Survey;

fn pontoon() -> Survey {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    folder
}

/// Returns the address of the theme whose name holds a word.
fn theme(browser: &Browser, word: &str) -> String {
    let script = format!(
        "return [...document.querySelectorAll('table.themes th a')].find(a => a.textContent.includes('{word}')).getAttribute('href')"
    );
    browser.script(&script).as_str().unwrap().to_owned()
}

fn rows(browser: &Browser) -> u64 {
    browser
        .script("return document.querySelectorAll('table.themes tbody tr').length")
        .as_u64()
        .unwrap()
}

#[test]
fn the_level_of_detail_moves_without_leaving_the_page() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);
    let usual = rows(&browser);
    browser.script("document.querySelector('#detail').focus(); window.stayed = true");
    browser.keys("\u{e014}");
    browser.until("location.search.includes('detail=fine')");
    let fine = rows(&browser);
    assert!(fine > usual, "{fine} {usual}");
    browser.until("document.activeElement.id === 'detail' && window.stayed");
    browser.keys("\u{e012}\u{e012}");
    browser.until("location.search.includes('detail=broad')");
    assert!(rows(&browser) < usual);
    browser.script("history.back()");
    browser.until("!location.search.includes('detail=broad')");
}

#[test]
fn from_the_drop_to_the_report() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);

    // The theme of the drop, and a quote of it in its interview.
    browser.choose("select[data-param=sort]", "lowers");
    browser.until("location.search.includes('sort=lowers')");
    let fallen = theme(&browser, &folder.planted("slow-support").label);
    browser.click(&format!("th a[href='{fallen}']"));
    browser.wait(".portrait");
    assert!(browser.text(".standing").contains("people"));
    browser.click("nav.filter summary");
    browser.choose("select[data-field=group]", "group:detractor");
    browser.until("document.querySelectorAll('.quote').length > 0 && !document.querySelector('.quote.promoter')");
    browser.choose("select[data-field=group]", "");
    browser.until("!location.search.includes('in=')");
    browser.click("nav.filter summary");
    browser.click(".quote a.place[href*='/said/']");
    browser.until(
        "location.pathname.startsWith('/said/') || location.pathname.startsWith('/interviews/')",
    );

    // Two themes become one, by dragging; it is taken back.
    browser.go("/themes");
    let before = rows(&browser);
    let (one, other) = ("tbody tr:nth-child(2) th", "tbody tr:nth-child(4) th");
    browser.drag(other, one);
    browser.wait("dialog[open] form[data-what=merge]");
    browser.click("dialog [type=submit]");
    browser.until("location.pathname.startsWith('/themes/')");
    browser.until("document.querySelector('#said').textContent.includes('merged ')");
    browser.go("/themes");
    assert_eq!(rows(&browser), before - 1);
    browser.click("[data-post='/api/undo']");
    browser.until(&format!(
        "document.querySelectorAll('table.themes tbody tr').length === {before}"
    ));

    // One is split, after its parts were shown.
    browser.go(&fallen);
    browser.click(".named .menu summary");
    browser.press("Split…");
    browser.wait("dialog .proposal li");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('#said').textContent.includes('split ')");
    browser.go("/themes");
    assert!(rows(&browser) > before);

    // A name, and it is there after a restart and in the report.
    browser.go(&fallen);
    browser.click(".named .menu summary");
    browser.press("Rename…");
    browser.fill("dialog [name=name]", "Waiting for an answer");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('h1').textContent === 'Waiting for an answer'");
    drop(browser);
    served.stop();

    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);
    browser.until(
        "document.querySelector('table.themes').textContent.includes('Waiting for an answer')",
    );
    drop(browser);
    served.stop();
    folder.run("report -o report.html").succeeds();
    assert!(folder.text("report.html").contains("Waiting for an answer"));
    folder
        .run("theme log")
        .succeeds()
        .mentions("split ")
        .mentions("Ana");
}

#[test]
fn what_another_tab_decided_is_shown_before_anything_is_written() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);
    folder
        .run("theme rename 2 'Too expensive' --by Ben")
        .succeeds();
    browser.click("tbody tr:nth-child(3) .menu summary");
    browser.press("Hide");
    browser.until("document.querySelector('dialog[open]')?.textContent.includes('Ben: renamed “Price, good and bad” to “Too expensive”')");
    browser.press("Reload first");
    browser.until("document.querySelector('table.themes').textContent.includes('Too expensive')");
    browser.click("tbody tr:nth-child(3) .menu summary");
    browser.press("Hide");
    browser.wait(".parked li");
    folder.run("theme log").succeeds().mentions("hid ");
}

#[test]
fn what_is_drawn_around_on_the_map_becomes_a_theme() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);
    browser.go("/map");
    browser.wait("#map[data-ready]");
    assert!(browser.text("#legend").contains("in no theme"));
    browser.script("document.querySelector('#map').focus()");
    browser.keys("+++++++");
    browser.keys("\u{e007}");
    browser.wait("#chosen:not([hidden]) button");
    browser.press("Create a theme…");
    browser.fill("dialog [name=name]", "A heap of my own");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('#said').textContent.includes('A heap of my own')");
    browser.go("/themes");
    browser
        .until("document.querySelector('table.themes').textContent.includes('A heap of my own')");
}

#[test]
fn from_a_search_to_a_theme_and_into_the_report() {
    let folder = pontoon();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);

    // Found while typing, chosen, made a theme.
    browser.go("/search");
    browser.fill("#q", "\"sign on\" OR password");
    browser.until("document.querySelectorAll('.hit').length > 3");
    browser.click(".hit input.pick");
    browser.script("document.querySelectorAll('.hit input.pick')[1].click()");
    browser.click("#make-theme");
    browser.fill("dialog [name=name]", "Locked out");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('#said').textContent.includes('Locked out')");

    // Two waves, and what the difference is made of; its table goes along.
    browser.go("/compare?from=winter&to=spring");
    browser.wait("figure.fall");
    assert!(browser.text("#answer").contains("real drop"));
    let csv = browser.script(
        "return fetch(document.querySelector('#export a[download]').href).then((answer) => answer.text())",
    );
    assert!(csv.as_str().unwrap().lines().count() > 5, "{csv}");

    // The view is kept and stands in the report.
    browser.click("#keep-view");
    browser.fill("dialog [name=name]", "Why spring fell");
    browser.script("document.querySelector('dialog input[type=checkbox]').checked = true");
    browser.click("dialog [type=submit]");
    browser.until("document.querySelector('#said').textContent.length > 0");
    drop(browser);
    served.stop();

    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    assert!(served.get(&cookie, "/themes").body.contains("Locked out"));
    assert!(
        served
            .get(&cookie, "/api/views")
            .body
            .contains("Why spring fell")
    );
    served.stop();
    folder.run("report -o report.html").succeeds();
    let report = folder.text("report.html");
    assert!(report.contains("Locked out") && report.contains("Why spring fell"));
    assert!(report.contains("Noted while exploring"));
}
