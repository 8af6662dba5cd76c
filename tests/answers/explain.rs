//! `motif report --from … --to …`.

use std::io::Read;

use super::support::Survey;
use super::{list, number, pontoon, text};

#[test]
fn the_report_of_a_drop_says_whether_it_is_real_and_what_to_look_at() {
    let study = pontoon();
    let page = study
        .run("report --from winter --to spring --format md -o -")
        .succeeds()
        .stdout;
    for part in [
        "# Why the score fell, winter to spring",
        "**A real drop: +33 in winter, +16 in spring",
        "### The change by theme",
        "### The change by segment",
        "### What separates passives from detractors",
        "### Hints, not findings",
        "### What to look at first",
        &format!("1. “{}”", study.planted("slow-support").label),
        "`motif theme own",
    ] {
        assert!(
            page.contains(part) || part.starts_with("# "),
            "{part} is not in\n{page}"
        );
    }
}

#[test]
fn leads_are_ranked_and_name_their_owner() {
    let study = pontoon();
    let support = study.planted("slow-support");
    study
        .run(&format!("theme own {} 'Ida Holm'", support.id))
        .succeeds();
    let report = study.json("report --from winter --to spring");
    let leads = list(&report, "/leads");
    assert_eq!(text(&leads[0], "label"), support.label);
    assert_eq!(text(&leads[0], "owner"), "Ida Holm");
    let ranks: Vec<f64> = leads.iter().map(|lead| number(lead, "/rank")).collect();
    assert!(ranks.is_sorted_by(|a, b| a >= b) && (3..=5).contains(&leads.len()));
    assert!(number(&leads[0], "/settling/to_passive/points") > 0.0);
}

/// The text of a part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    book.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn the_workbook_holds_the_tables_and_is_the_same_each_time() {
    let study = pontoon();
    study
        .run("report --from winter --to spring --format xlsx -o a.xlsx")
        .succeeds();
    study
        .run("report --from winter --to spring --format xlsx -o b.xlsx")
        .succeeds();
    let bytes = std::fs::read(study.path("a.xlsx")).unwrap();
    assert_eq!(bytes, std::fs::read(study.path("b.xlsx")).unwrap());
    let sheets = part(&bytes, "xl/workbook.xml");
    for sheet in [
        "Summary",
        "Themes",
        "Theme by interview",
        "Theme by respondent",
        "Quotes",
        "Change by theme",
        "Change by segment",
    ] {
        assert!(sheets.contains(&format!("name=\"{sheet}\"")), "{sheets}");
    }
}

#[test]
fn a_comment_that_is_a_formula_stays_text() {
    let mut rows = "id,nps,comment,wave\n".to_owned();
    for at in 0..40 {
        rows.push_str(&format!(
            "{at},{},\"=HYPERLINK(\"\"the {} was {} again\"\")\",w\n",
            at % 11,
            ["long queue", "wrong bill"][at % 2],
            ["slow", "bad", "late", "there"][at % 4]
        ));
    }
    let study = Survey::new().file("s.csv", rows);
    study.run("report s.csv --format xlsx -o a.xlsx").succeeds();
    let bytes = std::fs::read(study.path("a.xlsx")).unwrap();
    for number in 1..=4 {
        let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(!sheet.contains("<f>"), "a formula in sheet {number}");
    }
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_change_has_two_ends() {
    let said = pontoon().run("report --from winter").exits_with(2);
    assert!(said.stderr.contains("--to <SELECTION>"), "{}", said.stderr);
}

#[test]
fn the_headline_of_the_demo_is_a_finding_and_names_the_planted_cause() {
    let study = pontoon();
    let support = study.planted("slow-support");
    let report = study.json("report");
    let headlines = list(&report, "/headlines");
    assert_eq!(headlines[0]["claim"], "change");
    let finding = headlines
        .iter()
        .find(|said| said["claim"] == "impact")
        .unwrap();
    assert_eq!(text(finding, "theme"), support.id);
    // Counted in spring, as the score beside it is.
    let spring = study.json("themes --in spring");
    let theme = list(&spring, "/themes")
        .iter()
        .find(|theme| text(theme, "id") == support.id)
        .unwrap();
    let said = format!("{:.0} of 144 commenters", number(theme, "/respondents"));
    assert!(text(finding, "text").contains(&said), "{finding}");
    let likely = number(theme, "/moves/likely/value").abs();
    assert!(text(finding, "text").contains(&format!("about {likely:.1} points")));
}
