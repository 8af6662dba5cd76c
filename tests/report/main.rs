//! The report, as a reader of the page would check it.

mod pontoon;
mod translations;

use motif::nps::estimate::{Footing, Score};
use motif::report::brief::{Brief, Headline, InterviewMatrix, Skipped, SkippedRow, Unthemed};
use motif::report::{html, markdown};

fn studies() -> [(&'static str, Brief); 6] {
    [
        ("study", pontoon::study()),
        ("five", pontoon::five_comments()),
        ("unrated", pontoon::unrated()),
        ("wordless", pontoon::wordless()),
        ("interviews", pontoon::interviews_only()),
        ("twelve", pontoon::twelve_waves()),
    ]
}

/// Returns what stands between each `open` and the next `close`.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> Vec<&'a str> {
    let pieces = text.split(open).skip(1);
    pieces
        .filter_map(|piece| piece.split(close).next())
        .collect()
}

/// Writes the pages into the folder `MOTIF_REPORT_PAGES`, to look at them.
#[test]
fn every_kind_of_study_becomes_a_page_and_a_text() {
    for (name, brief) in studies() {
        let (page, text) = (html::page(&brief), markdown::text(&brief));
        assert!(page.ends_with("</html>"));
        assert!(text.starts_with("# "));
        if let Ok(folder) = std::env::var("MOTIF_REPORT_PAGES") {
            std::fs::write(format!("{folder}/{name}.html"), page)
                .expect("the folder can be written");
            std::fs::write(format!("{folder}/{name}.md"), text).expect("the folder can be written");
        }
    }
}

#[test]
fn the_page_needs_no_script_and_nothing_from_elsewhere() {
    for (_, brief) in studies() {
        let page = html::page(&brief);
        for wrong in ["<script", "http://", "https://", "src=", "@import", "<link"] {
            assert!(!page.contains(wrong), "{wrong}");
        }
        assert!(
            between(&page, "url(", ")")
                .iter()
                .all(|target| *target == "#hatch")
        );
    }
}

#[test]
fn every_link_leads_to_a_place_on_the_page_and_every_place_is_one() {
    for (name, brief) in studies() {
        let page = html::page(&brief);
        let mut places = between(&page, " id=\"", "\"");
        for target in between(&page, "href=\"#", "\"") {
            assert!(places.contains(&target), "#{target} in {name}");
        }
        let all = places.len();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), all, "an id stands twice in {name}");
    }
}

#[test]
fn every_theme_has_an_anchor() {
    let brief = pontoon::study();
    let page = html::page(&brief);
    for theme in &brief.themes {
        assert!(
            page.contains(&format!("id=\"theme-{}\"", theme.id)),
            "{}",
            theme.id
        );
    }
}

#[test]
fn themes_come_before_the_score() {
    let (page, text) = (
        html::page(&pontoon::study()),
        markdown::text(&pontoon::study()),
    );
    assert!(page.find("Locked out").unwrap() < page.find("The score<").unwrap());
    assert!(text.find("### 1. Support").unwrap() < text.find("## The score").unwrap());
}

#[test]
fn no_heading_skips_a_level() {
    for (name, brief) in studies() {
        let page = html::page(&brief);
        let levels = page.split("<h").skip(1);
        let levels: Vec<u32> = levels
            .filter_map(|piece| piece.chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{name}: {levels:?}"
        );
    }
}

#[test]
fn every_drawing_says_what_it_shows_or_is_passed_over() {
    let page = html::page(&pontoon::study());
    for svg in between(&page, "<svg", ">") {
        let labelled = svg.contains("role=\"img\"") && svg.contains("aria-label=\"");
        assert!(labelled || svg.contains("aria-hidden=\"true\""), "{svg}");
    }
}

#[test]
fn what_people_wrote_shows_as_text() {
    let hostile = "<script>alert(1)</script>\"><img onerror=x>";
    let mut brief = pontoon::study();
    let theme = &mut brief.themes[0];
    theme.id = hostile.into();
    theme.label = hostile.into();
    theme.terms = vec![hostile.into()];
    theme.cautions = vec![hostile.into()];
    let quote = &mut theme.quotes[0];
    quote.text = hostile.into();
    quote.before = Some(hostile.into());
    quote.language = Some(hostile.into());
    quote.account = Some(hostile.into());
    quote.source = hostile.into();
    theme.trend[0].wave = hostile.into();
    brief.title = hostile.into();
    brief.score.waves[0].wave = hostile.into();
    brief.interviews.conversations[0].participant = hostile.into();
    brief.interviews.matrix[0].theme = hostile.into();
    let (page, text) = (html::page(&brief), markdown::text(&brief));
    for wrong in ["<script", "<img"] {
        assert!(!page.contains(wrong), "{wrong}");
        assert!(!text.contains(wrong), "{wrong}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn numbers_of_fewer_than_five_people_are_withheld_everywhere() {
    let mut brief = pontoon::study();
    brief.themes = vec![pontoon::theme("rare", "Rare", [0, 0, 3], [0, 0, 3])];
    brief.interviews = InterviewMatrix::default();
    brief.headlines.clear();
    brief.unthemed = Unthemed::default();
    brief.score.overall = None;
    brief.score.waves.truncate(1);
    brief.score.waves[0].score = Score::new(pontoon::counts(0, 0, 3), pontoon::confidence());
    for said in [html::page(&brief), markdown::text(&brief)] {
        assert!(said.contains("too few people (3)"));
        assert!(!said.contains("−100 ("), "the score of three people");
        assert!(!said.contains("score −100"), "the score of three people");
    }
    let json = serde_json::to_value(&brief).unwrap();
    assert!(json["themes"][0]["score"]["value"].is_null());
    assert!(json["themes"][0]["impact"]["value"].is_null());
    assert_eq!(json["themes"][0]["impact"]["n"], 3);
    assert!(json["score"]["waves"][0]["low"].is_null());
    assert_eq!(json["score"]["waves"][0]["detractors"], 3);
}

#[test]
fn numbers_of_fewer_than_thirty_people_are_marked() {
    let brief = pontoon::study();
    let lockout = &brief.themes[1];
    assert_eq!(
        lockout.score.unwrap().estimate.footing(),
        Footing::Indicative
    );
    for said in [html::page(&brief), markdown::text(&brief)] {
        assert!(said.contains("This is from only 29 people."));
    }
}

#[test]
fn a_study_without_ratings_says_so() {
    for said in [
        html::page(&pontoon::unrated()),
        markdown::text(&pontoon::unrated()),
    ] {
        assert!(said.contains("No ratings were read, so there is no score."));
        assert!(said.contains("Its effect on the score is not known: there are no ratings."));
    }
}

#[test]
fn a_study_without_comments_says_so() {
    for said in [
        html::page(&pontoon::wordless()),
        markdown::text(&pontoon::wordless()),
    ] {
        assert!(said.contains("There are no comments and no interviews"));
        assert!(said.contains("40 ratings: 20 promoters, 10 passives and 10 detractors."));
    }
}

#[test]
fn comments_too_few_to_group_all_stand_there() {
    let brief = pontoon::five_comments();
    for said in [html::page(&brief), markdown::text(&brief)] {
        assert!(said.contains("too little text to group"));
        assert!(
            brief
                .comments
                .iter()
                .all(|comment| said.contains(&comment.text))
        );
    }
}

#[test]
fn interviews_alone_make_a_report_without_a_survey() {
    for said in [
        html::page(&pontoon::interviews_only()),
        markdown::text(&pontoon::interviews_only()),
    ] {
        assert!(said.contains("5 of 10"));
        assert!(!said.contains("Answers read"));
    }
}

#[test]
fn page_and_text_tell_the_same_story() {
    let brief = pontoon::study();
    let (page, text) = (html::page(&brief), markdown::text(&brief));
    for told in [
        "66 people and 6 of 10 interviews, at 31 of 45 accounts; 82 passages.",
        "They pull the score down by 14.9 points (range 10.7 to 19.2). Of many such numbers the large ones are usually overstated, so expect about 13.9.",
        "The effect on the score is not certain with 9 themes tested:",
        "Früher hat jemand abgehoben.",
        "all 10 people are of one account, Brackwater Utilities",
        "611 ratings: 262 promoters, 163 passives and 186 detractors.",
        "35 of 408, 9% (6% to 12%)",
        "3 rows left out",
    ] {
        assert!(page.contains(told), "the page: {told}");
        assert!(text.contains(told), "the text: {told}");
    }
}

#[test]
fn rows_left_out_are_counted_where_they_are_not_listed() {
    let mut brief = Brief::default();
    let skip = |row| SkippedRow {
        file: "spring.csv".into(),
        row: Some(row),
        reason: "no comment and no rating".into(),
    };
    brief.skipped = Skipped {
        total: 1_225,
        first: (1..=Skipped::LISTED as u32).map(skip).collect(),
    };
    for said in [html::page(&brief), markdown::text(&brief)] {
        assert!(said.contains("1,225 rows left out"));
        assert!(said.contains("And 1,205 more rows."));
    }
}

#[test]
fn a_brief_of_nothing_is_still_a_report() {
    let brief = Brief {
        headlines: vec![Headline::default()],
        ..Brief::default()
    };
    assert!(html::page(&brief).contains("there is no score"));
    assert!(markdown::text(&brief).contains("there is no score"));
}

#[test]
fn the_names_in_json_are_a_promise() {
    let json = serde_json::to_value(pontoon::study()).unwrap();
    let names = |value: &serde_json::Value| {
        let object = value.as_object().expect("an object");
        object.keys().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        names(&json),
        "title confidence sources headlines cautions base unit coverage themes parked empty comments requests pain_points saturation unthemed scale score interviews skipped method"
    );
    assert_eq!(
        names(&json["themes"][0]),
        "id label terms kind firmness fit broader confirmed owner respondents participants accounts passages groups score others impact moves worst trend parts tone quotes cautions"
    );
    assert_eq!(
        names(&json["themes"][0]["groups"][0]),
        "group voiced n value low high footing"
    );
    assert_eq!(
        names(&json["score"]["waves"][0]),
        "wave promoters passives detractors n value low high footing"
    );
    assert_eq!(
        names(&json["themes"][0]["quotes"][0]),
        "text before after language origin group rating date wave speaker account source record row line seconds start end"
    );
}
