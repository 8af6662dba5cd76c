//! Everybody can use it: names, keys, contrast, on every page, light and dark.

use serde_json::{Value, json};

use super::browser::Browser;
use super::desk::Served;
use super::support::Survey;

/// Returns what is wrong with a page, by the rules that most shut people out
/// (WCAG 2.2: 1.1.1, 1.3.1, 1.4.3, 2.4.1, 2.4.2, 2.5.8, 3.1.1, 4.1.2).
const WRONG: &str = r"
const wrong = [];
const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !element.closest('.hidden, .skip, template');
const named = (element) => (element.getAttribute('aria-label') || element.getAttribute('title') || [...(element.labels ?? [])].map((label) => label.textContent).join('') || element.textContent || element.placeholder || '').trim();
if (!document.documentElement.lang) wrong.push('no language');
if (!document.title) wrong.push('no title');
if (document.querySelectorAll('main').length !== 1) wrong.push('not one main part');
if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
let level = 0;
for (const heading of [...document.querySelectorAll('h1, h2, h3, h4')].filter(seen)) {
  const next = Number(heading.tagName[1]);
  if (level && next > level + 1) wrong.push(`h${next} after h${level}: ${heading.textContent}`);
  level = next;
}
for (const element of [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')].filter(seen)) {
  if (!named(element)) wrong.push(`no name: ${element.outerHTML.slice(0, 120)}`);
}
for (const field of [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(seen)) {
  if (!field.labels?.length && !field.getAttribute('aria-label')) wrong.push(`no label: ${field.outerHTML.slice(0, 120)}`);
}
for (const picture of [...document.querySelectorAll('svg, img, canvas')].filter(seen)) {
  const told = picture.getAttribute('aria-hidden') === 'true' || picture.closest('[aria-hidden=true]') || picture.getAttribute('aria-label') || picture.alt || picture.closest('button, a');
  if (!told) wrong.push(`a picture without words: ${picture.outerHTML.slice(0, 120)}`);
}
for (const target of [...document.querySelectorAll('button, summary, select, input:not([type=hidden]), a.button, nav.places a')].filter(seen)) {
  const box = (target.matches('[type=checkbox], [type=radio]') && target.labels?.[0] || target).getBoundingClientRect();
  if (box.width < 23.5 || box.height < 23.5) wrong.push(`${Math.round(box.width)} by ${Math.round(box.height)}: ${target.outerHTML.slice(0, 100)}`);
}
const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) wrong.push(`twice: #${id}`);
for (const table of document.querySelectorAll('table')) {
  if (![...table.querySelectorAll('th')].every((th) => th.scope)) wrong.push('a heading of a table without scope');
}
const one = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const bytes = (colour) => { one.clearRect(0, 0, 1, 1); one.fillStyle = colour; one.fillRect(0, 0, 1, 1); return [...one.getImageData(0, 0, 1, 1).data]; };
const light = ([red, green, blue]) => [red, green, blue].map((part) => part / 255).map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
const ground = (element) => { for (let at = element; at; at = at.parentElement) { const colour = bytes(getComputedStyle(at).backgroundColor); if (colour[3] > 250) return colour; } return [255, 255, 255, 255]; };
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !seen(element) || element.closest('svg, script, style, :disabled, option')) continue;
  const style = getComputedStyle(element);
  const [one, other] = [light(bytes(style.color)), light(ground(element))].sort((a, b) => b - a);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  const ratio = (one + 0.05) / (other + 0.05);
  if (ratio < (large ? 3 : 4.5)) wrong.push(`contrast ${ratio.toFixed(2)}: ${texts.currentNode.data.trim().slice(0, 40)}`);
}
if (document.documentElement.scrollWidth > innerWidth + 1) wrong.push(`wider than the window by ${document.documentElement.scrollWidth - innerWidth}`);
return wrong;
";

const PAGES: [&str; 16] = [
    "/themes",
    "/themes?grain=fine",
    "/themes?sort=tree",
    "/themes/2",
    "/themes/2?in=group:detractor",
    "/map",
    "/compare",
    "/search",
    "/search?q=answer",
    "/interviews",
    "/accounts",
    "/history",
    "/unthemed",
    "/check/2",
    "/compare?drivers=all",
    "/passages?in=group:detractor",
];

fn walked(flags: &[&str], width: u32) {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    folder.run("themes").succeeds();
    folder.run("theme rename 2 'Too expensive'").succeeds();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, width, 850, flags);
    let mut wrong: Vec<Value> = Vec::new();
    for page in PAGES {
        browser.go(page);
        browser.wait("main h1");
        if page == "/map" {
            browser.wait("#map[data-ready]");
        }
        let found = browser.script(WRONG);
        if found != json!([]) {
            wrong.push(json!({ page: found }));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        serde_json::to_string_pretty(&wrong).unwrap()
    );
}

#[test]
fn every_page_can_be_read_and_used_by_everybody() {
    walked(&[], 1366);
}

#[test]
fn in_the_dark_too() {
    walked(&["--blink-settings=preferredColorScheme=0"], 1366);
}

#[test]
fn and_on_a_narrow_screen() {
    walked(&[], 500);
}

#[test]
fn everything_is_reached_by_keyboard() {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    let served = Served::of(&folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);
    // The first stop skips what stands on every page.
    browser.keys("\u{e004}");
    browser.until("document.activeElement.matches('.skip')");
    // Every theme, and what can be decided about it, is a stop.
    let stops = "return [...document.querySelectorAll('main a[href], main button, main input, main select, main summary')].every((stop) => stop.tabIndex === 0 || !stop.checkVisibility())";
    assert_eq!(browser.script(stops), json!(true));
    browser.script("document.querySelector('tbody tr .menu summary').focus()");
    browser.keys("\u{e007}");
    browser.until("document.querySelector('tbody tr .menu').open");
    browser.keys("\u{e004}");
    browser.until("document.activeElement.textContent === 'Rename…'");
    browser.keys("\u{e007}");
    browser.wait("dialog[open]");
    browser.until("document.querySelector('dialog').contains(document.activeElement)");
    browser.keys("\u{e00c}");
    browser.until("!document.querySelector('dialog').open");
    // `g` and a letter goes to a page.
    browser.script("document.querySelector('main').focus()");
    browser.keys("gm");
    browser.until("location.pathname === '/map'");
}
