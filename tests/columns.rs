//! What columns mean, whatever they are called: what was asked, who answered,
//! when, and what is no answer at all.

#![allow(clippy::unwrap_used, clippy::format_collect)]

use motif::feedback::{Group, Rating};
use motif::ingest::{self, Accounts, Content, Error, Intake, ReadOptions, Survey};

const SCORES: [u8; 12] = [1, 10, 9, 8, 2, 10, 7, 0, 9, 3, 10, 6];

fn comment(place: usize) -> String {
    const SAID: [&str; 4] = [
        "the crane stood still for a week",
        "kind people on the telephone",
        "spare parts come too late",
        "the app shows each job at a glance",
    ];
    format!("{} {place}", SAID[place % SAID.len()])
}

/// A survey of twelve answers; `rows` says what stands before the comment.
fn survey_of(columns: &str, row: impl Fn(usize, u8) -> String) -> String {
    let rows: String = (0..12)
        .map(|place| format!("{},{}\n", row(place, SCORES[place]), comment(place)))
        .collect();
    format!("{columns},comment\n{rows}")
}

fn read_with(text: &str, options: &ReadOptions) -> Result<Intake, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.csv");
    std::fs::write(&path, text).unwrap();
    ingest::read(&path, options)
}

fn read(text: &str) -> Intake {
    read_with(text, &ReadOptions::default()).unwrap()
}

fn survey(intake: &Intake) -> &Survey {
    match &intake.content {
        Content::Survey(survey) => survey,
        _ => panic!("no survey"),
    }
}

fn accounts(intake: &Intake) -> &Accounts {
    match &intake.content {
        Content::Accounts(accounts) => accounts,
        _ => panic!("no accounts"),
    }
}

fn part(intake: &Intake, name: &str) -> String {
    let columns = &survey(intake).columns;
    let column = columns.iter().find(|column| column.name == name);
    column.unwrap().part.to_string()
}

fn counts(intake: &Intake) -> [usize; 3] {
    let ratings = survey(intake).responses.iter().filter_map(|of| of.rating);
    let groups: Vec<Group> = ratings.map(Rating::group).collect();
    Group::ALL.map(|group| groups.iter().filter(|own| **own == group).count())
}

fn settles(intake: &Intake) -> Vec<&str> {
    let doubts = intake.doubts.iter();
    doubts.filter_map(|doubt| doubt.settle.as_deref()).collect()
}

#[test]
fn only_a_question_about_recommending_has_a_promoter_score() {
    for (question, is_nps) in [
        ("How likely are you to recommend us?", true),
        ("Würden Sie uns weiterempfehlen? (0-10)", true),
        ("Recommanderiez-vous notre service ?", true),
        ("¿Nos recomendaría a un amigo?", true),
        ("NPS", true),
        ("How easy was it to book a visit? (0-10)", false),
        ("Wie zufrieden sind Sie mit der Wartung? (0-10)", false),
        ("Quel est votre niveau de satisfaction ?", false),
        ("How likely are you to renew?", false),
        ("CSAT", false),
    ] {
        let intake = read(&survey_of(&format!("id,{question}"), |id, score| {
            format!("{id},{score}")
        }));
        assert_eq!(part(&intake, question), "score", "{question}");
        assert_eq!(counts(&intake), [5, 2, 5], "{question}");
        let scale = &survey(&intake).scale;
        assert_eq!(scale.is_recommendation(), is_nps, "{question}");
        assert_eq!(settles(&intake), [""; 0], "{question}");
    }
}

#[test]
fn the_question_about_recommending_is_the_score_beside_any_other() {
    let columns = "id,How satisfied are you? (0-10),How likely are you to recommend us? (0-10)";
    let intake = read(&survey_of(columns, |id, score| format!("{id},5,{score}")));
    assert_eq!(part(&intake, "How satisfied are you? (0-10)"), "measure");
    assert_eq!(counts(&intake), [5, 2, 5]);
    assert!(intake.doubts.is_empty());
}

#[test]
fn a_name_that_does_not_say_what_was_asked_is_doubted_once_and_the_hint_settles_it() {
    let text = survey_of("id,rating", |id, score| format!("{id},{score}"));
    let intake = read(&text);
    assert_eq!(settles(&intake), ["--scale 0-10"]);
    let settled = ReadOptions {
        scale: Some("0-10".parse().unwrap()),
        ..ReadOptions::default()
    };
    assert!(read_with(&text, &settled).unwrap().doubts.is_empty());
    let beside_groups = survey_of("id,rating,nps_group", |id, score| {
        format!("{id},{score},Passive")
    });
    assert!(read(&beside_groups).doubts.is_empty());
}

#[test]
fn a_question_that_says_its_range_is_read_on_it() {
    let columns = "id,How satisfied are you? (1-5)";
    let intake = read(&survey_of(columns, |id, score| {
        format!("{id},{}", score % 5 + 1)
    }));
    assert_eq!(survey(&intake).scale.to_string(), "1-5");
    let low = read(&survey_of(
        "id,Would you recommend us? (0-10)",
        |id, score| format!("{id},{}", score % 4),
    ));
    assert_eq!(counts(&low), [0, 0, 12]);
}

#[test]
fn effort_may_be_better_the_less_it_is() {
    let columns = "id,How much effort was it? (0-10)";
    let intake = read(&survey_of(columns, |id, score| format!("{id},{score}")));
    assert_eq!(settles(&intake), ["--scale 10-0"]);
}

#[test]
fn groups_in_words_are_the_score() {
    for (column, words) in [
        ("NPS", ["Promoter", "Passive", "Detractor"]),
        ("nps group", ["PROMOTERS", "PASSIVES", "DETRACTORS"]),
        ("Gruppe", ["Promotor", "Passiv", "Detraktor"]),
        ("Catégorie", ["Promoteur", "Passif", "Détracteur"]),
        ("Puntuación", ["Promotor", "Neutro", "Detractor"]),
    ] {
        let intake = read(&survey_of(&format!("id,{column}"), |id, score| {
            let place = match score {
                9.. => 0,
                7.. => 1,
                _ => 2,
            };
            format!("{id},{}", words[place])
        }));
        assert_eq!(counts(&intake), [5, 2, 5], "{column}");
        assert!(survey(&intake).scale.is_recommendation());
        assert!(intake.doubts.is_empty(), "{column}: {:?}", intake.doubts);
    }
}

#[test]
fn good_and_bad_thumbs_and_faces_are_scales() {
    for (column, good, bad, spec) in [
        ("Satisfaction Score", "Good", "Bad", "good/bad"),
        ("Zufriedenheit", "gut", "schlecht", "good/bad"),
        ("rating", "👍", "👎🏽", "good/bad"),
        ("rating", "😀", "☹️", "positive/neutral/negative"),
        (
            "How was it?",
            "positive",
            "negative",
            "positive/neutral/negative",
        ),
    ] {
        let intake = read(&survey_of(&format!("id,{column}"), |id, score| {
            let said = match score {
                7.. => good,
                1.. => bad,
                _ => "Offered",
            };
            format!("{id},{said}")
        }));
        assert_eq!(survey(&intake).scale.to_string(), spec, "{column}");
        assert_eq!(counts(&intake), [7, 0, 4], "{column}");
        assert_eq!(survey(&intake).responses.len(), 12);
    }
}

#[test]
fn moods_that_a_program_heard_are_pointed_out_and_not_read() {
    let text = survey_of("id,score", |id, score| {
        let mood = if score > 6 { "positive" } else { "negative" };
        format!("{id},{mood}")
    });
    let intake = read(&text);
    assert_eq!(counts(&intake), [0, 0, 0]);
    assert_eq!(settles(&intake), ["--scale positive/neutral/negative"]);
}

#[test]
fn a_wave_has_several_answers() {
    let each = survey_of("Survey ID,NPS", |id, score| format!("{},{score}", 70 + id));
    let each = read(&each);
    assert_eq!(part(&each, "Survey ID"), "id");
    assert!(
        survey(&each)
            .responses
            .iter()
            .all(|of| of.wave == "answers")
    );
    let two = survey_of("Survey ID,NPS", |id, score| {
        format!("{},{score}", 70 + id % 2)
    });
    assert_eq!(part(&read(&two), "Survey ID"), "wave");
    let named = read(&survey_of("wave,NPS", |id, score| format!("w{id},{score}")));
    assert_eq!(part(&named, "wave"), "segment");
    assert_eq!(settles(&named), ["--map wave=wave"]);
}

#[test]
fn a_column_of_days_is_the_date_whatever_it_is_called() {
    for column in ["Completion time", "Ingestuurd op", "When", "Fertig"] {
        let text = survey_of(&format!("id,Start time,{column},NPS"), |id, score| {
            let day = id + 1;
            format!("{id},2026-03-{day:02} 08:00,2026-03-{day:02} 08:05,{score}")
        });
        let intake = read(&text);
        assert_eq!(part(&intake, column), "date", "{column}");
        assert!(intake.doubts.is_empty(), "{column}: {:?}", intake.doubts);
        let first = &survey(&intake).responses[0];
        assert_eq!(first.date.as_deref(), Some("2026-03-01T08:05"));
    }
}

#[test]
fn numbers_and_days_of_something_else_are_no_date() {
    let text = survey_of("id,deal,renewal,NPS", |id, score| {
        format!("{id},{},2026-03-01,{score}", 45_000 + id)
    });
    let intake = read(&text);
    assert_eq!(part(&intake, "deal"), "measure");
    assert_eq!(part(&intake, "renewal"), "segment");
}

#[test]
fn a_row_that_sums_up_the_others_is_no_answer() {
    for (row, place) in [
        ("Average,,7.2,", 14),
        (",Mean:,7,", 14),
        ("Durchschnitt,,7,n/a", 14),
        ("Total,12,,", 14),
        (",,7,Average", 14),
    ] {
        let rows: String = (0..12)
            .map(|id| format!("{id},2026-03-01,{},{}\n", SCORES[id], comment(id)))
            .collect();
        let intake = read(&format!("id,date,nps,comment\n{rows}{row}\n"));
        assert_eq!(counts(&intake), [5, 2, 5], "{row}");
        let [skip] = &survey(&intake).skips[..] else {
            panic!("{row}: {:?}", survey(&intake).skips)
        };
        assert_eq!(skip.row, place);
        assert!(
            skip.reason.contains("summary of other rows"),
            "{}",
            skip.reason
        );
        assert!(intake.doubts.is_empty(), "{row}: {:?}", intake.doubts);
    }
}

#[test]
fn a_sum_under_the_accounts_is_no_account() {
    let intake = read("account,revenue,tier\nFjell,100,Pro\nNord,200,Free\nTotal,300,\n");
    assert_eq!(accounts(&intake).accounts.len(), 2);
}

#[test]
fn money_is_a_number_however_it_is_written() {
    for (columns, rows, revenue) in [
        (
            "Kunde;Umsatz;Stufe",
            "Fjell;1.234,50 €;Pro\nNord;999,00 €;Free",
            "1234.50",
        ),
        (
            "cliente;ingresos;sector",
            "Fjell;1.234 €;a\nNord;12.500 €;b",
            "1234",
        ),
        (
            "compte;revenu;secteur",
            "Fjell;1 234,50;a\nNord;12 500,00;b",
            "1234.50",
        ),
        (
            "klant;omzet;segment",
            "Fjell;€ 1.234,50;a\nNord;€ 7,00;b",
            "1234.50",
        ),
        (
            "kund;omsättning;segment",
            "Fjell;1 234,50 kr;a\nNord;7 kr;b",
            "1234.50",
        ),
        (
            "account;ARR;tier",
            "Fjell;$1,234.50;a\nNord;$7;b",
            "1234.50",
        ),
    ] {
        let intake = read(&format!("{columns}\n{rows}\n"));
        let accounts = accounts(&intake);
        let name = &accounts.columns[1].name;
        assert_eq!(accounts.columns[1].part.to_string(), "measure", "{columns}");
        assert_eq!(accounts.accounts[0].attributes[name], revenue, "{columns}");
    }
}

#[test]
fn a_missing_comment_is_blank_however_the_program_writes_it() {
    for missing in [
        "NA",
        "None",
        "NULL",
        "NaN",
        "#N/A",
        "Did not answer",
        "No answer",
        "k.A.",
    ] {
        let rows: String = (0..12)
            .map(|id| {
                let said = if id % 3 == 0 {
                    comment(id)
                } else {
                    missing.into()
                };
                format!("{id},{},{said}\n", SCORES[id])
            })
            .collect();
        let intake = read(&format!("id,nps,comment\n{rows}"));
        let responses = &survey(&intake).responses;
        let commented = responses.iter().filter(|of| of.has_words()).count();
        assert_eq!((responses.len(), commented), (12, 4), "{missing}");
    }
}

/// One row for each question and answer.
fn long(columns: &str, key: impl Fn(usize) -> String) -> String {
    let rows: String = (0..12)
        .map(|place| {
            let key = key(place);
            format!(
                "{key}How likely are you to recommend us?,{}\n{key}Why?,{}\n",
                SCORES[place],
                comment(place)
            )
        })
        .collect();
    format!("{columns}\n{rows}")
}

#[test]
fn a_row_for_each_question_becomes_a_row_for_each_person() {
    for columns in [
        "userId,tier,question,answer",
        "Response ID,tier,Question Text,Response",
        "respondent,tier,Frage,Antwort",
        "E-mail,tier,question,value",
    ] {
        let intake = read(&long(columns, |place| format!("p{place}@x.example,Pro,")));
        let responses = &survey(&intake).responses;
        assert_eq!(counts(&intake), [5, 2, 5], "{columns}");
        assert_eq!(responses.len(), 12, "{columns}");
        assert!(
            responses
                .iter()
                .all(|of| of.has_words() && of.attributes["tier"] == "Pro")
        );
        assert_eq!((responses[0].row, responses[1].row), (2, 4));
    }
}

#[test]
fn answers_that_nothing_holds_together_are_refused_with_the_way_out() {
    let text = long("ticket,question,answer", |place| format!("t{place},"));
    let error = read_with(&text, &ReadOptions::default()).unwrap_err();
    assert!(
        error.to_string().contains("a row for each answer"),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("--map respondent=COLUMN"));
    let mapped = ReadOptions {
        map: "respondent=ticket".parse().unwrap(),
        ..ReadOptions::default()
    };
    assert_eq!(counts(&read_with(&text, &mapped).unwrap()), [5, 2, 5]);
}

#[test]
fn the_scale_of_a_hint_has_the_end_that_most_are_at_as_its_best() {
    let friends = |column: &str, cells: [u8; 12]| {
        let text = survey_of(column, |id, _| format!("{id},{}", cells[id]));
        let error = read_with(&text, &ReadOptions::default()).unwrap_err();
        error.hint().unwrap()
    };
    let hint = friends("id,score", [1, 1, 2, 1, 5, 1, 2, 1, 3, 1, 1, 2]);
    assert!(
        hint.contains("perhaps `--scale 5-1` (1 is best) or `--scale 1-5`"),
        "{hint}"
    );
    let hint = friends("id,score", [5, 5, 4, 5, 1, 5, 4, 5, 3, 5, 5, 4]);
    assert!(hint.contains("perhaps `--scale 1-5`;"), "{hint}");
}

fn answers(intake: &Intake, row: usize) -> Vec<(&str, &str)> {
    let answer = &survey(intake).responses[row];
    let comment = answer.comment.as_deref().unwrap_or_default();
    let questions = answer.questions.iter();
    questions
        .map(|of| (of.question.as_str(), of.span.slice(comment)))
        .collect()
}

#[test]
fn all_open_questions_are_read_and_each_answer_knows_its_own() {
    for (first, second) in [
        ("What do you like most?", "What can we improve?"),
        ("Was gefällt Ihnen?", "Was sollen wir ändern?"),
        ("pros", "cons"),
        ("Likes", "Dislikes"),
        (
            "Why did you give this score?",
            "Which tools do you use beside ours?",
        ),
    ] {
        let rows: String = (0..12)
            .map(|id| {
                let other = if id % 3 == 0 {
                    comment(id + 1)
                } else {
                    String::new()
                };
                format!("{id},{},{},{other}\n", SCORES[id], comment(id))
            })
            .collect();
        let intake = read(&format!("id,nps,{first},{second}\n{rows}"));
        assert_eq!(survey(&intake).responses.len(), 12, "{first}");
        assert!(intake.doubts.is_empty(), "{first}: {:?}", intake.doubts);
        let said = [comment(0), comment(1)];
        assert_eq!(
            answers(&intake, 0),
            [(first, said[0].as_str()), (second, said[1].as_str())]
        );
        assert_eq!(answers(&intake, 1), [(first, said[1].as_str())]);
    }
}

#[test]
fn texts_that_ask_nothing_are_all_read_and_said_to_be() {
    let rows: String = (0..12)
        .map(|id| format!("{id},{},{},{}\n", SCORES[id], comment(id), comment(id + 1)))
        .collect();
    let text = format!("id,nps,comment,remarks\n{rows}");
    let intake = read(&text);
    assert_eq!(settles(&intake), ["--map comment=comment"]);
    assert_eq!(answers(&intake, 0).len(), 2);
    let both = ReadOptions {
        map: "comment=comment,comment=remarks".parse().unwrap(),
        ..ReadOptions::default()
    };
    let both = read_with(&text, &both).unwrap();
    assert_eq!(answers(&both, 0).len(), 2);
    assert!(both.doubts.is_empty());
}

#[test]
fn people_write_comments_in_scripts_without_spaces() {
    for (name, texts) in [
        (
            "感想",
            [
                "配送が遅すぎます。連絡もありませんでした。",
                "アプリが使いやすい！",
                "料金が高い",
                "検索しても見つからない",
            ],
        ),
        (
            "意见",
            [
                "物流太慢了，客服也不回复。",
                "应用很好用！",
                "价格太高了",
                "发票看不懂",
            ],
        ),
        (
            "ความเห็น",
            [
                "จัดส่งช้ามากไม่มีใครแจ้ง",
                "แอปใช้ง่ายมากจริงๆ",
                "ราคาแพงเกินไปสำหรับเรา",
                "ระบบล่มบ่อยมากทุกวัน",
            ],
        ),
        (
            "의견",
            [
                "배송이 너무 늦어요",
                "앱이 쉬워요",
                "가격이 비싸요",
                "지원이 빨라요",
            ],
        ),
    ] {
        let people = ["田中太郎", "김철수", "王小明", "佐藤花子"];
        let rows: String = SCORES
            .iter()
            .enumerate()
            .map(|(id, score)| format!("{id},{score},{},{}\n", people[id % 4], texts[id % 4]))
            .collect();
        let text = format!("id,nps,担当,{name}\n{rows}");
        let intake = read(&text);
        assert_eq!(part(&intake, name), "comment", "{name}");
        assert_eq!(part(&intake, "担当"), "segment", "{name}");
        let comments = survey(&intake).responses.iter();
        assert!(comments.clone().all(|response| response.comment.is_some()));
    }
}
