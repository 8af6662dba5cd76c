//! The page in a real browser: headless Chromium, offline.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::Survey;

/// Returns the browser: `$CHROMIUM`, else one found in `$PATH`.
fn chromium() -> PathBuf {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = || {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        std::env::split_paths(&folders)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|path| path.is_file())
    };
    named
        .or_else(found)
        .expect("these tests need Chromium: `./test` installs it, CHROMIUM=/path names one")
}

/// Opens a page in a browser that reaches no network; gives what it writes to stdout.
fn browse(page: &Path, flags: &[&str]) -> String {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(chromium())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .args([
            "--allow-file-access-from-files",
            "--virtual-time-budget=5000",
        ])
        .arg("--host-resolver-rules=MAP * ~NOTFOUND")
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(flags)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    String::from_utf8(output.stdout).unwrap()
}

/// The report of the sample corpora, on disk.
fn demo() -> Survey {
    let folder = Survey::new();
    folder.run("demo").succeeds();
    let page = folder.text("motif-demo/report.html");
    folder.write("report.html", page);
    folder
}

/// Shows the report in a frame of some width and returns what a script, run
/// in the page that holds the frame, makes of it.
fn measured(folder: &Survey, width: u32, flags: &[&str], script: &str) -> String {
    folder.write(
        "frame.html",
        format!(
            "<!DOCTYPE html><meta charset=utf-8>\
             <iframe id=frame src=report.html style='width:{width}px;height:800px;border:0'></iframe>\
             <pre id=measured></pre>\
             <script>onload = () => {{\
               const page = document.getElementById('frame').contentDocument;\
               const view = document.getElementById('frame').contentWindow;\
               document.getElementById('measured').textContent = {script};\
             }}</script>"
        ),
    );
    let flags = [
        &["--dump-dom", "--hide-scrollbars", "--window-size=1400,900"],
        flags,
    ]
    .concat();
    let dom = browse(&folder.path("frame.html"), &flags);
    let (_, rest) = dom.split_once("<pre id=\"measured\">").expect(&dom);
    rest.split("</pre>").next().unwrap().to_owned()
}

#[test]
fn nothing_is_wider_than_the_screen() {
    let folder = demo();
    for width in [360, 768, 1280] {
        let wide = measured(&folder, width, &[], "page.documentElement.scrollWidth");
        assert_eq!(wide, width.to_string(), "on a screen of {width} pixels");
    }
}

/// The report of why the score of the sample corpora fell.
fn explained() -> Survey {
    let folder = Survey::new();
    folder.run("demo").succeeds();
    let line = "--study motif-demo report --from winter --to spring -o report.html";
    folder.run(line).succeeds();
    folder
}

#[test]
fn the_report_of_a_change_fits_the_screen_and_its_steps_are_drawn() {
    let folder = explained();
    for width in [360, 768, 1280] {
        let wide = measured(&folder, width, &[], "page.documentElement.scrollWidth");
        assert_eq!(wide, width.to_string(), "on a screen of {width} pixels");
    }
    let script = "[...page.querySelectorAll('.fall rect')].filter(bar => bar.getBoundingClientRect().width >= 1).length + ' ' + page.querySelectorAll('.fall tbody tr').length";
    let drawn = measured(&folder, 1280, &[], script);
    let (bars, rows) = drawn.split_once(' ').unwrap();
    let (bars, rows): (u32, u32) = (bars.parse().unwrap(), rows.parse().unwrap());
    assert!(bars > 10 && rows == bars + 2, "{bars} bars in {rows} rows");
}

#[test]
fn it_is_shown_without_asking_anybody_for_anything() {
    let asked = measured(
        &demo(),
        1280,
        &[],
        "view.performance.getEntriesByType('resource').map(entry => entry.name).join(' ')",
    );
    assert_eq!(asked, "");
}

#[test]
fn text_and_ground_swap_in_dark_mode() {
    let folder = demo();
    let luminance = "['backgroundColor', 'color'].map(part => view.getComputedStyle(page.body)[part]\
        .match(/[0-9.]+/g).slice(0, 3).reduce((sum, value) => sum + Number(value), 0)).join(' ')";
    let sums = |flags: &[&str]| -> [f64; 2] {
        let said = measured(&folder, 1280, flags, luminance);
        let numbers: Vec<f64> = said
            .split(' ')
            .map(|number| number.parse().unwrap())
            .collect();
        numbers.try_into().unwrap()
    };
    let [ground, ink] = sums(&[]);
    assert!(ground > ink + 300.0, "light: {ground} {ink}");
    let [ground, ink] = sums(&["--blink-settings=preferredColorScheme=0"]);
    assert!(ink > ground + 300.0, "dark: {ground} {ink}");
}

#[test]
fn it_prints_on_several_sheets() {
    let folder = demo();
    let paper = folder.path("report.pdf");
    let print = format!("--print-to-pdf={}", paper.display());
    browse(
        &folder.path("report.html"),
        &[&print, "--no-pdf-header-footer"],
    );
    let bytes = fs::read(paper).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&bytes);
    let sheets = text.matches("/Type /Page\n").count();
    assert!(sheets > 1, "{sheets} sheets");
}
