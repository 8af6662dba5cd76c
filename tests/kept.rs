//! What somebody kept while exploring is told in the report, as it is now.

#![allow(clippy::unwrap_used)]

mod support;

use motif::study::Signature;
use motif::study::Study;
use motif::study::saved_views::ViewDraft;
use serde_json::Value;
use support::Survey;

/// A study of the three surveys and ten interviews.
fn pontoon() -> Survey {
    let survey = Survey::new().pontoon().study();
    survey.run("add files").succeeds();
    survey.run("themes").succeeds();
    survey
}

fn keep(survey: &Survey, name: &str, address: &str, note: Option<&str>) {
    let mut study = Study::open(&survey.path("")).unwrap();
    let by = Signature {
        at: "2025-05-02T10:00:00+02:00".into(),
        who: "Hanne".into(),
    };
    let draft = ViewDraft {
        name: name.into(),
        address: address.into(),
        note: note.map(str::to_owned),
        in_report: true,
    };
    study.keep(draft, &by).unwrap();
}

fn noted(survey: &Survey) -> Vec<Value> {
    let report = survey.json("report --format json -o -");
    report["noted"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_report_without_views_has_no_section_for_them() {
    let survey = pontoon();
    assert_eq!(noted(&survey), Vec::<Value>::new());
    survey.run("report").succeeds();
    assert!(
        !survey
            .text("motif-report.html")
            .contains("Noted while exploring")
    );
}

#[test]
fn every_page_that_was_kept_is_looked_up_anew() {
    let survey = pontoon();
    keep(
        &survey,
        "The drop",
        "/compare?from=winter&to=spring",
        Some("Look <here>"),
    );
    keep(&survey, "Money", "/themes/2?in=spring", None);
    keep(&survey, "Calls", "/search?q=phone", None);
    keep(
        &survey,
        "Sides",
        "/compare?first=promoter&second=detractor",
        None,
    );
    keep(&survey, "Where", "/compare?by=all&in=spring", None);
    keep(&survey, "Odd", "/compare?from=never&to=spring", None);
    keep(&survey, "Lost", "/said/Q-000000000000", None);
    keep(&survey, "All", "/themes", None);
    keep(&survey, "Them", "/accounts/Nordlift", None);
    let shown: Vec<String> = noted(&survey)
        .iter()
        .map(|noted| noted["shows"]["what"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        shown,
        [
            "change", "theme", "search", "contrast", "hotspots", "gone", "gone", "page", "account"
        ]
    );
    let text = survey.run("report --format md -o -").succeeds().stdout;
    for said in [
        "## Noted while exploring",
        "### The drop",
        "Look &lt;here>",
        "A real drop:",
        "| winter |",
        "people mention it",
        "“phone” appears in",
        "Not there any more",
        "Nordlift: ",
        "Noted by Hanne, 2 May 2025.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    survey.run("report").succeeds();
    let page = survey.text("motif-report.html");
    assert!(page.contains("Look &lt;here&gt;") && page.contains("id=\"noted\""));
    survey.run("report --from winter --to spring").succeeds();
    assert!(
        survey
            .text("motif-report.html")
            .contains("Noted while exploring")
    );
    survey.run("report --format xlsx").succeeds();
}

#[test]
fn a_theme_that_was_merged_away_is_told_with_the_one_it_became_part_of() {
    let survey = pontoon();
    keep(&survey, "Gone", "/themes/3", None);
    keep(&survey, "Aside", "/themes/6", None);
    survey.run("theme merge 2 3").succeeds();
    survey.run("theme park 6").succeeds();
    let noted = noted(&survey);
    assert_eq!(noted[0]["shows"]["id"], "2");
    assert_eq!(noted[0]["shows"]["was"], "3");
    assert!(
        noted[1]["shows"]["why"]
            .as_str()
            .unwrap()
            .ends_with("is hidden.")
    );
    let text = survey.run("report --format md -o -").succeeds().stdout;
    assert!(
        text.contains("Theme 3 has since been merged into"),
        "{text}"
    );
}

#[test]
fn who_is_in_several_parts_is_asked_for_in_one() {
    let survey = pontoon();
    let both = survey.json("contrast promoter detractor --in spring");
    let joined = survey.json("contrast 'spring & group:promoter' 'spring & group:detractor'");
    for side in ["first", "second"] {
        assert_eq!(both[0][side]["asked"], joined[0][side]["asked"]);
    }
    assert_eq!(joined[0]["first"]["name"], "spring & promoters");
}
