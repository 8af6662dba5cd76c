//! Names by a language model on this machine: asked only where it is
//! configured, kept only where they are names.

#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use support::Survey;

/// A server that answers every request with what `answer` makes of its prompt,
/// and keeps the prompts.
fn server(answer: impl Fn(&str) -> String + Send + 'static) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let prompts = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&prompts);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let lower = line.to_ascii_lowercase();
                if let Some(value) = lower.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let body = String::from_utf8(body).unwrap();
            let content = answer(&body);
            kept.lock().unwrap().push(body);
            let said = serde_json::json!({ "choices": [{ "message": { "content": content } }] });
            let said = said.to_string();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}",
                said.len()
            )
            .unwrap();
        }
    });
    (port, prompts)
}

/// A study with comments on three matters; one holds a mail address.
fn study(port: Option<u16>) -> Survey {
    let mut file = String::from("id,nps,comment\n");
    for id in 0..45 {
        let of = ["invoice", "delivery", "training"][id % 3];
        let said = [
            "is wrong again",
            "came too late for us",
            "was hard to follow, write to ana@example.com",
        ][id % 3];
        writeln!(file, "{id},{},The {of} of month {id} {said}", id % 11).unwrap();
    }
    let mut study = Survey::new().file("spring.csv", file).study();
    if let Some(port) = port {
        let naming =
            format!("[naming]\nendpoint = \"http://127.0.0.1:{port}/v1\"\nmodel = \"tiny\"\n");
        study = study.file("motif.toml", naming);
    }
    study.added(&["spring.csv"])
}

fn names(study: &Survey) -> Vec<String> {
    let found = study.json("report --format json");
    let themes = found["themes"].as_array().unwrap().iter();
    themes
        .map(|theme| theme["label"].as_str().unwrap().to_owned())
        .collect()
}

/// Answers as a good model would.
fn good(prompt: &str) -> String {
    let own = prompt.split("must not fit").next().unwrap();
    ["invoice", "delivery", "training"]
        .into_iter()
        .find(|of| own.contains(of))
        .map_or_else(String::new, |of| format!("\"trouble with the {of}\".\n"))
}

#[test]
fn a_good_answer_is_the_name_and_the_model_is_asked_once() {
    let (port, prompts) = server(good);
    let study = study(Some(port));
    let first = names(&study);
    for of in ["invoice", "delivery"] {
        let name = format!("Trouble with the {of}");
        assert!(first.contains(&name), "{name} in {first:?}");
    }
    let asked = prompts.lock().unwrap().len();
    assert_eq!(names(&study), first);
    assert_eq!(prompts.lock().unwrap().len(), asked, "asked again");
    let text = study.run("report --format md -o -").succeeds().stdout;
    assert!(
        text.contains("A language model on this machine (tiny) worded"),
        "{text}"
    );
}

#[test]
fn the_model_reads_no_contact_details_and_no_more_than_it_must() {
    let (port, prompts) = server(good);
    names(&study(Some(port)));
    for prompt in prompts.lock().unwrap().iter() {
        assert!(!prompt.contains("ana@example.com"), "{prompt}");
        assert!(prompt.len() < 8_000, "{}", prompt.len());
    }
}

#[test]
fn the_built_in_names_stay_where_the_model_answers_badly() {
    let built_in = names(&study(None));
    for bad in [
        "",
        "Sure! Here is a phrase: customers who say that the invoice is wrong",
        "Purple elephants dancing",
        "invoice & delivery & training",
        "\u{1b}[31mred",
    ] {
        let (port, _) = server(move |_| bad.to_owned());
        assert_eq!(names(&study(Some(port))), built_in, "{bad:?}");
    }
    let (port, _) = server(|_| "The month".to_owned());
    let mut alike = names(&study(Some(port)));
    let themes = alike.len();
    alike.sort();
    alike.dedup();
    assert_eq!(alike.len(), themes, "no two alike: {alike:?}");
}

#[test]
fn a_model_that_does_not_answer_is_told_and_asked_the_next_time() {
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let study = study(Some(nobody));
    assert!(!names(&study).is_empty());
    let text = study.run("report --format md -o -").succeeds().stdout;
    assert!(text.contains("could not be asked for names"), "{text}");
}

#[test]
fn a_server_on_another_machine_is_refused() {
    let study = study(None).file(
        "motif.toml",
        "[naming]\nendpoint = \"http://192.0.2.7:80/v1\"\nmodel = \"tiny\"\n",
    );
    let refused = study.run("themes").exits_with(1);
    assert!(
        refused.stderr.contains("is not an address on this machine"),
        "{}",
        refused.stderr
    );
}
