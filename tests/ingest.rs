//! Files on disk become responses, interviews and accounts.

// Fixtures are put together from pieces.
#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect
)]

use std::fs;
use std::path::PathBuf;

use motif::feedback::{Group, SpeakerRole};
use motif::ingest::{
    self, Accounts, ColumnPart, Content, Error, Intake, ReadOptions, Survey, SurveyTool, WaveFrom,
};
use proptest::prelude::*;

/// A folder of its own for each test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn options(map: &str) -> ReadOptions {
    ReadOptions {
        map: map.parse().unwrap_or_default(),
        ..ReadOptions::default()
    }
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Result<Intake, Error> {
    read_with(name, bytes, &ReadOptions::default())
}

fn read_with(name: &str, bytes: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Intake, Error> {
    let folder = Folder::new();
    ingest::read(&folder.file(name, bytes), options)
}

fn survey(intake: Intake) -> Survey {
    match intake.content {
        Content::Survey(survey) => survey,
        _ => panic!("`{}` is no survey", intake.name),
    }
}

fn part(survey: &Survey, name: &str) -> String {
    let column = survey.columns.iter().find(|column| column.name == name);
    column.unwrap().part.to_string()
}

fn reasons(survey: &Survey) -> Vec<(u32, &str)> {
    let skips = survey.skips.iter();
    skips.map(|skip| (skip.row, skip.reason.as_str())).collect()
}

#[test]
fn a_plain_table_is_read_by_its_names() {
    let text = "id,score,comment,email,company,tier,wave,date\n\
                a1,9,Lovely,ann@x.example,Fjell,Pro,2025Q1,2025-04-14\n\
                a2,,\"slow, \nand dear \",bo@x.example,Fjell,Free,2025Q1,2025-04-15\n";
    let survey = survey(read("spring.csv", text).unwrap());
    assert_eq!(
        (survey.form, survey.delimiter, survey.rows),
        (SurveyTool::Plain, Some(','), 2)
    );
    let [first, second] = &survey.responses[..] else {
        panic!("two rows")
    };
    assert_eq!(first.rating.unwrap().group(), Group::Promoter);
    assert_eq!(first.person.email.as_deref(), Some("ann@x.example"));
    assert_eq!(first.account.as_deref(), Some("Fjell"));
    assert_eq!(first.attributes["tier"], "Pro");
    assert_eq!((second.rating, second.row), (None, 3));
    assert_eq!(second.comment.as_deref(), Some("slow, \nand dear "));
    assert_eq!(survey.wave_from, WaveFrom::Column("wave".into()));
}

#[test]
fn a_row_that_cannot_be_used_is_listed_with_its_reason() {
    let text = "id,score,comment\n\n1,11,too far\n2,7.5,between\n3,abc,words\n4,-1,below\n5,N/A,kept\n6,9\n7\n8,9,x,more\n9,9,x,\n";
    let survey = survey(read("a.csv", text).unwrap());
    assert_eq!(
        reasons(&survey),
        [
            (3, "score `11` is not between 0 and 10"),
            (4, "score `7.5` is not a whole number"),
            (5, "score `abc` is not a number"),
            (6, "score `-1` is not between 0 and 10"),
            (
                9,
                "has 1 cell where the header has 3, so that `score` is missing"
            ),
            (10, "has 4 cells where the header has 3"),
        ]
    );
    let rows: Vec<u32> = survey
        .responses
        .iter()
        .map(|response| response.row)
        .collect();
    assert_eq!(rows, [7, 8, 11]);
    assert_eq!(survey.rows, 9);
}

#[test]
fn the_same_id_twice_is_one_answer() {
    let text = "id,score,comment\n1,9,good\n2,3,bad\n1,9,good\n2,4,changed\n3,1,x\n4,2,y\n5,3,z\n6,3,z\n7,3,z\n8,3,z\n9,9,z\n10,9,z\n";
    let ids = survey(read("a.csv", text).unwrap());
    assert_eq!(
        reasons(&ids),
        [
            (4, "is the same as row 2, with the same id `1`"),
            (
                5,
                "has the id `2` of row 3 but differs from it; `--map id=-` keeps both"
            ),
        ]
    );
    let all = survey(read_with("a.csv", text, &options("id=-")).unwrap());
    assert_eq!((all.responses.len(), all.skips.len()), (12, 0));
}

#[test]
fn an_id_that_repeats_everywhere_is_none() {
    let text = "id,score,comment\n".to_owned() + &"7,9,fine\n".repeat(6);
    let intake = read("a.csv", text).unwrap();
    let survey = survey(intake);
    assert_eq!((survey.responses.len(), survey.skips.len()), (6, 0));
}

#[test]
fn qualtrics_has_three_header_rows_and_previews() {
    let text = "\u{feff}StartDate,Status,Finished,RecordedDate,ResponseId,RecipientEmail,Q1,Q1_NPS_GROUP,Q2,Region\r\n\
        Start Date,Response Type,Finished,Recorded Date,Response ID,Recipient Email,\"How likely are you,\nreally, to recommend us?\",Group,Why did you give this score?,Region\r\n\
        \"{\"\"ImportId\"\":\"\"startDate\"\",\"\"timeZone\"\":\"\"America/Denver\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",x,x,\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",x,\"{\"\"ImportId\"\":\"\"QID1\"\"}\",x,\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\",x\r\n\
        2025-04-14 10:00:00,IP Address,True,2025-04-14 10:02:11,R_1,a@x.example,9 - Extremely likely,Promoter,Quick help,North\r\n\
        2025-04-14 11:00:00,Survey Preview,True,2025-04-14 11:02:11,R_2,,0,Detractor,test,North\r\n\
        2025-04-15 11:00:00,IP Address,False,2025-04-15 11:02:11,R_3,b@x.example,4,Detractor,Slow help from them,South\r\n";
    let survey = survey(read("q.csv", text).unwrap());
    assert_eq!(survey.form, SurveyTool::Qualtrics);
    assert_eq!(
        reasons(&survey),
        [(5, "status `Survey Preview` is not a customer's answer")]
    );
    let first = &survey.responses[0];
    assert_eq!((first.row, first.id.as_deref()), (4, Some("R_1")));
    assert_eq!(first.date.as_deref(), Some("2025-04-14T10:02:11"));
    assert_eq!(first.comment.as_deref(), Some("Quick help"));
    assert_eq!(
        part(&survey, "Q1_NPS_GROUP"),
        "ignored (repeats the group of the score)"
    );
    assert_eq!(part(&survey, "Region"), "segment");
    assert_eq!(survey.responses[1].attributes["Finished"], "False");
}

#[test]
fn surveymonkey_has_two_header_rows() {
    let text = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,How likely is it that you would recommend us?,,What is the main reason for your score?\n\
        ,,,,,,,,,NPS,Open-Ended Response\n\
        114,7,04/13/2025 09:00:00 AM,04/13/2025 09:05:00 AM,10.0.0.1,a@x.example,Ann,Moe,10 - Extremely likely,,It just works\n\
        115,7,04/05/2025 09:00:00 AM,04/05/2025 09:05:00 PM,10.0.0.1,,Bo,,3,,It never works\n";
    let survey = survey(read("sm.csv", text).unwrap());
    assert_eq!(survey.form, SurveyTool::SurveyMonkey);
    let [ann, bo] = &survey.responses[..] else {
        panic!("two rows")
    };
    assert_eq!((ann.id.as_deref(), ann.row), (Some("114"), 3));
    assert_eq!(ann.person.name.as_deref(), Some("Ann Moe"));
    assert_eq!(bo.date.as_deref(), Some("2025-04-05T21:05:00"));
    assert_eq!(
        part(&survey, "IP Address"),
        "ignored (added by the survey tool)"
    );
}

#[test]
fn typeform_and_google_forms_have_one() {
    let typeform = "#,\"How likely are you to recommend us to a friend?\",\"What could we do better, {{field:1}}?\",Start Date (UTC),Submit Date (UTC),Network ID\n\
        1xk9z,8,The board is slow in the mornings,2025-04-14 10:00:00,2025-04-14 10:02:00,ab12\n";
    let typeform = survey(read("t.csv", typeform).unwrap());
    assert_eq!(typeform.form, SurveyTool::Typeform);
    assert_eq!(typeform.responses[0].id.as_deref(), Some("1xk9z"));
    assert_eq!(
        typeform.responses[0].date.as_deref(),
        Some("2025-04-14T10:02:00")
    );
    let forms = "Timestamp,Email Address,How likely are you to recommend us? (0-10),Warum?\n\
        14/04/2025 10:00:00,a@x.example,8,Die Plantafel ist morgens langsam\n";
    let forms = survey(read("g.csv", forms).unwrap());
    assert_eq!(forms.form, SurveyTool::GoogleForms);
    assert_eq!(
        forms.responses[0].date.as_deref(),
        Some("2025-04-14T10:00:00")
    );
    assert!(forms.responses[0].comment.is_some());
}

#[test]
fn delighted_json_keeps_nps_and_lists_the_rest() {
    let text = r#"{"id":"1","person":{"name":"Ann","email":"a@x.example"},"survey_type":"nps","score":10,"comment":"Quick help","created_at":1744588800,"person_properties":{"Plan":"Pro"},"tags":["vip","eu"]}
{"id":"2","survey_type":"csat","score":5,"comment":"fine","created_at":1744588800}
not json
{"id":"3","survey_type":"nps","score":2,"comment":null,"created_at":1744675200}
"#;
    let survey = survey(read("d.jsonl", text).unwrap());
    assert_eq!(survey.form, SurveyTool::Delighted);
    assert_eq!(
        reasons(&survey),
        [
            (2, "belongs to a survey of kind `csat`, not `nps`"),
            (3, "is not JSON")
        ]
    );
    let ann = &survey.responses[0];
    assert_eq!(ann.person.email.as_deref(), Some("a@x.example"));
    assert_eq!(ann.date.as_deref(), Some("2025-04-14T00:00:00"));
    assert_eq!(ann.attributes["person_properties.Plan"], "Pro");
    assert_eq!(survey.responses[1].comment, None);
}

#[test]
fn a_scale_of_five_is_refused_and_never_clamped() {
    let rows: String = (0..20).fold(String::new(), |rows, n| {
        format!("{rows}{n},{},slow again today\n", n % 5 + 1)
    });
    let text = format!("id,score,comment\n{rows}");
    let error = read("stars.csv", &text).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column `score` of `stars.csv` is not a 0–10 rating: its 20 values run from 1 to 5"
    );
    assert!(error.hint().unwrap().contains("`--map score=-`"));
    let survey = survey(read_with("stars.csv", &text, &options("score=-")).unwrap());
    assert!(
        survey
            .responses
            .iter()
            .all(|response| response.rating.is_none())
    );
}

#[test]
fn a_date_that_means_two_days_is_left_out_until_it_is_settled() {
    let text = "nps,comment,date\n9,good,04/05/2025\n8,fine,06/07/2025\n";
    let intake = read("a.csv", text).unwrap();
    assert_eq!(
        intake.doubts[0].settle.as_deref(),
        Some("--dates dmy, or --dates mdy")
    );
    assert!(
        survey(intake)
            .responses
            .iter()
            .all(|response| response.date.is_none())
    );
    let settled = ReadOptions {
        date_order: Some("dmy".parse().unwrap()),
        ..ReadOptions::default()
    };
    let survey = survey(read_with("a.csv", text, &settled).unwrap());
    assert_eq!(survey.responses[0].date.as_deref(), Some("2025-05-04"));
}

#[test]
fn two_open_questions_are_both_read_and_kept_apart() {
    let text = "score,What is the main reason for your score?,What could we improve?\n9,it is easy to learn,nothing at all really\n3,it is slow every day,the speed of it all\n";
    let intake = read("a.csv", text).unwrap();
    let is_about_comments = |doubt: &ingest::Doubt| doubt.sentence.contains("comment");
    assert!(!intake.doubts.iter().any(is_about_comments));
    let survey = survey(intake);
    assert_eq!(part(&survey, "What could we improve?"), "comment");
    let answer = &survey.responses[0];
    let comment = answer.comment.as_deref().unwrap();
    let said: Vec<(&str, &str)> = answer
        .questions
        .iter()
        .map(|of| (of.question.as_str(), of.span.slice(comment)))
        .collect();
    assert_eq!(
        said,
        [
            (
                "What is the main reason for your score?",
                "it is easy to learn"
            ),
            ("What could we improve?", "nothing at all really")
        ]
    );
}

#[test]
fn what_settles_a_doubt_can_be_pasted_into_a_shell_whatever_a_column_is_called() {
    for asked in [
        "entry, don't hold",
        "entry `ls` $HOME",
        "entry \"you know\"",
    ] {
        let text = format!(
            "nps,{}\n9,it is easy to learn every day\n3,it is slow every single day\n",
            format_args!("\"{}\"", asked.replace('"', "\"\""))
        );
        let intake = read("a.csv", &text).unwrap();
        let settle = intake.doubts[0].settle.as_deref().unwrap();
        let words = shell_words::split(settle).unwrap();
        let [flag, mapping] = &words[..] else {
            panic!("{settle}")
        };
        assert_eq!(flag, "--map");
        let settled = survey(read_with("a.csv", &text, &options(mapping)).unwrap());
        assert_eq!(part(&settled, asked), "comment");
    }
}

#[test]
fn the_mapping_decides() {
    let text = "a,b,c\n1,hello there you,9\n2,it is slow now,3\n";
    let survey = survey(read_with("a.csv", text, &options("comment=b,score=c")).unwrap());
    assert_eq!(survey.responses[1].rating.unwrap().value(), 3);
    let error = read_with("a.csv", text, &options("comment=d")).unwrap_err();
    assert_eq!(error.to_string(), "no column named `d` in `a.csv`");
    assert!(error.hint().unwrap().contains("`a`, `b` and `c`"));
}

#[test]
fn a_table_of_accounts_is_known() {
    let text = "account,owner,annual_revenue,renewal_date,churned\nFjell,Kim,120000,2025-11-30,no\nBoreal,Lee,8000,2025-12-31,yes\nFjell,Lee,1,2025-11-30,no\n";
    let intake = read("accounts.csv", text).unwrap();
    let Content::Accounts(Accounts {
        accounts, skips, ..
    }) = intake.content
    else {
        panic!("accounts")
    };
    assert_eq!(accounts.len(), 2);
    assert_eq!(accounts[0].attributes["annual_revenue"], "120000");
    assert_eq!(
        skips[0].reason,
        "names the account `Fjell` of row 2 but differs from it"
    );
}

#[test]
fn files_that_cannot_be_read_say_so_with_a_hint() {
    let folder = Folder::new();
    let options = ReadOptions::default();
    let cases: [(PathBuf, &str); 9] = [
        (folder.file("e.csv", ""), "`e.csv` is empty"),
        (folder.file("s.csv", " \n\n"), "`s.csv` is empty"),
        (
            folder.file("h.csv", "id,score,comment\n"),
            "`h.csv` has a header but no rows",
        ),
        (
            folder.file("b.csv", b"id\0\x01\x02,\0\xff"),
            "`b.csv` is not text",
        ),
        (
            folder.file("n.csv", "id,score\n1,9\n2,8\n"),
            "no column of `n.csv` looks like comments",
        ),
        (
            folder.file("x.key", "%KEY"),
            "`x.key` is not in a format that motif reads",
        ),
        (folder.file("x.xlsx", "no archive"), "`x.xlsx` is damaged"),
        (folder.file("x.docx", "no archive"), "`x.docx` is damaged"),
        (folder.0.path().join("none.csv"), "there is no file"),
    ];
    for (path, message) in cases {
        let error = ingest::read(&path, &options).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert!(error.hint().is_some(), "{error}");
    }
    let error = ingest::read(folder.0.path(), &options).unwrap_err();
    assert!(matches!(error, Error::Folder { .. }));
}

#[test]
fn answers_may_stand_in_a_text_file() {
    let survey = survey(read("export.txt", "id\tscore\tcomment\n1\t9\tgood\n2\t3\tbad\n").unwrap());
    assert_eq!((survey.delimiter, survey.responses.len()), (Some('\t'), 2));
}

#[test]
fn three_rows_are_enough() {
    let survey = survey(read("a.csv", "score;comment\n9;gut\n8;schön\n3;zäh\n").unwrap());
    assert_eq!((survey.delimiter, survey.responses.len()), (Some(';'), 3));
}

#[test]
fn columns_without_names_are_numbered_and_doubted() {
    let intake = read(
        "a.csv",
        "9,it is fast and easy\n3,it is slow and dear\n10,I like it very much\n",
    )
    .unwrap();
    assert_eq!(intake.doubts.len(), 3);
    let survey = survey(intake);
    assert_eq!(
        survey.columns[0].part,
        ColumnPart::Plays(ingest::ColumnRole::Score)
    );
    assert_eq!((survey.responses.len(), survey.responses[0].row), (3, 1));
}

fn anything() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..400),
        "(id|score|comment|date|account|[0-9]{1,3}|\"|,|;|\t|\n|\r|[a-zé ]{1,9}){0,60}".prop_map(String::into_bytes),
        "(WEBVTT\n|[0-9]{2}:[0-9]{2}\\.000 --> 00:05\\.000\n|<v Ann>|</v>|<|&|Ann: |\\*\\*|# |- |---\n|\n|\r\n|[a-z😀?]{1,9}| ){0,60}"
            .prop_map(String::into_bytes),
        "(Ann Moe  0:15|\\[Bo\\] 10:02:13|#00:03:40-5#|Bo: |17:30|Speakers|\\*\\*Ann Moe\\*\\*|\t|\n|\r|[a-zé😀?.]{1,9}| ){0,60}"
            .prop_map(String::into_bytes),
        "(\\{|\\}|\\\\par |\\\\'e9|\\\\u-3?|\\\\bin9 |\\\\b0|\\\\\\*|\\\\deleted|[a-z:]{1,9}){0,40}"
            .prop_map(|body| format!("{{\\rtf1 {body}").into_bytes()),
        "(\\{|\\}|\\[|\\]|\"score\"|\"comment\"|:|,|9|null|\n){0,40}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_are_a_fault_of_ours(bytes in anything()) {
        for name in ["a.csv", "a.tsv", "a.txt", "a.md", "a.vtt", "a.srt", "a.json", "a.jsonl", "a.xlsx", "a.docx", "a.odt", "a.rtf"] {
            let Ok(intake) = read(name, &bytes) else { continue };
            match intake.content {
                Content::Survey(survey) => prop_assert_eq!(survey.rows, survey.responses.len() + survey.skips.len()),
                Content::Accounts(accounts) => prop_assert_eq!(accounts.rows, accounts.accounts.len() + accounts.skips.len()),
                Content::Interview(interview) => {
                    let mut end = 0;
                    for turn in &interview.turns {
                        prop_assert!(turn.span.start >= end && turn.span.end > turn.span.start);
                        prop_assert!(interview.text.get(turn.span.start..turn.span.end).is_some());
                        prop_assert!(interview.mark(turn.span.start).is_some());
                        end = turn.span.end;
                    }
                }
            }
        }
    }

    #[test]
    fn a_comment_is_read_back_exactly(comments in proptest::collection::vec("[^\0]{0,40}|(?s:.{0,20}[\r\n\",;\t|].{0,20})", 1..6)) {
        let comments: Vec<String> = comments.into_iter().map(|comment| comment.replace('\0', "")).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["id", "score", "comment"]).unwrap();
        for (number, comment) in comments.iter().enumerate() {
            writer.write_record([&format!("r{number}"), "9", comment]).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let survey = survey(read("a.csv", bytes).unwrap());
        let read: Vec<Option<String>> = survey.responses.into_iter().map(|response| response.comment.as_deref().map(str::to_owned)).collect();
        let written: Vec<Option<String>> = comments
            .into_iter()
            // Blanks and dashes stand for no comment.
            .map(|comment| Some(comment).filter(|comment| !comment.trim().trim_matches(['-', '–', '—']).is_empty()))
            .collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn what_a_speaker_says_is_found_in_the_file(words in proptest::collection::vec("[a-zé😀][a-zé😀 .?!]{0,30}", 2..8), crlf: bool) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text = format!("\u{feff}Interviewer: Kim Ray{end}Date: 2025-05-12{end}{end}");
        for (number, words) in words.iter().enumerate() {
            let speaker = if number % 2 == 0 { "Kim" } else { "Ada" };
            text.push_str(&format!("{speaker}: {words}{end}{end}"));
        }
        let Content::Interview(interview) = read("a.txt", &text).unwrap().content else {
            panic!("an interview")
        };
        prop_assert_eq!(&interview.text, text.trim_start_matches('\u{feff}'));
        let spoken: Vec<&str> = interview
            .turns
            .iter()
            .filter(|turn| turn.role != SpeakerRole::Heading)
            .map(|turn| turn.span.slice(&interview.text))
            .collect();
        if words.len() > 3 {
            let words: Vec<&str> = words.iter().map(|words| words.trim()).collect();
            prop_assert_eq!(spoken, words);
        }
    }
}

/// A workbook of one sheet, from the XML of its rows.
fn workbook(rows: &str) -> Vec<u8> {
    archive(&[
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
            ),
        ),
    ])
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn words(place: &str, words: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>"#)
}

fn answers() -> Vec<u8> {
    let header = ["id", "score", "comment", "date"];
    let header: String = header
        .iter()
        .zip("ABCD".chars())
        .map(|(name, c)| words(&format!("{c}3"), name))
        .collect();
    workbook(&format!(
        r#"<row r="1">{}</row><row r="3">{header}</row>
        <row r="4"><c r="A4"><v>11234567890</v></c><c r="B4"><v>9</v></c>{}<c r="D4" s="1"><v>45761</v></c></row>
        <row r="6"><c r="A6"><v>12</v></c><c r="B6"><v>3</v></c><c r="XFD6"><v/></c></row>"#,
        words("A1", "Spring survey"),
        words("C4", "Quick &amp; kind")
    ))
}

#[test]
fn a_sheet_keeps_its_row_numbers_ids_and_dates() {
    let survey = survey(read("spring.xlsx", answers()).unwrap());
    assert_eq!(survey.sheet.as_deref(), Some("Answers"));
    let [first, second] = &survey.responses[..] else {
        panic!("two rows")
    };
    assert_eq!((first.row, first.id.as_deref()), (4, Some("11234567890")));
    assert_eq!(first.comment.as_deref(), Some("Quick & kind"));
    assert_eq!(first.date.as_deref(), Some("2025-04-14"));
    assert_eq!(
        (second.row, second.rating.unwrap().value(), &second.comment),
        (6, 3, &None)
    );
    let error = read_with(
        "spring.xlsx",
        answers(),
        &ReadOptions {
            sheet: Some("Winter".into()),
            ..ReadOptions::default()
        },
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "no sheet named `Winter` in `spring.xlsx`"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_sheet_of_nonsense_is_no_fault_of_ours(
        cells in proptest::collection::vec(("[A-Z]{0,4}[0-9]{0,11}", "(s|str|inlineStr|b|e|d|n|)", "[0-9eE.+-]{0,12}|[a-z]{0,4}", "[0-9]{0,3}"), 0..9),
        row in "[0-9]{0,11}|[a-z]{1,3}",
    ) {
        let cells: String = cells
            .iter()
            .map(|(place, kind, value, style)| format!(r#"<c r="{place}" t="{kind}" s="{style}"><v>{value}</v></c>"#))
            .collect();
        let _ = read("a.xlsx", workbook(&format!(r#"<row r="{row}">{cells}</row>"#)));
        let _ = read("a.xlsx", workbook(&format!("<row>{cells}</row><row>{cells}</row>")));
    }

    #[test]
    fn a_broken_archive_is_no_fault_of_ours(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let docx = archive(&[("word/document.xml", "<w:document><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Date</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>")]);
        let odt = archive(&[("content.xml", "<office:text><text:p>Kim: <text:s text:c=\"2\"/>so</text:p></office:text>")]);
        for (name, mut bytes) in [("a.xlsx", answers()), ("a.docx", docx), ("a.odt", odt)] {
            for (place, byte) in &places {
                let place = place.index(bytes.len());
                bytes[place] = *byte;
            }
            let _ = read(name, bytes);
        }
    }
}

#[test]
fn formulas_that_nobody_computed_are_no_scores_and_said_to_be() {
    let formula = |place: &str, sum: &str| format!(r#"<c r="{place}"><f>{sum}</f><v></v></c>"#);
    let rows = |score: &dyn Fn(u32) -> String, other: &dyn Fn(u32) -> String| {
        let header = [
            ("A1", "id"),
            ("B1", "nps"),
            ("C1", "comment"),
            ("D1", "region"),
        ];
        let header: String = header
            .iter()
            .map(|(place, name)| words(place, name))
            .collect();
        let row = |row: u32| {
            let id = format!(r#"<c r="A{row}"><v>{row}</v></c>"#);
            let comment = words(&format!("C{row}"), &format!("slow, {row} times over"));
            format!(
                r#"<row r="{row}">{id}{}{comment}{}</row>"#,
                score(row),
                other(row)
            )
        };
        let rows: String = (2..8).map(row).collect();
        workbook(&format!(r#"<row r="1">{header}</row>{rows}"#))
    };
    let computed = |row: u32| format!(r#"<c r="B{row}"><f>{row}+1</f><v>{}</v></c>"#, row + 1);
    let region = |row: u32| words(&format!("D{row}"), "North");

    let book = rows(&|row| formula(&format!("B{row}"), "1+8"), &region);
    let error = read("a.xlsx", book.clone()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column `nps` of `a.xlsx` has formulas whose results were never saved: 6 cells from row 2 on"
    );
    assert!(error.hint().unwrap().contains("`--map score=-`"));
    // What the hint says works.
    let without = ReadOptions {
        map: "score=-".parse().unwrap(),
        ..ReadOptions::default()
    };
    let intake = read_with("a.xlsx", book, &without).unwrap();
    assert_eq!(survey(intake).responses.len(), 6);

    // Results that were saved are read, also where they are blank.
    let blank = |row: u32| format!(r#"<c r="D{row}" t="str"><f>IF(1,"")</f><v></v></c>"#);
    let intake = read("a.xlsx", rows(&computed, &blank)).unwrap();
    assert_eq!(intake.doubts, []);
    assert_eq!(survey(intake).responses[0].rating.unwrap().value(), 3);

    // Nothing is lost where only the row of totals is one.
    let total = words("A9", "Total") + &formula("B9", "AVERAGE(B2:B7)");
    let answers: String = (2..8)
        .map(|row| {
            format!(
                r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c>{}</row>"#,
                computed(row)
            )
        })
        .collect();
    let header = words("A1", "id") + &words("B1", "nps");
    let book = workbook(&format!(
        r#"<row r="1">{header}</row>{answers}<row r="9">{total}</row>"#
    ));
    let intake = read_with("a.xlsx", book, &options("comment=-")).unwrap();
    assert_eq!(intake.doubts, []);
    let survey_read = survey(intake);
    assert_eq!(
        (survey_read.responses.len(), survey_read.skips.len()),
        (6, 1)
    );

    // In a column that nothing hangs on, the answers are read with a doubt.
    let book = rows(&computed, &|row| formula(&format!("D{row}"), "A1"));
    let intake = read("a.xlsx", book).unwrap();
    assert!(
        intake.doubts[0]
            .sentence
            .starts_with("column `region`: 6 results of formulas were never saved")
    );
}
