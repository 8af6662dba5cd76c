//! What is done with bytes that nobody has checked: each function takes any
//! bytes and panics where motif does, or where a promise does not hold.
//!
//! `fuzz_targets/` hands them to libFuzzer; `tests/fuzz.rs` runs the kept
//! inputs, and others drawn from them, on every test.

use std::io::{Cursor, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::str;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use motif::corpus::Corpus;
use motif::exchange;
use motif::explore::{self, Guard, Session, SessionOptions};
use motif::ingest::{self, Content, ReadOptions};
use motif::question::Page;
use motif::search::Query;
use motif::study::{Analysis, Settings, Study, lookup::Lookup};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A function that takes any bytes.
pub type Target = fn(&[u8]);

/// All targets, by the names of their folders in `corpus/`.
pub const TARGETS: [(&str, Target); 14] = [
    ("table", table),
    ("json", json),
    ("workbook", workbook),
    ("docx", docx),
    ("odt", odt),
    ("rtf", rtf),
    ("notes", notes),
    ("subtitles", subtitles),
    ("query", query),
    ("address", address),
    ("place", place),
    ("project", project),
    ("settings", settings),
    ("requests", requests),
];

/// Answers in a table of text.
pub fn table(bytes: &[u8]) {
    read("fuzzed.csv", bytes);
}

/// JSON, and JSON lines.
pub fn json(bytes: &[u8]) {
    read("fuzzed.json", bytes);
    read("fuzzed.jsonl", bytes);
}

/// XLSX: a whole file, or the one sheet of a workbook.
pub fn workbook(bytes: &[u8]) {
    let sheet = packed(bytes, |bytes| {
        vec![
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", WORKBOOK_IS),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", SHEET_IS),
            ("xl/worksheets/sheet1.xml", bytes),
        ]
    });
    read("fuzzed.xlsx", &sheet);
}

/// DOCX: a whole file, or what a document says.
pub fn docx(bytes: &[u8]) {
    let file = packed(bytes, |bytes| vec![("word/document.xml", bytes)]);
    read("fuzzed.docx", &file);
}

/// ODT: a whole file, or what a document says.
pub fn odt(bytes: &[u8]) {
    let file = packed(bytes, |bytes| vec![("content.xml", bytes)]);
    read("fuzzed.odt", &file);
}

/// Returns bytes as they are where they are a package, else packed with others:
/// hardly any package that was changed at random still unpacks.
fn packed<'a>(
    bytes: &'a [u8],
    parts: impl FnOnce(&'a [u8]) -> Vec<(&'a str, &'a [u8])>,
) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts(bytes) {
        package.start_file(name, stored).expect("a name");
        package.write_all(content).expect("memory takes bytes");
    }
    package.finish().expect("memory takes bytes").into_inner()
}

const CONTENT_TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const WORKBOOK_IS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const SHEET_IS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// RTF.
pub fn rtf(bytes: &[u8]) {
    read("fuzzed.rtf", bytes);
}

/// Notes and transcripts.
pub fn notes(bytes: &[u8]) {
    read("fuzzed.md", bytes);
    read("fuzzed.txt", bytes);
}

/// Subtitles, in both forms.
pub fn subtitles(bytes: &[u8]) {
    read("fuzzed.vtt", bytes);
    read("fuzzed.srt", bytes);
}

/// Reads bytes as a file of a name. Whatever is read stands where it says.
fn read(name: &str, bytes: &[u8]) {
    let options = ReadOptions::default();
    let Ok(read) = ingest::read_bytes(name, bytes.to_vec(), &options) else {
        return;
    };
    let intakes: Vec<_> = read.into_iter().filter_map(Result::ok).collect();
    for intake in &intakes {
        match &intake.content {
            Content::Survey(survey) => {
                assert!(
                    survey.responses.len() <= survey.rows,
                    "more answers than rows"
                );
                for response in &survey.responses {
                    let text = response.comment.as_deref().unwrap_or_default();
                    for answer in &response.questions {
                        let _ = answer.span.slice(text);
                    }
                }
            }
            Content::Interview(interview) => {
                let mut end = 0;
                for turn in &interview.turns {
                    let _ = turn.span.slice(&interview.text);
                    assert!(turn.span.start >= end, "turns do not overlap");
                    end = turn.span.end;
                }
            }
            Content::Accounts(_) => {}
        }
    }
    let corpus = Corpus::from_intakes(intakes);
    for document in corpus.documents() {
        let text = corpus.text(document);
        for span in motif::text::passages(text) {
            let excerpt = corpus.excerpt(document, span);
            assert_eq!(excerpt.locate(text), Some(span), "a quote opens");
        }
    }
}

/// What is typed after `motif search`.
pub fn query(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        let _ = Query::parse(text);
    }
}

/// Addresses of the page. What an address asks has an address that asks the same.
pub fn address(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(Page::Answer(question)) = Page::parse(text) {
        let own = question.address();
        if let Ok(Page::Answer(again)) = Page::parse(&own) {
            assert_eq!(again.address(), own);
        }
    }
}

/// What is typed after `motif open`.
pub fn place(bytes: &[u8]) {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let corpus = CORPUS.get_or_init(|| {
        let options = ReadOptions::default();
        let files = [("a.csv", SURVEY), ("b.md", NOTES)];
        let intakes = files.into_iter().flat_map(|(name, said)| {
            ingest::read_bytes(name, said.into(), &options).expect("a file of ours")
        });
        Corpus::from_intakes(intakes.filter_map(Result::ok).collect())
    });
    if let Some((document, Some(span))) = Lookup::new(corpus).pointed(text) {
        let _ = span.slice(corpus.text(document));
    }
}

/// Projects and codebooks of other tools.
pub fn project(bytes: &[u8]) {
    let Ok(project) = exchange::refi::read(bytes, "fuzzed.qdpx") else {
        return;
    };
    let _ = exchange::refi::joined(&project, &Corpus::default());
    let _ = exchange::refi::codebook(&project);
}

/// `motif.toml`.
pub fn settings(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        let _ = toml::from_str::<Settings>(text);
    }
}

/// Requests to the page: on the first line method and address, below it what is
/// sent. None is answered with a fault of ours.
pub fn requests(bytes: &[u8]) {
    static SERVED: OnceLock<ServedPage> = OnceLock::new();
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (line, body) = bytes.split_at(end.unwrap_or(bytes.len()));
    let is_plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    if !line.iter().all(is_plain) || line.split(|byte| *byte == b' ').count() != 2 {
        return;
    }
    let page = SERVED.get_or_init(ServedPage::open);
    let answer = page.answer(line, body.get(1..).unwrap_or_default());
    let status = answer.split(' ').nth(1).unwrap_or_default();
    assert_ne!(status, "500", "{}", String::from_utf8_lossy(bytes));
}

/// A page that is served on this machine.
struct ServedPage {
    address: SocketAddr,
    cookie: String,
    _folder: tempfile::TempDir,
}

impl ServedPage {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path();
        let mut study = Study::init(dir).expect("a study");
        for (name, said) in [("a.csv", SURVEY), ("b.md", NOTES)] {
            let options = ReadOptions::default();
            for intake in ingest::read_bytes(name, said.into(), &options).expect("a file of ours") {
                let intake = intake.expect("it is read");
                study.add(&intake, Path::new(name)).expect("it is added");
            }
        }
        let analysis: Analysis = study.analyze().expect("it is analysed");
        let options = SessionOptions {
            read_only: false,
            bundle: false,
            who: "fuzz".into(),
            clock: || "2025-01-01T00:00:00Z".into(),
        };
        let session = Session::new(study, analysis, options).expect("a session");
        let (listener, address) = explore::bind(0).expect("a port");
        let guard = Guard::new(address, || "0".repeat(32));
        let visit = guard.address();
        thread::spawn(move || explore::serve(listener, session, guard));
        let page = Self {
            address,
            cookie: String::new(),
            _folder: folder,
        };
        let path = visit
            .split_once(&address.to_string())
            .expect("an address")
            .1;
        let answer = page.answer(format!("GET {path}").as_bytes(), b"");
        let cookie = answer.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then_some(value)
        });
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        Self {
            cookie: cookie.expect("a cookie").to_owned(),
            ..page
        }
    }

    fn answer(&self, line: &[u8], body: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address).expect("the page is served");
        let patience = Some(Duration::from_secs(60));
        stream.set_read_timeout(patience).expect("a timeout");
        let head = format!(
            " HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {1}\r\nContent-Type: application/json\r\nContent-Length: {2}\r\nConnection: close\r\n\r\n",
            self.address,
            self.cookie,
            body.len()
        );
        let request = [line, head.as_bytes(), body].concat();
        let mut answer = Vec::new();
        // A refusal may come before all was sent.
        let _ = stream.write_all(&request);
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }
}

const SURVEY: &str = "id,nps,date,account,tier,comment\n\
    1,9,2025-01-04,Fjell,gold,The phone line is lovely\n\
    x:2,3,2025-01-05,Alm,free,\"Nobody answers the phone, the chat is worse\"\n\
    3,8,2025-02-01,Alm,free,Fine but pricey\n";

const NOTES: &str = "---\nparticipant: Ann Fjell\naccount: Fjell\n---\n\n\
    **Bo:** Which line do you call?\n\n**Ann:** I want the phone line back.\n";
