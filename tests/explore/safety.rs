//! Who may ask, and what an answer may do.

use serde_json::json;

use super::desk::Served;
use super::support::Survey;

/// A study in which everything that could do harm is a customer's words.
fn hostile() -> Survey {
    let survey = "id,date,nps,comment,company,tier\n\
        1,2025-01-05,2,<script>alert(1)</script> the export fails and the export is slow,\"<img src=x onerror=alert(1)>\",=1+1\n\
        2,2025-01-06,3,\"the export fails again, ana@example.com\",../../etc/passwd,\"\"\"><b>\"\n\
        3,2025-01-07,9,the export fails no more,Beta,=1+1\n\
        4,2025-01-08,10,lovely and easy,Gamma,free\n\
        5,2025-01-09,1,the export fails on Mondays,Beta,free\n";
    Survey::new()
        .file("survey.csv", survey)
        .study()
        .added(&["survey.csv"])
}

#[test]
fn nobody_is_let_in_without_the_address_that_was_printed() {
    let served = Served::of(&hostile(), &[]);
    for path in [
        "/",
        "/themes",
        "/assets/page.js",
        "/api/study",
        "/?token=",
        "/?token=0000",
    ] {
        let answer = served.ask("GET", path, &[], "");
        assert_eq!(answer.status, 401, "{path}");
        assert!(!answer.body.contains("export fails"), "{path}");
    }
    let forged = served.ask("GET", "/themes", &[("Cookie", "motif=1; session=2")], "");
    assert_eq!(forged.status, 401);
}

#[test]
fn the_address_opens_the_page_once() {
    let served = Served::of(&hostile(), &[]);
    let cookie = served.enter();
    let again = served.ask("GET", &served.door, &[], "");
    assert_eq!(again.status, 401);
    assert!(again.body.contains("already used"), "{}", again.body);
    assert_eq!(served.get(&cookie, "/themes").status, 200);
}

#[test]
fn the_cookie_is_for_this_page_alone() {
    let served = Served::of(&hostile(), &[]);
    let cookie = served.ask("GET", &served.door, &[], "").field("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    let port = served.host.split(':').next_back().unwrap();
    assert!(cookie.starts_with(&format!("motif-{port}=")), "{cookie}");
}

#[test]
fn another_host_or_origin_is_refused_even_with_the_cookie() {
    let served = Served::of(&hostile(), &[]);
    let cookie = served.enter();
    let refused = |fields: &[(&str, &str)]| {
        let mut all = vec![("Cookie", cookie.as_str())];
        all.extend(fields);
        let answer = served.ask("GET", "/api/study", &all, "");
        assert_eq!(answer.status, 403, "{fields:?}");
        assert!(!answer.body.contains("revision"), "{fields:?}");
    };
    refused(&[("Host", "evil.example")]);
    refused(&[("Host", "127.0.0.1:1")]);
    refused(&[("Host", "")]);
    refused(&[("Origin", "http://evil.example")]);
    refused(&[("Origin", "null")]);
    refused(&[("Origin", &format!("https://{}", served.host))]);
    let own = format!("http://{}", served.host);
    let fields = [("Cookie", cookie.as_str()), ("Origin", own.as_str())];
    assert_eq!(served.ask("GET", "/api/study", &fields, "").status, 200);
}

#[test]
fn a_form_of_another_page_decides_nothing() {
    let served = Served::of(&hostile(), &[]);
    let cookie = served.enter();
    let sent = json!({ "revision": "0-0", "decisions": [] }).to_string();
    for site in ["cross-site", "same-site"] {
        let fields = [
            ("Cookie", cookie.as_str()),
            ("Content-Type", "application/json"),
            ("Sec-Fetch-Site", site),
        ];
        assert_eq!(
            served.ask("POST", "/api/decisions", &fields, &sent).status,
            403
        );
    }
    let plain = [("Cookie", cookie.as_str()), ("Content-Type", "text/plain")];
    assert_eq!(
        served.ask("POST", "/api/decisions", &plain, &sent).status,
        400
    );
}

#[test]
fn every_answer_says_that_nothing_may_come_from_elsewhere() {
    let served = Served::of(&hostile(), &[]);
    let cookie = served.enter();
    for path in ["/themes", "/assets/page.js", "/api/study", "/nowhere"] {
        let answer = served.get(&cookie, path);
        let policy = answer.field("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.field("x-content-type-options"), "nosniff");
        assert_eq!(answer.field("referrer-policy"), "no-referrer");
        assert_eq!(answer.field("cache-control"), "no-store");
    }
}

/// Every page, with a place for what could do harm.
const PAGES: [&str; 14] = [
    "/themes?detail=@",
    "/themes?sort=@",
    "/themes/@",
    "/themes/1?in=@",
    "/map?by=@&q=@",
    "/compare?from=@&to=@",
    "/search?q=@",
    "/search?q=export&offset=@",
    "/themes/1?from=@",
    "/interviews/@",
    "/said/@",
    "/accounts/@",
    "/assets/@",
    "/@",
];

#[test]
fn no_path_reaches_outside_the_study_and_nothing_breaks() {
    let served = Served::of(&hostile(), &[]);
    let cookie = served.enter();
    let harm = [
        "../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/corpus.db",
        "%00",
        "%ff%fe",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%22%3E%3Cb%3E",
        "'%20OR%201=1",
        "99999999999999999999",
        "18446744073709551615",
        "-1",
    ];
    for page in PAGES {
        for harm in harm {
            let path = page.replace('@', harm);
            let answer = served.get(&cookie, &path);
            assert!(answer.status < 500, "{path}: {answer:?}");
            assert!(!answer.body.contains("root:"), "{path}");
            assert!(!answer.body.contains("SQLite format"), "{path}");
            assert!(!answer.body.contains("<script>alert"), "{path}");
            assert!(!answer.body.contains("\"><b>"), "{path}");
        }
    }
}

#[test]
fn what_customers_write_is_shown_as_text() {
    let served = Served::of(&hostile(), &[]);
    let cookie = served.enter();
    let pages = [
        "/themes",
        "/themes/1",
        "/search?q=export",
        "/accounts",
        "/accounts/%3Cimg%20src=x%20onerror=alert(1)%3E",
    ];
    for path in pages {
        let answer = served.get(&cookie, path);
        assert!(
            answer.status == 200 || answer.status == 404,
            "{path}: {}",
            answer.status
        );
        for harm in ["<script>alert", "<img src=x", "\"><b>"] {
            assert!(!answer.body.contains(harm), "{path} holds {harm}");
        }
        assert!(
            !answer.body.contains("ana@example.com"),
            "{path} shows an address"
        );
    }
    let quoted = served.get(&cookie, "/search?q=export").body;
    assert!(quoted.contains("&lt;script&gt;"), "{quoted}");
}

#[test]
fn read_only_means_that_nothing_is_written() {
    let folder = hostile();
    let served = Served::of(&folder, &["--read-only"]);
    let cookie = served.enter();
    let study = served.get(&cookie, "/api/study").json();
    let sent = json!({ "revision": study["revision"], "decisions": [{ "what": "exclude", "words": ["export"] }] });
    let answer = served.post(&cookie, "/api/decisions", &sent);
    assert_eq!(answer.status, 403, "{answer:?}");
    assert_eq!(
        served
            .post(
                &cookie,
                "/api/undo",
                &json!({ "revision": study["revision"] })
            )
            .status,
        403
    );
    assert!(!served.get(&cookie, "/themes").body.contains("data-post"));
    served.stop();
    folder
        .run("theme log")
        .succeeds()
        .mentions("no decisions yet");
}

/// Returns every file of a folder with its bytes, except what is rebuilt.
fn truth(folder: &Survey) -> Vec<u8> {
    std::fs::read(folder.path("corpus.db")).unwrap()
}

#[test]
fn a_study_that_is_only_looked_at_stays_as_it_is_to_the_last_byte() {
    let folder = hostile();
    let before = truth(&folder);
    let served = Served::of(&folder, &["--read-only"]);
    let cookie = served.enter();
    for path in [
        "/themes",
        "/themes?grain=fine",
        "/map",
        "/api/map",
        "/search?q=export",
        "/compare",
        "/accounts",
        "/history",
    ] {
        assert!(served.get(&cookie, path).status < 500, "{path}");
    }
    served.stop();
    assert!(truth(&folder) == before, "corpus.db was written to");
}

#[test]
fn a_formula_of_a_customer_is_text_in_a_file_for_a_spreadsheet() {
    let survey = "id,date,nps,comment,company\n\
        =1+1,2025-01-05,2,=HYPERLINK(\"evil\") the export fails,+2+2\n\
        -2,2025-01-06,3,@SUM(A1) the export fails again,=cmd\n\
        3,2025-01-07,9,the export fails no more,Beta\n";
    let folder = Survey::new()
        .file("survey.csv", survey)
        .study()
        .added(&["survey.csv"]);
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    for path in ["/api/export/themes.csv", "/api/export/search.csv?q=export"] {
        let answer = served.get(&cookie, path);
        assert_eq!(answer.status, 200, "{path}");
        for row in csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(answer.body.as_bytes())
            .records()
        {
            for cell in &row.unwrap() {
                assert!(
                    !cell.starts_with(['=', '+', '@', '\t', '\r']),
                    "{path}: {cell}"
                );
            }
        }
    }
}

#[test]
fn whoever_mines_afresh_beside_an_open_page_is_not_undone() {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let seen = served.get(&cookie, "/api/study").json()["revision"].clone();
    folder.run("themes --afresh --exclude ferries").succeeds();
    let late = json!({ "revision": seen, "decisions": [{ "what": "park", "theme": 2 }] });
    assert_eq!(served.post(&cookie, "/api/decisions", &late).status, 409);
    let shown = served.get(&cookie, "/api/themes").json()["themes"].clone();
    assert_eq!(folder.json("themes")["themes"], shown);
}
