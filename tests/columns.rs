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

/// The place of the group that a score falls into, the best first.
fn place(score: u8) -> usize {
    match score {
        9.. => 0,
        7.. => 1,
        _ => 2,
    }
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
            let place = place(score);
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
        format!("{id},{},2026-03-01,{score}", 45_000 + id * 7 % 12)
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
    let text = long("visit,question,answer", |place| format!("t{place},"));
    let error = read_with(&text, &ReadOptions::default()).unwrap_err();
    assert!(
        error.to_string().contains("a row for each answer"),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("--map respondent=COLUMN"));
    let mapped = ReadOptions {
        map: "respondent=visit".parse().unwrap(),
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

/// A survey of forty answers, each one of these words in turn.
fn worded(column: &str, words: &[&str]) -> String {
    let rows: String = (0..40)
        .map(|id| format!("r{id},{},{}\n", words[id % words.len()], comment(id)))
        .collect();
    format!("id,\"{column}\",comment\n{rows}")
}

#[test]
fn a_scale_in_words_is_a_rating_with_a_net_score_of_its_own() {
    for (column, words) in [
        (
            "How satisfied are you?",
            "Very satisfied|Satisfied|Neutral|Dissatisfied|Very dissatisfied",
        ),
        ("How was the crane?", "Excellent|Very good|Good|Fair|Poor"),
        (
            "Wie zufrieden sind Sie mit der Montage?",
            "Sehr zufrieden|Eher zufrieden|Teils/teils|Eher unzufrieden|Sehr unzufrieden",
        ),
        (
            "Satisfaction",
            "Très satisfait|Plutôt satisfait|Neutre|Plutôt insatisfait|Pas du tout satisfait",
        ),
        (
            "Satisfacción",
            "Muy satisfecho|Satisfecho|Regular|Insatisfecho|Muy insatisfecho",
        ),
        (
            "Overall rating",
            "zeer tevreden|tevreden|neutraal|ontevreden|zeer ontevreden",
        ),
    ] {
        let words: Vec<&str> = words.split('|').collect();
        let intake = read(&worded(column, &words));
        assert_eq!(counts(&intake), [16, 8, 16], "{column}");
        let scale = &survey(&intake).scale;
        assert_eq!(scale.to_string(), "1-5", "{column}");
        assert!(!scale.is_recommendation());
        assert!(intake.doubts.is_empty(), "{column}: {:?}", intake.doubts);
    }
}

#[test]
fn a_scale_in_words_is_no_promoter_score_even_where_recommending_is_asked() {
    let words = [
        "Very likely",
        "Likely",
        "Neutral",
        "Unlikely",
        "Very unlikely",
    ];
    let intake = read(&worded("How likely are you to recommend us?", &words));
    assert_eq!(counts(&intake), [16, 8, 16]);
    assert!(!survey(&intake).scale.is_recommendation());
}

#[test]
fn a_scale_in_words_under_a_name_that_asks_nothing_is_read_with_a_doubt() {
    let words = [
        "Strongly agree",
        "Agree",
        "Neutral",
        "Disagree",
        "Strongly disagree",
    ];
    let intake = read(&worded("Q3", &words));
    assert_eq!(counts(&intake), [16, 8, 16]);
    assert_eq!(settles(&intake), ["--map score=Q3 --scale 1-5"]);
    let settled = ReadOptions {
        map: "score=Q3".parse().unwrap(),
        scale: Some("1-5".parse().unwrap()),
        ..ReadOptions::default()
    };
    let settled = read_with(&worded("Q3", &words), &settled).unwrap();
    assert_eq!(counts(&settled), [16, 8, 16]);
    assert!(settled.doubts.is_empty());
}

#[test]
fn of_several_scales_in_words_none_is_the_score_and_the_first_is_pointed_out() {
    let words = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied"];
    let rows: String = (0..40)
        .map(|id| format!("{},{},{}\n", words[id % 4], words[id % 3], comment(id)))
        .collect();
    let intake = read(&format!("Delivery,Price,comment\n{rows}"));
    assert_eq!(part(&intake, "Delivery"), "segment");
    assert_eq!(settles(&intake), ["--map score=Delivery --scale 1-5"]);
    let beside = read(&survey_of("NPS,Delivery", |id, score| {
        format!("{score},{}", words[id % 4])
    }));
    assert_eq!(part(&beside, "Delivery"), "segment");
    assert!(beside.doubts.is_empty());
}

#[test]
fn friends_and_family_answers_are_known_under_any_name() {
    for words in [
        "Very good|Good|Neither good nor poor|Poor|Very poor|Don't know",
        "1. Very good|2. Good|3. Neither good nor poor|4. Poor|5. Very poor|6. Don't know",
        "1 - Very good|2 - Good|3 - Neither good nor poor|4 - Poor|5 - Very poor|6 - Don't know",
    ] {
        let words: Vec<&str> = words.split('|').collect();
        let text = worded("How was your visit?", &words);
        let said = ReadOptions {
            scale: Some("fft".parse().unwrap()),
            ..ReadOptions::default()
        };
        for intake in [read(&text), read_with(&text, &said).unwrap()] {
            assert_eq!(counts(&intake), [14, 7, 13], "{words:?}");
            assert_eq!(survey(&intake).scale.to_string(), "fft");
            assert!(survey(&intake).skips.is_empty(), "{words:?}");
        }
        assert!(read(&text).doubts.is_empty());
    }
}

#[test]
fn stars_and_ratings_out_of_five_say_their_scale() {
    for words in [
        "★★★★★|★★★★☆|★★★☆☆|★★☆☆☆|★☆☆☆☆",
        "5/5|4/5|3/5|2/5|1/5",
        "5 stars|4 stars|3 stars|2 stars|1 star",
        "5 out of 5|4 out of 5|3 out of 5|2 out of 5|1 out of 5",
        "5 von 5|4 von 5|3 von 5|2 von 5|1 von 5",
    ] {
        let words: Vec<&str> = words.split('|').collect();
        let intake = read(&worded("Overall rating", &words));
        assert_eq!(counts(&intake), [16, 8, 16], "{words:?}");
        assert_eq!(survey(&intake).scale.to_string(), "1-5");
        assert!(intake.doubts.is_empty(), "{:?}", intake.doubts);
    }
}

#[test]
fn a_name_may_say_that_the_lowest_is_the_best() {
    for (column, scale, doubts) in [
        ("Rating (1 = very good, 5 = very poor)", "5-1", 0),
        ("Overall (1 = best, 5 = worst)", "5-1", 0),
        ("Bewertung (1 = sehr gut, 6 = ungenügend)", "6-1", 0),
        ("Schulnote", "6-1", 0),
        ("Note (1–6)", "6-1", 1),
        ("Rating (1 = very poor, 5 = very good)", "1-5", 0),
    ] {
        let words = ["1", "2", "3", "4", "5"];
        let intake = read(&worded(column, &words));
        assert_eq!(survey(&intake).scale.answers(), scale, "{column}");
        assert_eq!(intake.doubts.len(), doubts, "{column}: {:?}", intake.doubts);
    }
}

#[test]
fn a_direction_that_is_said_is_not_doubted() {
    for (column, scale) in [
        (
            "How likely are you to recommend us? (0 = not at all likely, 10 = extremely likely)",
            "0-10",
        ),
        (
            "How easy was it? (0 = very difficult, 10 = very easy)",
            "0-10",
        ),
        (
            "Wie schwierig war es? (0 = sehr leicht, 10 = sehr schwierig)",
            "10-0",
        ),
        (
            "How much effort was it? (0-10, 10 = no effort at all)",
            "0-10",
        ),
    ] {
        let text = survey_of(&format!("id,\"{column}\""), |id, score| {
            format!("{id},{score}")
        });
        let intake = read(&text);
        assert_eq!(survey(&intake).scale.answers(), scale, "{column}");
        assert!(intake.doubts.is_empty(), "{column}: {:?}", intake.doubts);
    }
}

#[test]
fn the_likelier_people_leave_the_worse_and_it_is_never_a_promoter_score() {
    for column in [
        "How likely are you to cancel?",
        "How likely are you to switch to another provider? (0-10)",
        "Wie wahrscheinlich ist es, dass Sie kündigen?",
        "Quelle est la probabilité que vous nous quittiez ?",
        "How difficult was it to reach us?",
        "How likely is it that you would not recommend us?",
    ] {
        let text = survey_of(&format!("id,\"{column}\""), |id, score| {
            format!("{id},{score}")
        });
        let intake = read(&text);
        let scale = &survey(&intake).scale;
        assert!(
            scale.is_best_low() && !scale.is_recommendation(),
            "{column}"
        );
        assert_eq!(settles(&intake), ["--scale 10-0"], "{column}");
    }
    let words = [
        "Very likely",
        "Likely",
        "Neutral",
        "Unlikely",
        "Very unlikely",
    ];
    let intake = read(&worded("How likely are you to cancel?", &words));
    let first = survey(&intake).responses[0].rating.map(Rating::group);
    assert_eq!(first, Some(Group::Detractor));
}

#[test]
fn what_an_answer_adds_to_the_score_tells_its_group() {
    for (column, values) in [
        ("nps", ["100", "0", "-100"]),
        ("score", ["100", "0", "−100"]),
        ("NPS", ["1", "0", "-1"]),
        ("nps_group", ["100%", "0%", "-100%"]),
    ] {
        let intake = read(&survey_of(&format!("id,{column}"), |id, score| {
            let place = place(score);
            format!("{id},{}", values[place])
        }));
        assert_eq!(counts(&intake), [5, 2, 5], "{column}");
        assert!(survey(&intake).scale.is_recommendation(), "{column}");
        assert!(intake.doubts.is_empty(), "{column}: {:?}", intake.doubts);
    }
}

#[test]
fn mixed_is_between_positive_and_negative() {
    for mixed in ["Mixed", "gemischt", "mixto"] {
        let intake = read(&worded(
            "How was it?",
            &["positive", "neutral", mixed, "negative"],
        ));
        assert_eq!(counts(&intake), [10, 20, 10], "{mixed}");
    }
}

#[test]
fn thousands_are_known_by_the_column_and_short_ways_to_write_money_are_numbers() {
    for (cells, revenue) in [
        (["1.250", "950"], "1250"),
        (["12.400", "310"], "12400"),
        (["$1.2M", "$850K"], "1200000"),
        (["€1.250,-", "€99,-"], "1250"),
        (["12k", "900"], "12000"),
        (["EUR 1 250", "EUR 950"], "1250"),
        (["1'250.-", "950.-"], "1250"),
        (["(1,250)", "950"], "-1250"),
        (["2,5 Mio. €", "900 Tsd. €"], "2500000"),
    ] {
        let [first, second] = cells;
        let intake = read(&format!(
            "account;revenue;tier\nFjell;{first};Pro\nNord;{second};Free\n"
        ));
        let accounts = accounts(&intake);
        assert_eq!(accounts.columns[1].part.to_string(), "measure", "{first}");
        assert_eq!(
            accounts.accounts[0].attributes["revenue"], revenue,
            "{first}"
        );
        assert!(intake.doubts.is_empty(), "{first}: {:?}", intake.doubts);
    }
}

#[test]
fn points_that_may_mean_either_are_doubted_once() {
    let intake = read("account;revenue;tier\nFjell;1.250;Pro\nNord;2.500;Free\n");
    assert_eq!(accounts(&intake).accounts[0].attributes["revenue"], "1250");
    assert_eq!(intake.doubts.len(), 1);
    let means = survey_of("id,NPS,hours", |id, score| {
        format!("{id},{score},{}", ["3.333", "4", "2.667"][id % 3])
    });
    let intake = read(&means);
    assert_eq!(survey(&intake).responses[0].attributes["hours"], "3.333");
    assert!(intake.doubts.is_empty());
}

#[test]
fn a_record_is_known_by_its_number_whatever_the_column_is_called() {
    for column in [
        "Nr",
        "Lfd. Nr.",
        "Conversation ID",
        "Ticket #",
        "Case",
        "Vorgangsnummer",
        "foo",
    ] {
        for first in [1, 104_820] {
            let intake = read(&survey_of(&format!("{column},NPS"), |id, score| {
                format!("{},{score}", first + id)
            }));
            assert_eq!(part(&intake, column), "id", "{column}");
        }
    }
    let codes = read(&survey_of("Foo,NPS", |id, score| {
        format!("AB-{},{score}", 1048 + id)
    }));
    assert_eq!(part(&codes, "Foo"), "id");
    let beside = read(&survey_of("id,Ticket,NPS", |id, score| {
        format!("{id},{},{score}", 70_312 + id * 17 % 13)
    }));
    assert_eq!(part(&beside, "Ticket"), "ignored (ids)");
}

#[test]
fn numbers_that_count_or_cost_something_are_measures_also_when_all_differ() {
    for column in ["revenue", "Spend", "visits", "minutes"] {
        let intake = read(&survey_of(&format!("id,{column},NPS"), |id, score| {
            format!("{id},{},{score}", 1_000 + id * 137)
        }));
        assert_eq!(part(&intake, column), "measure", "{column}");
    }
}

#[test]
fn who_answered_is_a_person_in_the_languages_of_surveys() {
    const FIRST: [&str; 4] = ["Ada", "Piet", "Maren", "Joel"];
    const LAST: [&str; 3] = ["Moe", "van Loon", "Voss"];
    let name = |id: usize| format!("{} {}", FIRST[id % 4], LAST[id % 3]);
    for column in [
        "Nom",
        "Nombre",
        "Naam",
        "Nome",
        "Namn",
        "Ansprechpartner",
        "Kontaktperson",
    ] {
        let intake = read(&survey_of(&format!("id,{column},NPS"), |id, score| {
            format!("{id},{},{score}", name(id))
        }));
        assert_eq!(part(&intake, column), "respondent", "{column}");
    }
    let other = read(&survey_of("id,Techniker,NPS", |id, score| {
        format!("{id},{},{score}", name(id))
    }));
    assert_eq!(part(&other, "Techniker"), "ignored (names)");
    let apart = read(&survey_of("id,Prénom,Nom,NPS", |id, score| {
        format!("{id},{},{},{score}", FIRST[id % 4], LAST[id % 3])
    }));
    let person = &survey(&apart).responses[0].person;
    assert_eq!(person.name.as_deref(), Some("Ada Moe"));
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

#[test]
fn no_text_that_people_wrote_is_dropped_without_a_word() {
    for (first, second) in [
        ("Motivo", "Observaciones"),
        ("Begründung", "Anregungen"),
        ("Likes", "Other"),
        ("Q2", "Verbesserungsvorschläge"),
        ("Lob", "Wünsche"),
    ] {
        let rows: String = (0..24)
            .map(|id| {
                let said = [comment(id), comment(id + 1)];
                let second = if id % 2 == 0 { said[1].as_str() } else { "" };
                format!("{id},{},{},{second}\n", SCORES[id % 12], said[0])
            })
            .collect();
        for columns in [[first, second], [second, first]] {
            let intake = read(&format!("id,nps,{}\n{rows}", columns.join(",")));
            assert_eq!(part(&intake, first), "comment", "{columns:?}");
            assert_eq!(part(&intake, second), "comment", "{columns:?}");
            assert_eq!(intake.doubts.len(), 1, "{columns:?}: {:?}", intake.doubts);
        }
    }
}

/// What Microsoft Forms, Typeform and `SurveyMonkey` call their columns, in
/// German, French and Spanish: start, end, e-mail, name, customer, rating.
const EXPORTS: [[&str; 6]; 6] = [
    [
        "Startzeit",
        "Fertigstellungszeit",
        "E-Mail",
        "Ihr Name",
        "In welchem Unternehmen arbeiten Sie?",
        "Gesamtbewertung",
    ],
    [
        "Startdatum",
        "Enddatum",
        "Mailadresse",
        "Name des Befragten",
        "Zugehöriges Unternehmen",
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
    ],
    [
        "Heure de début",
        "Heure de fin",
        "Adresse de messagerie",
        "Votre nom",
        "Raison sociale",
        "Note globale",
    ],
    [
        "Date de début (UTC)",
        "Date de soumission (UTC)",
        "Votre adresse mail",
        "Nom du répondant",
        "Dans quelle entreprise travaillez-vous ?",
        "Nous conseilleriez-vous à vos amis ?",
    ],
    [
        "Hora de inicio",
        "Hora de finalización",
        "Dirección de correo electrónico",
        "Su nombre",
        "Razón social",
        "Puntuación",
    ],
    [
        "Fecha de inicio (UTC)",
        "Fecha de envío (UTC)",
        "Correo electrónico del encuestado",
        "¿Cómo te llamas?",
        "¿En qué empresa trabajas?",
        "¿Nos aconsejaría a sus amigos?",
    ],
];

#[test]
fn exports_in_german_french_and_spanish_are_read_as_those_in_english() {
    for columns in EXPORTS {
        let quoted: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let text = survey_of(&quoted.join(","), |at, score| {
            format!(
                "2025-03-{:02} 09:00:00,2025-03-{:02} 09:05:00,p{at}@firm{}.example,Person {at},Firm {},{score}",
                at + 1,
                at + 1,
                at % 3,
                at % 3
            )
        });
        let intake = read(&text);
        let parts: Vec<String> = columns.iter().map(|name| part(&intake, name)).collect();
        assert!(parts[0].starts_with("ignored"), "{columns:?}: {parts:?}");
        assert_eq!(
            parts[1..],
            ["date", "email", "respondent", "account", "score"],
            "{columns:?}"
        );
    }
}
