//! The report of a change: is it real, what carries it, what to do.

use crate::feedback::Scale;
use crate::inquiry::compare::Verdict;
use crate::inquiry::explanation::Explanation;
use crate::inquiry::heard::Heard;
use crate::inquiry::leads::{Lead, SETTLED};
use crate::inquiry::{carried::RowKind, contrast::Contrast};
use crate::nps::estimate::Footing;

use super::super::brief::Brief;
use super::super::sentences;
use super::super::story::{Block, Story, Table};
use super::super::words;
use super::{compared, contrasted, hot, scored};

/// Returns the report of a change.
pub fn report(explanation: &Explanation, brief: &Brief) -> Story {
    let comparison = &explanation.comparison;
    let (from, to) = (&comparison.from.name, &comparison.to.name);
    let change = match comparison.change.points {
        down if down < 0.0 => "fell",
        up if up > 0.0 => "rose",
        _ => "stayed",
    };
    let about = match comparison.verdict {
        Verdict::Drop | Verdict::Rise => {
            format!("Why the {} {change}", words::score_name(&brief.scale))
        }
        Verdict::Noise | Verdict::Unsettled | Verdict::Few => "What changed".into(),
    };
    let mut blocks = explained(explanation, &brief.scale);
    blocks.push(Block::Heading("How this was done".into()));
    blocks.push(Block::Paragraph(brief.unit.clone()));
    blocks.extend(brief.method.notes.iter().cloned().map(Block::Paragraph));
    blocks.push(Block::Paragraph("The change is judged on the adjusted Wald difference (Rocks 2016), and again with accounts and people who answered twice tied to each other. Themes carry points by Shapley values over the make-up of the answers, segments by Kitagawa; ranges of rows come from a bootstrap over accounts, or people where no account is known. Every list of findings is cut where 5% of it would be false (Benjamini–Hochberg).".into()));
    Story {
        title: format!("{}: {about}, {from} to {to}", brief.title),
        scale: brief.scale.clone(),
        sources: sentences::sources(&brief.sources),
        blocks,
    }
}

/// Tells why a score changed.
fn explained(explanation: &Explanation, scale: &Scale) -> Vec<Block> {
    let comparison = &explanation.comparison;
    let mut blocks = vec![Block::Heading("In short".into())];
    blocks.push(Block::Steps(short(explanation)));
    blocks.push(Block::Heading("Is it real?".into()));
    blocks.extend(compared::real(comparison, scale));
    blocks.extend(compared::carried(comparison));
    blocks.extend(evidence(&explanation.leads));
    blocks.extend(compared::said(comparison));
    let passives = explanation.contrasts.iter().take(1);
    blocks.extend(passives.flat_map(|pair| contrasted::one(pair, scale)));
    blocks.extend(hot::found(&explanation.hotspots, scale));
    blocks.extend(compared::who(comparison));
    blocks.extend(
        comparison
            .followed
            .iter()
            .flat_map(|followed| compared::movers(followed, scale)),
    );
    blocks.extend(otherwise(explanation));
    blocks.extend(interviews(&explanation.heard));
    blocks.extend(hints(explanation));
    blocks.extend(leads(explanation));
    blocks
}

/// Returns the story in a few sentences.
pub fn short(explanation: &Explanation) -> Vec<String> {
    let mut short = vec![compared::verdict(&explanation.comparison)];
    short.extend(carriers(explanation));
    short.extend(explanation.hotspots.themes.first().map(|gathered| {
        format!(
            "“{}” gathers in {}: {} who commented there, {} elsewhere.",
            gathered.theme.label,
            hot::segment(&gathered.segment),
            words::of(gathered.inside.voiced, gathered.inside.estimate.n()),
            words::of(gathered.outside.voiced, gathered.outside.estimate.n()),
        )
    }));
    short.extend(explanation.contrasts.first().and_then(apart));
    short
}

/// The themes that carry the change beyond chance.
fn carriers(explanation: &Explanation) -> Option<String> {
    let split = explanation.comparison.carried.by_theme.as_ref()?;
    let falls = split.points < 0.0;
    let rows = split.rows.iter().filter(|row| {
        let people = row.before.n() + row.after.n();
        let way = (row.points < 0.0) == falls;
        row.kind == RowKind::Theme
            && people >= Footing::SHOWN
            && way
            && row.interval.excludes_zero()
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    let named: Vec<String> = rows
        .iter()
        .take(4)
        .map(|row| {
            format!(
                "“{}” {} points ({})",
                row.label,
                words::signed_tenths(row.points),
                words::between_points(row.interval)
            )
        })
        .collect();
    if named.is_empty() {
        return Some("No single theme carries more of it than chance could.".into());
    }
    let together: f64 = rows.iter().take(4).map(|row| row.points).sum();
    Some(format!(
        "What carries it: {}; together {} of {} points.",
        words::list(&named),
        words::signed_tenths(together),
        words::signed_tenths(split.points)
    ))
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
fn evidence(leads: &[Lead]) -> Vec<Block> {
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
    blocks.extend(scored::variants(&explanation.scores));
    blocks
}

fn interviews(heard: &Heard) -> Vec<Block> {
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
    let head = ["theme", "participants", "of all customers", "in surveys"];
    blocks.extend(Table::of(&head, rows.collect(), &[]));
    let only = |themes: &[crate::inquiry::Named]| -> Vec<String> {
        themes
            .iter()
            .map(|theme| format!("“{}”", theme.label))
            .collect()
    };
    let told = [
        ("Only the interviews know", only(&heard.interviews_only)),
        ("Only the surveys know", only(&heard.survey_only)),
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
    if matches!(comparison.verdict, Verdict::Noise | Verdict::Unsettled) {
        hints.push("The change itself: all that follows from it is a hint.".to_owned());
    }
    let leads = explanation
        .leads
        .iter()
        .filter(|lead| !lead.interval.excludes_zero());
    hints.extend(leads.map(|lead| {
        format!(
            "“{}”: {} points, but between {} and {}.",
            lead.theme.label,
            words::signed_tenths(lead.points),
            words::signed_tenths(lead.interval.low),
            words::signed_tenths(lead.interval.high)
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
            hot::against(spot)
        )
    }));
    if hints.is_empty() {
        return Vec::new();
    }
    vec![Block::Heading("Only a hint".into()), Block::Points(hints)]
}

fn leads(explanation: &Explanation) -> Vec<Block> {
    let mut blocks = vec![Block::Heading("What to look at first".into())];
    if explanation.leads.is_empty() {
        blocks.push(Block::Paragraph(
            "No theme of five people or more costs points in this change.".into(),
        ));
        return blocks;
    }
    blocks.push(Block::Paragraph(
        "Ranked by reach (the share of those who commented) × points × how sure the points are."
            .into(),
    ));
    let steps = explanation.leads.iter();
    blocks.push(Block::Steps(
        steps.map(|lead| step(explanation, lead)).collect(),
    ));
    blocks
}

fn step(explanation: &Explanation, lead: &Lead) -> String {
    let owner = match &lead.theme.owner {
        Some(owner) => format!(" Owner: {owner}."),
        None => format!(" No owner yet: `motif theme own {} NAME`.", lead.theme.id),
    };
    let settling = lead.settling.as_ref().map_or_else(String::new, |settling| {
        format!(
            " If it were settled for {} of its detractors, and they came to answer as passives, the score would rise by {} points ({}); as promoters, by twice that.",
            words::percent(SETTLED),
            words::signed_tenths(settling.to_passive.points).trim_start_matches('+'),
            words::between_points(settling.to_passive.interval)
        )
    });
    format!(
        "“{}”: {} who commented, {} points ({}), {}.{settling}{owner} Next: `motif contrast {} {} --within {}`.",
        lead.theme.label,
        words::part(lead.reach),
        words::signed_tenths(lead.points),
        words::between_points(lead.interval),
        super::spread(&lead.spread),
        quoted(&explanation.comparison.from.name),
        quoted(&explanation.comparison.to.name),
        lead.theme.id,
    )
}

/// Returns a name as a shell takes it for one word.
fn quoted(name: &str) -> String {
    if name.contains(' ') {
        format!("\"{}\"", name.replace(": ", ":"))
    } else {
        name.to_owned()
    }
}
