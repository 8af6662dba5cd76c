//! Answers about ratings on other scales.

use super::support::Survey;

/// Stars by month: better in February.
fn stars() -> Survey {
    let mut rows = "id,date,stars,comment,shop\n".to_owned();
    for at in 0..120 {
        let month = 1 + at / 60;
        let stars = if month == 1 { 1 + at % 5 } else { 3 + at % 3 };
        let said = [
            "the queue is long",
            "kind staff",
            "clean rooms",
            "parking is dear",
        ][at % 4];
        rows.push_str(&format!(
            "{at},2025-{month:02}-10,{stars},{said} {at},{}\n",
            ["north", "south"][at % 2]
        ));
    }
    Survey::new().file("s.csv", rows)
}

#[test]
fn stars_are_never_called_promoters_or_nps() {
    let study = stars();
    for line in [
        "compare 2025-01 2025-02 s.csv",
        "contrast --files s.csv",
        "hotspots s.csv",
        "trends --by month s.csv",
        "score s.csv",
        "audit s.csv",
        "report s.csv --from 2025-01 --to 2025-02 --format md -o -",
    ] {
        let said = study
            .run(&format!("{line} --scale 1-5 --map score=stars"))
            .succeeds();
        for word in ["promoter", "passive", "detractor", "NPS"] {
            assert!(
                !said.stdout.to_lowercase().contains(&word.to_lowercase()),
                "{word} in {line}:\n{}",
                said.stdout
            );
        }
    }
}

#[test]
fn yes_and_no_have_two_groups_and_one_pair() {
    let mut rows = "id,again,comment\n".to_owned();
    for at in 0..60 {
        rows.push_str(&format!(
            "{at},{},words about the queue {at}\n",
            ["yes", "no", "yes"][at % 3]
        ));
    }
    let study = Survey::new().file("s.csv", rows);
    let answers = study.json("contrast --files s.csv --scale yes/no --map score=again");
    assert_eq!(answers.as_array().unwrap().len(), 1);
}
