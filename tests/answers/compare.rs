//! `motif compare`.

use serde_json::Value;

use super::support::Survey;
use super::{list, number, pontoon, text};

/// The rows that carry a change, what lowers it most first.
fn rows(comparison: &Value) -> Vec<(String, f64)> {
    let rows = list(comparison, "/carried/by_theme/rows").iter();
    rows.map(|row| (text(row, "label").to_owned(), number(row, "/points")))
        .collect()
}

#[test]
fn from_winter_to_spring_the_drop_is_real_and_its_two_causes_carry_it() {
    let study = pontoon();
    let comparison = study.json("compare winter spring");
    assert_eq!(comparison["verdict"], "drop");
    let causes = ["slow-support", "login-lockout"].map(|cause| study.planted(cause).label);
    let first: Vec<String> = rows(&comparison)
        .into_iter()
        .take(3)
        .map(|(label, _)| label)
        .collect();
    for cause in causes {
        assert!(first.contains(&cause), "{cause} in {first:?}");
    }
}

#[test]
fn from_autumn_to_winter_nothing_is_said_to_have_changed() {
    let study = pontoon();
    assert_eq!(study.json("compare autumn winter")["verdict"], "noise");
    let said = study.run("compare autumn winter").succeeds();
    assert!(
        said.stdout
            .starts_with("No clear change: +36 in autumn, +33 in winter (−3.1 points"),
        "{}",
        said.stdout
    );
}

#[test]
fn what_was_mended_is_said_less() {
    let study = pontoon();
    let board = study.planted("slow-board").label;
    let comparison = study.json("compare autumn spring");
    let shift = list(&comparison, "/themes")
        .iter()
        .find(|shift| text(shift, "label") == board)
        .unwrap();
    assert!(number(shift, "/difference") < -0.05, "{shift}");
    assert!(number(shift, "/q") <= 0.05, "{shift}");
}

#[test]
fn the_parts_add_up_to_the_change_with_a_row_for_those_who_said_nothing() {
    let study = pontoon();
    for waves in ["autumn winter", "winter spring", "spring autumn"] {
        let comparison = study.json(&format!("compare {waves}"));
        let change = number(&comparison, "/change/points");
        let parts: f64 = rows(&comparison).iter().map(|(_, points)| points).sum();
        assert!(
            (parts - change).abs() < 1e-9,
            "{waves}: {parts}, not {change}"
        );
        let labels: Vec<String> = rows(&comparison)
            .into_iter()
            .map(|(label, _)| label)
            .collect();
        assert!(
            labels.contains(&"no comment".into())
                && labels.contains(&"comments that no theme covers".into())
        );
        for split in list(&comparison, "/carried/by_segment") {
            let both = number(split, "/rate") + number(split, "/mix");
            assert!(
                (both - change).abs() < 1e-9,
                "{waves}, {}: {both}",
                split["attribute"]
            );
        }
    }
}

#[test]
fn those_who_answered_twice_are_followed() {
    let comparison = pontoon().json("compare winter spring");
    assert_eq!(number(&comparison, "/followed/n"), 104.0);
    assert!(number(&comparison, "/followed/points") < -20.0);
    let lost = list(&comparison, "/followed/lost");
    assert_eq!(lost.len(), 24);
    assert!(
        lost.iter()
            .all(|mover| number(mover, "/before") >= 9.0 && number(mover, "/after") < 9.0)
    );
}

#[test]
fn equal_waves_have_no_change() {
    let rows = |wave: &str| -> String {
        let rows =
            (0..40).map(|at| format!("{wave}{at},{},same words as ever {at},{wave}\n", at % 11));
        format!("id,nps,comment,wave\n{}", rows.collect::<String>())
    };
    let study = Survey::new()
        .file("a.csv", rows("a"))
        .file("b.csv", rows("b"));
    let comparison = study.json("compare a b a.csv b.csv");
    assert_eq!(comparison["verdict"], "noise");
    assert!(number(&comparison, "/change/points").abs() < 1e-9);
}

#[test]
fn a_month_is_compared_with_a_month_and_a_segment_with_a_segment() {
    let study = pontoon();
    let months = study.json("compare 2024-09 2025-04");
    assert!(number(&months, "/from/rated") > 0.0);
    let tiers = study.json("compare tier:Starter tier:enterprise");
    assert_eq!(tiers["to"]["name"], "tier: enterprise");
    assert!(number(&tiers, "/change/points") < 0.0);
}

#[test]
fn an_unknown_wave_is_answered_with_the_known_ones() {
    let study = Survey::new().file(
        "s.csv",
        "id,nps,comment,wave,tier\n1,9,lovely,spring,gold\n2,3,slow,autumn,gold\n",
    );
    study.run("compare spring summer s.csv").fails_with(
        "error: `summer` is not a group, wave, period or segment of the answers\n\nhint: the waves are `autumn` and `spring`; groups are promoter, passive and detractor, or as the scale calls them; a period is `2025`, `2025-Q1`, `2025-04` or `2025-04-16`; a segment is written as in `tier:VALUE`, with `tier`; also `rating:0..6`, `date:2025-01..2025-03`, `theme:ID`, `tone:complaint`, `says:WORDS` and `file:NAME`\n",
    );
    study
        .run("compare spring tier:silver s.csv")
        .fails_with("error: no answer has `tier` `silver`\n\nhint: `tier` is `gold`\n");
    study
        .run("compare spring spring s.csv")
        .fails_with("error: `spring` is on both sides\n\nhint: name two different sides\n");
}

#[test]
fn four_ratings_give_no_verdict() {
    let rows = "id,nps,comment,wave\n1,9,good,a\n2,9,fine,a\n3,1,bad,b\n4,2,poor,b\n";
    let study = Survey::new().file("s.csv", rows);
    assert_eq!(study.json("compare a b s.csv")["verdict"], "few");
}

#[test]
fn segments_differ_and_do_not_change() {
    let study = pontoon();
    let said = study
        .run("compare tier:Enterprise tier:Business")
        .succeeds();
    assert!(
        said.stdout.starts_with(
            "A real difference: +6 in Enterprise (tier), +29 in Business (tier) (+23.0 points"
        ),
        "{}",
        said.stdout
    );
    for odd in ["THE CHANGE", "rise:", "drop:", "by tier,", "tier: "] {
        assert!(!said.stdout.contains(odd), "{odd} in {}", said.stdout);
    }
    let over_time = study
        .run("compare 'autumn & tier:Enterprise' 'spring & tier:Enterprise'")
        .succeeds();
    assert!(
        over_time.stdout.contains("in autumn & Enterprise (tier)")
            && over_time.stdout.contains("THE CHANGE BY THEME"),
        "{}",
        over_time.stdout
    );
}
