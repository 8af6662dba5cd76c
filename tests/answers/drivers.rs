//! `motif drivers`.

use super::support::Survey;
use super::{list, number, pontoon, text};

#[test]
fn the_planted_causes_lead_and_the_report_says_the_same() {
    let study = pontoon();
    let found = study.json("drivers --in spring");
    let themes = list(&found, "/themes");
    let named = [
        study.planted("slow-support").label,
        study.planted("login-lockout").label,
    ];
    for name in named {
        let own = themes.iter().find(|of| text(&of["theme"], "label") == name);
        let own = own.unwrap_or_else(|| panic!("{name} is not in {found}"));
        assert!(
            number(own, "/q") <= 0.05 && number(own, "/effect") < -1.0,
            "{own}"
        );
    }
    let shares: f64 = themes.iter().map(|of| number(of, "/share/value")).sum();
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
    let report = study.json("report --in spring --format json");
    assert_eq!(report["together"]["themes"], found["themes"]);
    let told = study.run("drivers --in spring").stdout;
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("other themes being equal"), "{told}");
    assert!(told.contains("not what causes what"), "{told}");
}

#[test]
fn people_chosen_by_their_rating_and_too_few_are_told_so() {
    let study = pontoon();
    study.run("drivers --in group:detractor").fails_with(
        "error: detractors were chosen by their ratings, so nothing can be said of what moves these\n\nhint: choose people by a wave, a period or a segment\n",
    );
    let few = Survey::new().file("s.csv", "id,nps,comment\n1,9,good\n2,3,bad\n");
    assert!(few.run("drivers s.csv").stderr.contains("too few ratings"));
}
