//! How fast `motif explore` is: the first view after start, another grain, a
//! search while typing, and how long the map takes to draw while it is moved.
//!
//! ```text
//! MOTIF_COMMENTS=comments.csv cargo bench --bench explore
//! ```
//!
//! Takes a CSV file as `motif add` does, else makes up 14,640 comments. The
//! study is mined before; what is timed is a whole program from its start.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![allow(clippy::unwrap_used, clippy::print_stdout, dead_code)]

#[path = "../tests/explore/browser.rs"]
mod browser;
#[path = "../tests/explore/desk.rs"]
mod desk;
#[path = "../tests/support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::time::Instant;

use browser::Browser;
use desk::Served;
use support::Survey;

/// Comments made up where none are given.
const COMMENTS: usize = 14_640;

fn made_up(count: usize) -> String {
    let things = [
        "price", "login", "printer", "delivery", "invoice", "manual", "lift", "menu",
    ];
    let says = [
        "is too slow",
        "was wrong twice",
        "made us laugh",
        "never works",
        "costs too much",
    ];
    let mut csv = "id,nps,comment\n".to_owned();
    for row in 0..count {
        let (thing, says) = (things[row % 8], says[row / 8 % 5]);
        writeln!(
            csv,
            "{row},{},The {thing} {says} for crew {} on job {}",
            row % 11,
            row / 40 % 50,
            row / 2000
        )
        .unwrap();
    }
    csv
}

fn study() -> Survey {
    let folder = Survey::new().study();
    let comments = match std::env::var_os("MOTIF_COMMENTS") {
        Some(file) => std::fs::read(file).unwrap(),
        None => made_up(COMMENTS).into_bytes(),
    };
    folder.write("comments.csv", comments);
    folder.run("add comments.csv").succeeds();
    folder.run("themes").succeeds();
    folder
}

/// Returns seconds that something takes, the middle of some tries.
fn seconds(tries: usize, mut work: impl FnMut()) -> f64 {
    let mut took: Vec<f64> = (0..tries)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64()
        })
        .collect();
    took.sort_by(f64::total_cmp);
    took[tries / 2]
}

fn main() {
    let folder = study();
    let first = seconds(5, || {
        let served = Served::of(&folder, &[]);
        let cookie = served.enter();
        assert_eq!(served.get(&cookie, "/themes").status, 200);
    });
    println!("start to first view              {first:7.3} s");

    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let get = |path: &str| assert_eq!(served.get(&cookie, path).status, 200, "{path}");
    for grain in ["broad", "fine", "default"] {
        let path = format!("/themes?grain={grain}");
        let took = seconds(1, || get(&path));
        println!("grain {grain:<8} looked at first     {took:7.3} s");
    }
    println!(
        "another grain, known             {:7.3} s",
        seconds(9, || get("/themes?grain=fine"))
    );
    println!(
        "one theme                        {:7.3} s",
        seconds(9, || get("/themes/1"))
    );
    println!(
        "first search                     {:7.3} s",
        seconds(1, || get("/search?q=slow"))
    );
    println!(
        "another search                   {:7.3} s",
        seconds(9, || get("/search?q=wrong+again"))
    );
    println!(
        "first map                        {:7.3} s",
        seconds(1, || get("/api/map"))
    );
    println!(
        "another map                      {:7.3} s",
        seconds(9, || get("/api/map"))
    );
    drop(served);
    frames(&folder);
}

/// Moves and zooms the map and reads what each frame took to draw.
fn frames(folder: &Survey) {
    let served = Served::of(folder, &[]);
    let browser = Browser::at(&served, 1366, 850, &[]);
    browser.go("/map");
    browser.wait("#map[data-ready]");
    browser.script("performance.clearMeasures(); document.querySelector('#map').focus()");
    for _ in 0..30 {
        browser.keys("\u{e014}");
    }
    browser.keys("+++---");
    let frames = browser.script(
        "return performance.getEntriesByName('motif:frame').map((frame) => frame.duration).sort((a, b) => a - b)",
    );
    let frames: Vec<f64> = serde_json::from_value(frames).unwrap();
    let at = |part: f64| frames[((frames.len() - 1) as f64 * part) as usize];
    let points = browser.text("#map-state");
    println!(
        "a frame of the map, {points}: p50 {:.1} ms, p95 {:.1} ms ({} frames)",
        at(0.5),
        at(0.95),
        frames.len()
    );
}
