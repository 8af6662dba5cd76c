//! The first screen of a report on a change: the verdict, what stands out,
//! what to do first, and why it may be wrong.
//!
//! All its sentences together claim something by chance in at most 5% of
//! reports ([`InShortOfChange`]).

use crate::feedback::{Group, Scale};
use crate::inquiry::claims::{Claim, InShortOfChange};
use crate::inquiry::compare::ChangeVerdict;
use crate::inquiry::contrast::{Contrast, ThemeContrast};
use crate::inquiry::drivers::{RowKind, ThemeRow, ThemeSplit};
use crate::inquiry::explanation::Explanation;
use crate::inquiry::hotspots::{Issue, Reach};
use crate::nps::estimate::Footing;
use crate::study::Quote;

use super::super::brief::{Brief, ThemeSummary};
use super::super::catalogue::say;
use super::super::sentences::is_loose;
use super::super::story::{Block, Sentence, StoryFinding};
use super::super::words;
use super::{compare, hotspots};

/// Tells the first screen.
pub(super) fn first_screen(explanation: &Explanation, brief: &Brief) -> Vec<Block> {
    let comparison = &explanation.comparison;
    let p = comparison.withheld.is_none().then_some(comparison.change.p);
    let budget = InShortOfChange::new(p);
    let is_called = comparison.verdict.is_called() && comparison.change.p <= budget.change;
    let mut blocks = vec![Block::verdict(compare::verdict(
        comparison,
        &brief.scale,
        budget.change,
    ))];
    blocks.extend(compare::panel(comparison).map(Block::paragraph));
    let carriers = if is_called {
        carriers(explanation, budget.carried)
    } else {
        Vec::new()
    };
    let found = findings(explanation, &carriers, budget.others);
    if is_called && carriers.is_empty() {
        blocks.extend(uncertain(explanation).map(Block::paragraph));
    }
    if !found.is_empty() {
        blocks.push(Block::Findings(found));
    }
    if !carriers.is_empty() {
        blocks.extend(rest(explanation).map(Block::paragraph));
    }
    let mut steps: Vec<String> = first_step(explanation, &carriers).into_iter().collect();
    steps.extend(to_call(explanation, &brief.scale, steps.is_empty()));
    if !steps.is_empty() {
        blocks.push(Block::paragraph(steps.join(" ")));
    }
    let doubts = doubts(explanation, brief, &carriers, budget.others);
    if !doubts.is_empty() {
        blocks.push(Block::paragraph(say!("Why we may be wrong:")));
        blocks.push(Block::points(doubts));
    }
    blocks
}

/// Themes told that carry a change.
const CARRIERS: usize = 4;

/// The themes that are found to carry the change, up to the q `most`.
fn carriers(explanation: &Explanation, most: f64) -> Vec<&ThemeRow> {
    let split = explanation.comparison.carried.by_theme.iter();
    let rows = split.flat_map(|split| same_way(split, |row| row.q <= most));
    rows.take(CARRIERS).collect()
}

/// Returns the themes whose points go the way of the change, the most first.
fn same_way(split: &ThemeSplit, wanted: impl Fn(&ThemeRow) -> bool) -> Vec<&ThemeRow> {
    let falls = split.points < 0.0;
    let rows = split.rows.iter().filter(|row| row.kind == RowKind::Theme);
    let rows = rows.filter(|row| (row.points < 0.0) == falls && wanted(row));
    let mut rows: Vec<&ThemeRow> = rows.collect();
    rows.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    rows
}

/// What was found of one theme.
struct ThemeFacts<'a> {
    id: &'a str,
    title: &'a str,
    claim: Claim,
    facts: Vec<String>,
}

/// What stands out: themes that carry a change that is called, the theme that
/// comes up most in one segment, what separates groups, and what only one
/// account says.
fn findings(explanation: &Explanation, carriers: &[&ThemeRow], others: f64) -> Vec<StoryFinding> {
    let carriers = carriers.iter();
    let mut found: Vec<ThemeFacts<'_>> = carriers
        .filter_map(|row| carries(explanation, row))
        .collect();
    let gathered = explanation.hotspots.themes.first();
    if let Some(gathered) = gathered.filter(|gathered| gathered.q <= others) {
        let fact = hotspots::comes_up_in(gathered);
        add(
            &mut found,
            &gathered.theme.id,
            &gathered.theme.label,
            Claim::Issue,
            fact,
        );
    }
    let pair = explanation.contrasts.first();
    if let Some((theme, fact)) = pair.and_then(|pair| apart(pair, others)) {
        add(
            &mut found,
            &theme.theme.id,
            &theme.theme.label,
            Claim::Group,
            fact,
        );
    }
    let own = |issue: &&Issue| issue.reach == Reach::OneAccount;
    for issue in explanation.hotspots.issues.iter().filter(own) {
        if let Some(loud) = issue.spread.one_account() {
            let fact = say!(
                "from one account: {people} are at {account}",
                people = words::part_of(loud.people, issue.spread.people, "person", "people"),
                account = loud.account
            );
            add(
                &mut found,
                &issue.theme.id,
                &issue.theme.label,
                Claim::None,
                fact,
            );
        }
    }
    let found = found.into_iter();
    let told = found.map(|finding| {
        let mut facts: Vec<String> = mentioned(explanation, finding.id).into_iter().collect();
        facts.extend(finding.facts);
        facts.extend(heard(explanation, finding.id));
        StoryFinding {
            title: finding.title.to_owned(),
            says: Sentence::claiming(finding.claim, words::series(&facts)),
            quote: quote(explanation, finding.id),
        }
    });
    told.collect()
}

/// Adds a fact to what was found of its theme, or a theme to what was found.
/// Of one that claims two things the first is kept as its claim.
fn add<'a>(
    found: &mut Vec<ThemeFacts<'a>>,
    id: &'a str,
    title: &'a str,
    claim: Claim,
    fact: String,
) {
    if let Some(known) = found.iter_mut().find(|known| known.id == id) {
        known.facts.push(fact);
        if known.claim == Claim::None {
            known.claim = claim;
        }
        return;
    }
    let facts = vec![fact];
    found.push(ThemeFacts {
        id,
        title,
        claim,
        facts,
    });
}

/// Returns how many mention a theme: `19 of 144 commenters, 4 of 127 before`.
fn mentioned(explanation: &Explanation, theme: &str) -> Option<String> {
    let mut shifts = explanation.comparison.themes.iter();
    let shift = shifts.find(|shift| shift.theme.id == theme)?;
    let (now, then) = (shift.contrast.first, shift.contrast.second);
    Some(say!(
        "{commenters}, {then} before",
        commenters = words::commenters(now.voiced, now.of),
        then = words::of(then.voiced, then.of)
    ))
}

/// Returns in how many interviews a theme comes up: `9 of 10 interviews`.
fn heard(explanation: &Explanation, theme: &str) -> Option<String> {
    let mut heard = explanation.heard.themes.iter();
    let part = heard.find(|heard| heard.theme.id == theme)?.participants;
    (part.voiced > 0).then(|| words::interviews(part.voiced, part.of))
}

/// Returns what a theme carries: `about −2.4 of the −16.9 points, cautiously
/// estimated (−7.0 as counted; range −7.6 to 0)`.
fn carries<'a>(explanation: &'a Explanation, row: &'a ThemeRow) -> Option<ThemeFacts<'a>> {
    let theme = row.theme.as_ref()?;
    let change = words::signed_tenths(explanation.comparison.change.points);
    let counted = words::signed_tenths(row.points);
    let points = match row.shrunk {
        Some(shrunk) => say!(
            "about {points} of the {change} points, cautiously estimated ({counted} as counted; range {range})",
            points = words::signed_tenths(shrunk.value),
            change,
            counted,
            range = words::points_range(shrunk.interval)
        ),
        None => say!(
            "about {points} of the {change} points (range {range})",
            points = counted,
            change,
            range = words::points_range(row.interval)
        ),
    };
    Some(ThemeFacts {
        id: &theme.id,
        title: &theme.label,
        claim: Claim::Impact,
        facts: vec![points],
    })
}

/// Returns somebody who says it: of those who are not content, where they are
/// quoted.
fn quote(explanation: &Explanation, theme: &str) -> Option<Quote> {
    let of_lead = explanation.leads.iter();
    let of_lead = of_lead
        .filter(|lead| lead.theme.id == theme)
        .flat_map(|lead| &lead.quotes);
    let of_segment = explanation.hotspots.themes.iter();
    let of_segment = of_segment
        .filter(|gathered| gathered.theme.id == theme)
        .flat_map(|gathered| &gathered.quotes);
    let of_groups = explanation.contrasts.iter().flat_map(|pair| &pair.themes);
    let of_groups = of_groups
        .filter(|of| of.theme.id == theme)
        .flat_map(|of| of.first_quotes.iter().chain(&of.second_quotes));
    of_lead.chain(of_segment).chain(of_groups).next().cloned()
}

/// Says where the rest of a change lies that some themes carry.
fn rest(explanation: &Explanation) -> Option<String> {
    let comparison = &explanation.comparison;
    let split = comparison.carried.by_theme.as_ref()?;
    let points = |kind: RowKind| {
        let row = split.rows.iter().find(|row| row.kind == kind)?;
        let counts = row.points / comparison.change.points >= WORTH_TELLING;
        counts.then(|| words::signed_tenths(row.points))
    };
    let unthemed = points(RowKind::Unthemed)
        .map(|points| say!("comments that no theme covers ({points} points)", points));
    let silent = points(RowKind::NoComment)
        .map(|points| say!("people who wrote no comment ({points} points)", points));
    let mut parts: Vec<String> = unthemed.into_iter().chain(silent).collect();
    parts.push(say!("themes that are not certain on their own").into());
    let parts = words::list(&parts);
    Some(if comparison.over_time {
        say!("The rest of the change lies with {parts}.", parts)
    } else {
        say!("The rest of the difference lies with {parts}.", parts)
    })
}

/// A part of a change is named from this share of it on.
const WORTH_TELLING: f64 = 0.05;

/// Says that no theme is found to carry a change that is called.
fn uncertain(explanation: &Explanation) -> Option<String> {
    let comparison = &explanation.comparison;
    let split = comparison.carried.by_theme.as_ref()?;
    if comparison.from.commented + comparison.to.commented == 0 {
        return Some(
            say!("Nobody wrote a comment, so there is nothing to explain it with.").into(),
        );
    }
    let tried = split.rows.iter().filter(|row| row.is_tested()).count();
    let unclear = say!(
        "Which theme is behind it is not clear: of the {themes} tested, none is statistically certain on its own.",
        themes = words::count(tried as u64, "theme", "themes")
    );
    let most: Vec<String> = same_way(split, ThemeRow::is_told)
        .iter()
        .take(2)
        .map(|row| {
            format!(
                "{} ({})",
                words::quoted(&row.label),
                words::signed_tenths(row.points)
            )
        })
        .collect();
    if most.is_empty() {
        return Some(unclear);
    }
    let most = say!("The largest counts: {themes}.", themes = words::list(&most));
    Some(format!("{unclear} {most}"))
}

/// Returns the theme that separates two groups by most, and how.
fn apart(contrast: &Contrast, most: f64) -> Option<(&ThemeContrast, String)> {
    let found = contrast.themes.iter();
    let found = found.filter(|theme| theme.contrast.q <= most);
    let theme = found.max_by(|a, b| {
        let size = |theme: &ThemeContrast| theme.contrast.difference.abs();
        size(a).total_cmp(&size(b))
    })?;
    let mut sides = [
        (words::side(&contrast.first), theme.contrast.first),
        (words::side(&contrast.second), theme.contrast.second),
    ];
    if theme.contrast.difference <= 0.0 {
        sides.reverse();
    }
    let [(more, often), (less, rarely)] = sides;
    let fact = say!(
        "{more} mention it more than {less}: {often} against {rarely}",
        more,
        less,
        often = words::part(often),
        rarely = words::part(rarely)
    );
    Some((theme, fact))
}

/// Says where to begin.
fn first_step(explanation: &Explanation, carriers: &[&ThemeRow]) -> Option<String> {
    let lead = explanation.leads.first()?;
    let theme = &lead.theme;
    let people = words::count(lead.reach.voiced, "person", "people");
    let carries = |row: &&ThemeRow| row.theme.as_ref() == Some(theme);
    if !carriers.iter().any(carries) {
        return Some(say!(
            "Look first at “{theme}”: {people} mention it. That it is behind the change is not certain.",
            theme = theme.label,
            people
        ));
    }
    let read = say!(
        "Do first: read what the {people} who mention “{theme}” say.",
        people,
        theme = theme.label
    );
    let owned = match &theme.owner {
        Some(owner) => say!("{owner} owns it.", owner),
        None => say!("Nobody owns it yet.").into(),
    };
    Some(format!("{read} {owned}"))
}

/// Says whom to call after a drop: those who went from the best group to the
/// worst.
fn to_call(explanation: &Explanation, scale: &Scale, is_first: bool) -> Option<String> {
    let comparison = &explanation.comparison;
    let followed = comparison.followed.as_ref()?;
    let (best, worst) = (Group::Promoter, Group::Detractor);
    let lost = followed.paired.transitions.count(best, worst);
    if comparison.verdict != ChangeVerdict::Drop || lost < Footing::SHOWN {
        return None;
    }
    let people = words::count(lost, "person", "people");
    let [from, to] = [best, worst].map(|group| words::group(group, scale));
    let (list, part) = (compare::no_longer(best, scale), say!("Who answered"));
    Some(if is_first {
        say!(
            "Do first: call the {people} who went from {from} to {to} (among “{list}” under “{part}”).",
            people,
            from,
            to,
            list,
            part
        )
    } else {
        say!(
            "Then call the {people} who went from {from} to {to} (among “{list}” under “{part}”).",
            people,
            from,
            to,
            list,
            part
        )
    })
}

/// What lies with comments of no theme is told from this share of a change on.
const MUCH: f64 = 0.25;

/// Returns what speaks against taking the first screen at its word.
fn doubts(
    explanation: &Explanation,
    brief: &Brief,
    carriers: &[&ThemeRow],
    others: f64,
) -> Vec<Sentence> {
    let comparison = &explanation.comparison;
    let mut doubts: Vec<Sentence> = Vec::new();
    doubts.extend(compare::mixed(comparison, others));
    let called = comparison.verdict.is_called();
    if called {
        doubts.extend(fits_no_theme(explanation).map(Sentence::from));
    }
    let loose = named(carriers, brief, is_loose);
    let themes = words::list(&loose);
    match loose.len() {
        0 => {}
        1 => doubts.push(
            say!(
                "{theme} is a loose theme: read the comments before you act.",
                theme = themes
            )
            .into(),
        ),
        _ => doubts.push(
            say!(
                "{themes} are loose themes: read the comments before you act.",
                themes
            )
            .into(),
        ),
    }
    let by_hand = named(carriers, brief, |theme| theme.by_hand);
    let themes = words::list(&by_hand);
    match by_hand.len() {
        0 => {}
        1 => doubts.push(
            say!(
                "{theme} was put together by hand, and nothing has checked that since.",
                theme = themes
            )
            .into(),
        ),
        _ => doubts.push(
            say!(
                "{themes} were put together by hand, and nothing has checked that since.",
                themes
            )
            .into(),
        ),
    }
    if called && comparison.change.before.n() >= Footing::SHOWN {
        doubts.push(say!("The points show where the change is, not what caused it.").into());
    }
    doubts
}

/// Says that much of a change lies with comments of no theme.
fn fits_no_theme(explanation: &Explanation) -> Option<String> {
    let comparison = &explanation.comparison;
    let split = comparison.carried.by_theme.as_ref()?;
    let mut rows = split.rows.iter();
    let row = rows.find(|row| row.kind == RowKind::Unthemed)?;
    (row.points / comparison.change.points >= MUCH).then(|| {
        say!(
            "{points} of the {change} points come from people whose comments fit no theme ({before} in {from}, {after} in {to}).",
            points = words::signed_tenths(row.points),
            change = words::signed_tenths(comparison.change.points),
            before = words::thousands(row.before.n()),
            from = words::side(&comparison.from),
            after = words::thousands(row.after.n()),
            to = words::side(&comparison.to)
        )
    })
}

/// Returns the names of those themes that `is_meant` holds for.
fn named(
    carriers: &[&ThemeRow],
    brief: &Brief,
    is_meant: impl Fn(&ThemeSummary) -> bool,
) -> Vec<String> {
    let names = carriers.iter().filter_map(|row| {
        let id = &row.theme.as_ref()?.id;
        let theme = brief.themes.iter().find(|theme| theme.id == *id)?;
        is_meant(theme).then(|| words::quoted(&theme.label))
    });
    names.collect()
}
