//! A page that is being served, and how a program asks it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::support::{Survey, motif};

/// `motif explore` in a folder; stopped when it is let go.
pub(crate) struct Served {
    motif: Child,
    /// `127.0.0.1:40123`.
    pub(crate) host: String,
    /// The path that opens it, once: `/?token=…`.
    pub(crate) door: String,
}

/// What was answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Served {
    /// Serves the study of a folder.
    pub(crate) fn of(folder: &Survey, flags: &[&str]) -> Self {
        let mut motif = motif(&folder.path(""))
            .args(["explore", "--no-browser", "--json", "--by", "Ana"])
            .args(flags)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(motif.stdout.as_mut().unwrap());
        let address: Value = loop {
            assert!(
                lines.read_line(&mut said).unwrap() > 0,
                "motif stopped: {said}"
            );
            if let Ok(value) = serde_json::from_str(&said) {
                break value;
            }
        };
        let address = address["address"].as_str().unwrap();
        let (host, door) = address
            .strip_prefix("http://")
            .unwrap()
            .split_once('/')
            .unwrap();
        Self {
            host: host.to_owned(),
            door: format!("/{door}"),
            motif,
        }
    }

    /// Lets a program in; returns its cookie.
    pub(crate) fn enter(&self) -> String {
        let answer = self.ask("GET", &self.door, &[], "");
        assert_eq!(answer.status, 303, "{answer:?}");
        answer
            .field("set-cookie")
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }

    /// Asks as anybody could.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let named = |name: &str| fields.iter().any(|(of, _)| of.eq_ignore_ascii_case(name));
        let mut head = vec![
            format!("{method} {path} HTTP/1.1"),
            "Connection: close".to_owned(),
            format!("Content-Length: {}", body.len()),
        ];
        if !named("host") {
            head.push(format!("Host: {}", self.host));
        }
        head.extend(
            fields
                .iter()
                .map(|(name, value)| format!("{name}: {value}")),
        );
        let head = head.join("\r\n") + "\r\n\r\n";
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut told = Vec::new();
        stream.read_to_end(&mut told).unwrap();
        Answer::read(&String::from_utf8_lossy(&told))
    }

    /// Asks as somebody who was let in.
    pub(crate) fn get(&self, cookie: &str, path: &str) -> Answer {
        self.ask("GET", path, &[("Cookie", cookie)], "")
    }

    /// Sends JSON as the page does.
    pub(crate) fn post(&self, cookie: &str, path: &str, sent: &Value) -> Answer {
        let fields = [("Cookie", cookie), ("Content-Type", "application/json")];
        self.ask("POST", path, &fields, &sent.to_string())
    }

    /// Stops it as Ctrl-C does, and waits.
    pub(crate) fn stop(mut self) {
        let asked = Command::new("kill")
            .args(["-INT", &self.motif.id().to_string()])
            .status();
        assert!(asked.unwrap().success());
        assert!(self.motif.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.motif.kill();
        let _ = self.motif.wait();
    }
}

impl Answer {
    fn read(told: &str) -> Self {
        let (head, body) = told.split_once("\r\n\r\n").unwrap_or((told, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        let answer = Self {
            status: status.unwrap_or_else(|| panic!("no status in {told:?}")),
            head: head.to_owned(),
            body: body.to_owned(),
        };
        let chunked = answer.find("transfer-encoding") == Some("chunked".into());
        let body = if chunked {
            unchunked(body)
        } else {
            body.to_owned()
        };
        Self { body, ..answer }
    }

    fn find(&self, name: &str) -> Option<String> {
        let mut lines = self
            .head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "));
        let found = lines.find(|(of, _)| of.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.to_owned())
    }

    /// Returns a field of its head.
    pub(crate) fn field(&self, name: &str) -> String {
        self.find(name)
            .unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// Puts a body together that was sent in pieces.
fn unchunked(body: &str) -> String {
    let bytes = body.as_bytes();
    let mut whole = Vec::new();
    let mut at = 0;
    while let Some(end) = body.get(at..).and_then(|rest| rest.find("\r\n")) {
        let length = usize::from_str_radix(&body[at..at + end], 16).unwrap_or(0);
        if length == 0 {
            break;
        }
        let from = at + end + 2;
        whole.extend_from_slice(&bytes[from..(from + length).min(bytes.len())]);
        at = from + length + 2;
    }
    String::from_utf8_lossy(&whole).into_owned()
}
