//! The report of a change: is it real, what carries it, what to do.

use crate::feedback::{Group, Scale};
use crate::inquiry::claims::{Claim, InShortOfChange};
use crate::inquiry::compare::ChangeVerdict;
use crate::inquiry::contrast::{Contrast, ThemeContrast};
use crate::inquiry::drivers::{RowKind, ThemeRow};
use crate::inquiry::explanation::Explanation;
use crate::inquiry::interview_coverage::InterviewCoverage;
use crate::inquiry::priorities::Priority;
use crate::nps::estimate::Footing;

use super::super::brief::Brief;
use super::super::sentences;
use super::super::story::{Block, Sentence, Story, StoryTable};
use super::super::words;
use super::{compare, contrast, hotspots, scores};

/// Returns the report of a change; `kept` says that it is of a study, which
/// commands can go on with.
pub fn report(explanation: &Explanation, brief: &Brief, kept: bool) -> Story {
    let comparison = &explanation.comparison;
    let (from, to) = (&comparison.from.name, &comparison.to.name);
    let change = match comparison.change.points {
        down if down < 0.0 => "fell",
        up if up > 0.0 => "rose",
        _ => "stayed",
    };
    let about = match comparison.verdict {
        ChangeVerdict::Drop | ChangeVerdict::Rise => {
            format!("Why the {} {change}", words::score_name(&brief.scale))
        }
        ChangeVerdict::Noise | ChangeVerdict::Few => "What changed".into(),
    };
    let mut blocks = explained(explanation, &brief.scale, kept);
    blocks.push(Block::Heading("How this was done".into()));
    blocks.push(Block::paragraph(brief.unit.clone()));
    blocks.extend(brief.method.notes.iter().cloned().map(Block::paragraph));
    blocks.push(Block::paragraph("The change is judged on the adjusted Wald difference (Rocks 2016), with people at the same account, and people who answered twice, tied to each other. Themes carry points by Shapley values over the make-up of the answers, segments by Kitagawa; ranges of rows come from a bootstrap over accounts, or people where no account is known. Lists of findings are cut where 5% of them would be false (Benjamini–Hochberg); hints are said to be hints."));
    Story {
        title: format!("{}: {about}, {from} to {to}", brief.title),
        scale: brief.scale.clone(),
        sources: sentences::sources(&brief.sources),
        blocks,
    }
}

/// Tells why a score changed.
fn explained(explanation: &Explanation, scale: &Scale, kept: bool) -> Vec<Block> {
    let comparison = &explanation.comparison;
    let mut blocks = vec![Block::Heading("In short".into())];
    blocks.push(Block::steps(short(explanation)));
    blocks.push(Block::Heading("Is it real?".into()));
    blocks.extend(compare::real(comparison, scale));
    blocks.extend(compare::carried(comparison));
    blocks.extend(evidence(&explanation.leads));
    blocks.extend(compare::said(comparison));
    let passives = explanation.contrasts.iter().take(1);
    blocks.extend(passives.flat_map(|pair| contrast::one(pair, scale)));
    blocks.extend(hotspots::tables(&explanation.hotspots, scale));
    blocks.extend(compare::who(comparison));
    blocks.extend(
        comparison
            .followed
            .iter()
            .flat_map(|followed| compare::movers(followed, scale)),
    );
    blocks.extend(otherwise(explanation));
    blocks.extend(interviews(&explanation.heard));
    blocks.extend(hints(explanation));
    blocks.extend(leads(explanation, scale, kept));
    blocks
}

/// Returns the story in a few sentences, which together claim something by
/// chance in at most 5% of reports.
pub fn short(explanation: &Explanation) -> Vec<Sentence> {
    let comparison = &explanation.comparison;
    let p = comparison.withheld.is_none().then_some(comparison.change.p);
    let split = InShortOfChange::new(p);
    let mut short = vec![compare::verdict(comparison, split.change)];
    short.extend(compare::mixed(comparison, split.others));
    short.extend(carriers(explanation, &split));
    let gathered = explanation.hotspots.themes.first();
    let gathered = gathered.filter(|gathered| gathered.q <= split.others);
    short.extend(gathered.map(hotspots::gathers));
    let pair = explanation.contrasts.first();
    short.extend(pair.and_then(|pair| apart(pair, split.others)));
    short
}

/// Rows told of a change.
const CARRIERS: usize = 4;

/// The themes that carry a change that is called; of noise nothing is carried.
fn carriers(explanation: &Explanation, budget: &InShortOfChange) -> Option<Sentence> {
    let comparison = &explanation.comparison;
    let split = comparison.carried.by_theme.as_ref()?;
    if !comparison.verdict.is_called() || comparison.change.p > budget.change {
        return None;
    }
    if comparison.from.commented + comparison.to.commented == 0 {
        return Some("Nobody wrote a comment, so there is nothing to explain it with.".into());
    }
    let falls = split.points < 0.0;
    let same_way = |row: &&ThemeRow| (row.points < 0.0) == falls;
    let mut rows: Vec<&ThemeRow> = split.rows.iter().filter(same_way).collect();
    rows.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    let sure = |row: &&ThemeRow| row.q <= budget.carried;
    let found: Vec<&ThemeRow> = rows.iter().copied().filter(sure).take(CARRIERS).collect();
    if found.is_empty() {
        let tried = split.rows.iter().filter(|row| row.is_tested()).count();
        let tried = words::count(tried as u64, "theme", "themes");
        let most: Vec<String> = rows
            .iter()
            .filter(|row| row.kind == RowKind::Theme && row.is_told())
            .take(2)
            .map(|row| format!("{} {}", quoted(row), words::signed_tenths(row.points)))
            .collect();
        let most = match most.as_slice() {
            [] => String::new(),
            most => format!(" The largest are {}.", words::list(most)),
        };
        return Some(
            format!(
                "Of {tried} that may carry it, none is statistically certain on its own.{most}"
            )
            .into(),
        );
    }
    let named: Vec<String> = found.iter().map(|row| shrunk(row)).collect();
    let text = format!(
        "Of the {} points, {}.",
        words::signed_tenths(split.points),
        words::list(&named)
    );
    Some(Sentence::claiming(Claim::Impact, text))
}

fn quoted(row: &ThemeRow) -> String {
    match row.kind {
        RowKind::Theme => format!("“{}”", row.label),
        _ => row.label.clone(),
    }
}

/// Returns what a row is likely to carry: `about −4.1 go with “Slow support”
/// (range −6.8 to −1.3)`.
fn shrunk(row: &ThemeRow) -> String {
    let name = quoted(row);
    let (points, interval) = match row.shrunk {
        Some(shrunk) => (shrunk.value, shrunk.interval),
        None => (row.points, row.interval),
    };
    format!(
        "about {} go with {name} (range {} to {})",
        words::signed_tenths(points),
        words::signed_tenths(interval.low),
        words::signed_tenths(interval.high)
    )
}

fn carried(row: &ThemeRow) -> String {
    format!(
        "{} {} ({})",
        quoted(row),
        words::signed_tenths(row.points),
        words::between_points(row.interval)
    )
}

fn apart(contrast: &Contrast, most: f64) -> Option<Sentence> {
    let found = contrast
        .themes
        .iter()
        .filter(|theme| theme.contrast.q <= most);
    let theme = found.max_by(|a, b| {
        let size = |theme: &ThemeContrast| theme.contrast.difference.abs();
        size(a).total_cmp(&size(b))
    })?;
    let (more, less) = (&contrast.first.name, &contrast.second.name);
    let (first, second) = (theme.contrast.first, theme.contrast.second);
    let (who, than) = if theme.contrast.difference > 0.0 {
        (more, less)
    } else {
        (less, more)
    };
    let text = format!(
        "{} mention “{}” more than {than}: {} of {more}, {} of {less}.",
        words::capitalised(who),
        theme.theme.label,
        words::part(first),
        words::part(second)
    );
    Some(Sentence::claiming(Claim::Group, text))
}

/// What people say of the themes that cost most.
fn evidence(leads: &[Priority]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for lead in leads.iter().filter(|lead| !lead.quotes.is_empty()) {
        blocks.push(Block::Subheading(format!(
            "“{}”, in their words",
            lead.theme.label
        )));
        blocks.push(Block::Quotes(lead.quotes.clone()));
    }
    blocks
}

fn otherwise(explanation: &Explanation) -> Vec<Block> {
    if explanation
        .scores
        .iter()
        .all(|scored| scored.variants.is_empty())
    {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::Heading("The score counted otherwise".into()),
        Block::paragraph(
            "The plain score counts each answer once. Counted by account, by seniority or by what an account is worth it may say something else; look at both.",
        ),
    ];
    blocks.push(Block::points(scores::went(&explanation.scores)));
    blocks.extend(scores::variants(&explanation.scores));
    blocks
}

fn interviews(heard: &InterviewCoverage) -> Vec<Block> {
    if heard.interviews == 0 {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::Heading("What the interviews add".into()),
        Block::paragraph(format!(
            "With {}, a theme that nobody mentions may still be on the mind of up to {} of customers, and one that 20% hold stays unheard in {} of such rounds. So interviews are counted in people, not in percent.",
            words::count(heard.interviews, "conversation", "conversations"),
            words::percent(heard.missed),
            words::percent(heard.fifth_unheard)
        )),
    ];
    let rows = heard.themes.iter().map(|theme| {
        vec![
            theme.theme.label.clone(),
            words::of(theme.participants.voiced, theme.participants.of),
            format!("up to {}", words::percent(theme.at_most)),
            words::count(theme.respondents, "person", "people"),
        ]
    });
    let head = [
        "theme",
        "participants",
        "of all customers, if these were drawn at random",
        "in surveys",
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    let only = |themes: &[crate::inquiry::ThemeRef]| -> Vec<String> {
        themes
            .iter()
            .map(|theme| format!("“{}”", theme.label))
            .collect()
    };
    let told = [
        ("Only in the interviews:", only(&heard.interviews_only)),
        (
            "Voiced by ten people or more in surveys and by no participant:",
            only(&heard.survey_only),
        ),
    ];
    for (what, themes) in told {
        if !themes.is_empty() {
            blocks.push(Block::paragraph(format!(
                "{what} {}.",
                words::list(&themes)
            )));
        }
    }
    blocks
}

/// What may be there, and cannot be said.
fn hints(explanation: &Explanation) -> Vec<Block> {
    let comparison = &explanation.comparison;
    let mut hints = Vec::new();
    if comparison.verdict == ChangeVerdict::Noise {
        hints.push("The change itself: whatever is said to carry it is a hint.".to_owned());
    }
    let leads = explanation.leads.iter();
    let told: Vec<&str> = leads.map(|lead| lead.theme.id.as_str()).collect();
    let rows = comparison
        .carried
        .by_theme
        .iter()
        .flat_map(|split| &split.rows);
    let rows = rows.filter(|row| row.kind == RowKind::Theme && row.interval.excludes_zero());
    let rows = rows.filter(|row| row.q > 0.05 && row.before.n() + row.after.n() >= Footing::SHOWN);
    let fresh = |row: &&ThemeRow| {
        let id = row.theme.as_ref().map(|theme| theme.id.as_str());
        !id.is_some_and(|id| told.contains(&id))
    };
    hints.extend(rows.filter(fresh).map(|row| {
        format!(
            "{} points of the change; among so many rows that may be chance.",
            carried(row)
        )
    }));
    let loud = explanation.leads.iter().filter_map(|lead| {
        let loud = lead.spread.one_account()?;
        Some(format!(
            "“{}” is one loud account's: {} of {} at {}.",
            lead.theme.label, loud.people, lead.spread.people, loud.account
        ))
    });
    hints.extend(loud);
    hints.extend(explanation.hotspots.hints.iter().map(|spot| {
        format!(
            "{}; too many segments were tested for it to count.",
            hotspots::against(spot)
        )
    }));
    if hints.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading("Only a hint".into()), Block::points(hints)]
}

fn leads(explanation: &Explanation, scale: &Scale, kept: bool) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("What to look at first".into())];
    if explanation.leads.is_empty() {
        blocks.push(Block::paragraph(format!(
            "No theme that at least five people other than {} mention costs half a point.",
            scale.plural(Group::Promoter)
        )));
        return blocks;
    }
    let of = match explanation.comparison.verdict {
        ChangeVerdict::Drop => "of the drop",
        _ => "by which those who mention it pull the score down",
    };
    blocks.push(Block::paragraph(format!(
        "Ranked by reach (the share of commenters) × points ({of}) × how sure the points are. The points are less than was counted, since the largest of many is mostly too large. Where the range includes zero, take it as a hint. Fixing a problem need not bring all of its points back."
    )));
    let steps = explanation.leads.iter();
    let steps = steps.map(|lead| step(explanation, lead, scale, kept));
    blocks.push(Block::steps(steps));
    blocks
}

fn step(explanation: &Explanation, lead: &Priority, scale: &Scale, kept: bool) -> String {
    let owner = match &lead.theme.owner {
        Some(owner) => format!(" Owner: {owner}."),
        None if kept => format!(" No owner yet: `motif theme own {} NAME`.", lead.theme.id),
        None => String::new(),
    };
    let settling = lead.settling.as_ref().map_or_else(String::new, |settling| {
        format!(" {}", sentences::rises(settling, lead.voicing, scale))
    });
    let next = if kept {
        format!(
            " Next: `motif contrast {} {} --within {}`.",
            shell_words::quote(&explanation.comparison.from.name),
            shell_words::quote(&explanation.comparison.to.name),
            lead.theme.id
        )
    } else {
        String::new()
    };
    format!(
        "“{}”: {} of commenters; about {} points ({}). Not counting {}: {}.{settling}{owner}{next}",
        lead.theme.label,
        words::part(lead.reach),
        words::signed_tenths(lead.points),
        words::between_points(lead.interval),
        scale.plural(Group::Promoter),
        super::spread(&lead.spread),
    )
}
