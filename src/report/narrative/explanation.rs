//! The report on a change: the first screen, then the parts it rests on.

use crate::feedback::{Group, Scale};
use crate::inquiry::compare::{ChangeVerdict, Comparison};
use crate::inquiry::drivers::{RowKind, ThemeRow};
use crate::inquiry::explanation::Explanation;
use crate::inquiry::interview_coverage::InterviewCoverage;
use crate::inquiry::priorities::Priority;
use crate::nps::estimate::Footing;

use super::super::brief::Brief;
use super::super::sentences;
use super::super::story::{Block, Story, StoryTable, nested};
use super::super::words;
use super::first_screen::first_screen;
use super::plan::{PLAN, plan};
use super::{compare, contrast, hotspots, scores};

/// Returns the report of a change; `kept` says that it is of a study, which
/// commands can go on with.
pub fn report(explanation: &Explanation, brief: &Brief, kept: bool) -> Story {
    let comparison = &explanation.comparison;
    let mut blocks = first_screen(explanation, brief);
    let parts = [
        ("What to do", actions(explanation, &brief.scale, kept)),
        ("Themes", themes(explanation, &brief.scale)),
        ("Segments", segments(explanation, &brief.scale)),
        ("Who answered", respondents(explanation, &brief.scale)),
        ("Interviews", interviews(&explanation.heard)),
        (PLAN, plan(&explanation.plan, &brief.scale)),
        ("Method", method(brief)),
    ];
    for (title, part) in parts {
        if !part.is_empty() {
            blocks.push(Block::Heading(title.into()));
            blocks.extend(nested(part));
        }
    }
    Story {
        title: title(comparison, &brief.scale),
        scale: brief.scale.clone(),
        sources: format!("{} · {}", brief.title, sentences::sources(&brief.sources)),
        blocks,
    }
}

/// Returns the first screen alone of the report of a change.
pub fn in_short(explanation: &Explanation, brief: &Brief) -> Story {
    Story {
        title: title(&explanation.comparison, &brief.scale),
        scale: brief.scale.clone(),
        sources: String::new(),
        blocks: first_screen(explanation, brief),
    }
}

/// Returns what the report answers: `Why the score fell, winter to spring`.
fn title(comparison: &Comparison, scale: &Scale) -> String {
    let [from, to] = [&comparison.from, &comparison.to].map(words::side);
    if !comparison.over_time {
        return format!("How {from} and {to} differ");
    }
    let went = match comparison.change.points {
        down if down < 0.0 => "fell",
        up if up > 0.0 => "rose",
        _ => "stayed",
    };
    let about = match comparison.verdict {
        ChangeVerdict::Drop | ChangeVerdict::Rise => {
            format!("Why the {} {went}", words::score_name(scale))
        }
        ChangeVerdict::Noise | ChangeVerdict::Few => "What changed".into(),
    };
    format!("{about}, {from} to {to}")
}

fn method(brief: &Brief) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(brief.unit.clone())];
    blocks.extend(brief.method.notes.iter().cloned().map(Block::paragraph));
    blocks.push(Block::paragraph("The change is tested with the adjusted Wald difference (Rocks 2016); people at the same account, and people who answered twice, are not treated as independent. Themes share out the points by Shapley values over the mix of answers, segments by Kitagawa's decomposition; ranges come from a bootstrap over accounts, or over people where no account is known. Lists of findings keep the share of false ones at 5% (Benjamini–Hochberg); anything less certain is called a hint."));
    blocks
}

fn themes(explanation: &Explanation, scale: &Scale) -> Vec<Block> {
    let comparison = &explanation.comparison;
    let mut blocks = compare::carried_by_themes(comparison);
    blocks.extend(evidence(&explanation.leads));
    blocks.extend(compare::said(comparison));
    let passives = explanation.contrasts.iter().take(1);
    blocks.extend(passives.flat_map(|pair| contrast::one(pair, scale)));
    blocks
}

fn segments(explanation: &Explanation, scale: &Scale) -> Vec<Block> {
    let mut blocks = compare::carried_by_segments(&explanation.comparison);
    blocks.extend(hotspots::tables(&explanation.hotspots, scale));
    blocks
}

fn respondents(explanation: &Explanation, scale: &Scale) -> Vec<Block> {
    let comparison = &explanation.comparison;
    let mut blocks = compare::counts(comparison, scale);
    blocks.extend(compare::who(comparison));
    let followed = comparison.followed.iter();
    blocks.extend(followed.flat_map(|followed| compare::movers(followed, scale)));
    blocks.extend(otherwise(explanation));
    blocks
}

fn actions(explanation: &Explanation, scale: &Scale, kept: bool) -> Vec<Block> {
    let mut blocks = leads(explanation, scale, kept);
    blocks.extend(hints(explanation));
    blocks
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
        Block::Heading("The score by account, seniority and value".into()),
        Block::paragraph(
            "The score above counts every answer once. It can look different when each account counts once, when senior people speak for their account, or when large accounts count for more.",
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
    let mut blocks = vec![Block::paragraph(format!(
        "Even if the {} had been chosen at random, a theme that nobody mentions in them may matter to up to {} of customers, so interviews are counted in people, not percent.",
        words::count(heard.interviews, "interview", "interviews"),
        words::percent(heard.missed)
    ))];
    let rows = heard.themes.iter().map(|theme| {
        vec![
            theme.theme.label.clone(),
            words::of(theme.participants.voiced, theme.participants.of),
            words::count(theme.respondents, "person", "people"),
        ]
    });
    let head = ["theme", "participants", "in surveys"];
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
            "In surveys (ten people or more) and in no interview:",
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
        hints
            .push("The change itself is not certain, so neither is what it comes from.".to_owned());
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
            "“{}” {} points of the change ({}): with this many rows it may be chance.",
            row.label,
            words::signed_tenths(row.points),
            words::points_range(row.interval)
        )
    }));
    let loud = explanation.leads.iter().filter_map(|lead| {
        let loud = lead.spread.one_account()?;
        Some(format!(
            "“{}” comes mostly from one account: {} of {} people are at {}.",
            lead.theme.label, loud.people, lead.spread.people, loud.account
        ))
    });
    hints.extend(loud);
    hints.extend(explanation.hotspots.hints.iter().map(|spot| {
        format!(
            "{}: with this many segments tested it may be chance.",
            hotspots::against(spot)
        )
    }));
    if hints.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading("Hints, not findings".into()),
        Block::points(hints),
    ]
}

fn leads(explanation: &Explanation, scale: &Scale, kept: bool) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("What to look at first".into())];
    let worth_telling = |lead: &&Priority| lead.points.abs() >= HALF_A_POINT;
    let steps: Vec<String> = explanation
        .leads
        .iter()
        .filter(worth_telling)
        .map(|lead| step(explanation, lead, scale, kept))
        .collect();
    if steps.is_empty() {
        blocks.push(Block::paragraph(format!(
            "No theme mentioned by five or more people other than {} costs half a point or more.",
            scale.plural(Group::Promoter)
        )));
        return blocks;
    }
    let of = match explanation.comparison.verdict {
        ChangeVerdict::Drop => "points of the drop",
        _ => "points of the score",
    };
    blocks.push(Block::paragraph(format!(
        "First comes what many people mention, what costs many {of}, and what is certain. The points are smaller than those counted in the tables, because the largest of many counts usually holds some luck. Fixing a problem may not win back all of its points."
    )));
    blocks.push(Block::steps(steps));
    blocks
}

/// What costs less is not listed as something to look at.
const HALF_A_POINT: f64 = 0.5;

fn step(explanation: &Explanation, lead: &Priority, scale: &Scale, kept: bool) -> String {
    let owner = match &lead.theme.owner {
        Some(owner) => format!(" Owner: {owner}."),
        None if kept => format!(
            " No owner yet; to assign one: `motif theme own {} NAME`.",
            lead.theme.id
        ),
        None => String::new(),
    };
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
        "“{}”: {} of commenters, about {} points ({}). Not counting {}: {}.{owner}{next}",
        lead.theme.label,
        words::part(lead.reach),
        words::signed_tenths(lead.points),
        words::points_range(lead.interval),
        scale.plural(Group::Promoter),
        super::spread(&lead.spread),
    )
}
