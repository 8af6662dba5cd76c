//! The report of a change: is it real, what carries it, what to do.

use crate::feedback::{Group, Scale};
use crate::inquiry::compare::ChangeVerdict;
use crate::inquiry::contrast::Contrast;
use crate::inquiry::drivers::{RowKind, ThemeRow};
use crate::inquiry::explanation::Explanation;
use crate::inquiry::interview_coverage::InterviewCoverage;
use crate::inquiry::priorities::Priority;
use crate::nps::estimate::Footing;

use super::super::brief::Brief;
use super::super::sentences;
use super::super::story::{Block, Story, StoryTable};
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
        ChangeVerdict::Noise | ChangeVerdict::Unsettled | ChangeVerdict::Few => {
            "What changed".into()
        }
    };
    let mut blocks = explained(explanation, &brief.scale, kept);
    blocks.push(Block::Heading("How this was done".into()));
    blocks.push(Block::Paragraph(brief.unit.clone()));
    blocks.extend(brief.method.notes.iter().cloned().map(Block::Paragraph));
    blocks.push(Block::Paragraph("The change is judged on the adjusted Wald difference (Rocks 2016), and again with accounts and people who answered twice tied to each other. Themes carry points by Shapley values over the make-up of the answers, segments by Kitagawa; ranges of rows come from a bootstrap over accounts, or people where no account is known. Lists of findings are cut where 5% of them would be false (Benjamini–Hochberg); hints are said to be hints.".into()));
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
    blocks.push(Block::Steps(short(explanation)));
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

/// Returns the story in a few sentences.
pub fn short(explanation: &Explanation) -> Vec<String> {
    let mut short = vec![compare::verdict(&explanation.comparison)];
    short.extend(compare::mixed(&explanation.comparison));
    short.extend(carriers(explanation));
    short.extend(explanation.hotspots.themes.first().map(|gathered| {
        format!(
            "“{}” gathers in {}: {} who commented there, {} elsewhere.",
            gathered.theme.label,
            hotspots::segment(&gathered.segment),
            words::of(gathered.inside.voiced, gathered.inside.estimate.n()),
            words::of(gathered.outside.voiced, gathered.outside.estimate.n()),
        )
    }));
    short.extend(explanation.contrasts.first().and_then(apart));
    short
}

/// Rows told of a change.
const CARRIERS: usize = 4;

/// The themes that carry a real change; of noise nothing is carried.
fn carriers(explanation: &Explanation) -> Option<String> {
    let comparison = &explanation.comparison;
    let split = comparison.carried.by_theme.as_ref()?;
    if !matches!(
        comparison.verdict,
        ChangeVerdict::Drop | ChangeVerdict::Rise
    ) {
        return None;
    }
    if comparison.from.commented + comparison.to.commented == 0 {
        return Some("Nobody wrote a comment, so there is nothing to explain it with.".into());
    }
    let falls = split.points < 0.0;
    let mut rows: Vec<&ThemeRow> = split
        .rows
        .iter()
        .filter(|row| row.before.n() + row.after.n() >= Footing::SHOWN)
        .filter(|row| (row.points < 0.0) == falls && row.interval.excludes_zero())
        .collect();
    rows.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    let certain = rows.iter().any(|row| row.q <= 0.05);
    rows.retain(|row| !certain || row.q <= 0.05);
    rows.truncate(CARRIERS);
    let named: Vec<String> = rows.iter().map(|row| carried(row)).collect();
    if named.is_empty() {
        return Some("No single theme carries more of it than chance could.".into());
    }
    let together: f64 = rows.iter().map(|row| row.points).sum();
    let sum = format!(
        "{}; together {} of {} points",
        words::list(&named),
        words::signed_tenths(together),
        words::signed_tenths(split.points)
    );
    Some(if certain {
        format!("What carries it: {sum}.")
    } else {
        format!(
            "What weighs most in it: {sum}. Among {} none of them is certain by this alone.",
            words::count(split.rows.len() as u64, "row", "rows")
        )
    })
}

fn carried(row: &ThemeRow) -> String {
    let name = match row.kind {
        RowKind::Theme => format!("“{}”", row.label),
        _ => row.label.clone(),
    };
    format!(
        "{name} {} ({})",
        words::signed_tenths(row.points),
        words::between_points(row.interval)
    )
}

fn apart(contrast: &Contrast) -> Option<String> {
    let theme = contrast.themes.iter().find(|theme| theme.found)?;
    let (more, less) = (&contrast.first.name, &contrast.second.name);
    let (first, second) = (theme.contrast.first, theme.contrast.second);
    let (who, than) = if theme.contrast.difference > 0.0 {
        (more, less)
    } else {
        (less, more)
    };
    Some(format!(
        "“{}” is what {who} speak of more than {than}: {} of {more}, {} of {less}.",
        theme.theme.label,
        words::part(first),
        words::part(second)
    ))
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
        Block::Paragraph("The plain score counts each answer once. Counted by account, by seniority or by what an account is worth it may say something else; look at both.".into()),
    ];
    blocks.push(Block::Points(scores::went(&explanation.scores)));
    blocks.extend(scores::variants(&explanation.scores));
    blocks
}

fn interviews(heard: &InterviewCoverage) -> Vec<Block> {
    if heard.interviews == 0 {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::Heading("What the interviews add".into()),
        Block::Paragraph(format!(
            "{} are few: a theme that none of them voices may still be on the mind of up to {} of customers, and one that 20% hold stays unheard in {} of such rounds. So they are counted in people, not in percent.",
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
        "of all customers, if drawn at random",
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
            blocks.push(Block::Paragraph(format!(
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
    if matches!(
        comparison.verdict,
        ChangeVerdict::Noise | ChangeVerdict::Unsettled
    ) {
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
    vec![Block::Heading("Only a hint".into()), Block::Points(hints)]
}

fn leads(explanation: &Explanation, scale: &Scale, kept: bool) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("What to look at first".into())];
    if explanation.leads.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "No theme that five people or more voice who are no {} costs half a point.",
            scale.plural(Group::Promoter)
        )));
        return blocks;
    }
    let of = match explanation.comparison.verdict {
        ChangeVerdict::Drop => "of the drop",
        _ => "by which the score afterwards is lower with those who voice it than without them",
    };
    blocks.push(Block::Paragraph(format!(
        "Ranked by reach (the share of those who commented) × points ({of}) × how sure the points are. Where the range holds zero, the lead is a hint."
    )));
    let steps = explanation.leads.iter();
    let steps = steps.map(|lead| step(explanation, lead, scale, kept));
    blocks.push(Block::Steps(steps.collect()));
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
        "“{}”: {} who commented; {} points ({}). Of them no {}: {}.{settling}{owner}{next}",
        lead.theme.label,
        words::part(lead.reach),
        words::signed_tenths(lead.points),
        words::between_points(lead.interval),
        scale.plural(Group::Promoter),
        super::spread(&lead.spread),
    )
}
