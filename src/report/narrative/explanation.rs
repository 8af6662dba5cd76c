//! The report on a change: the first screen, then the parts it rests on.

use crate::feedback::{Group, Scale};
use crate::inquiry::compare::{ChangeVerdict, Comparison};
use crate::inquiry::drivers::{RowKind, ThemeRow};
use crate::inquiry::explanation::Explanation;
use crate::inquiry::interview_coverage::InterviewCoverage;
use crate::inquiry::priorities::Priority;
use crate::nps::estimate::Footing;

use super::super::brief::Brief;
use super::super::catalogue::say;
use super::super::sentences;
use super::super::story::{Block, Story, StoryTable, nested};
use super::super::words;
use super::first_screen::first_screen;
use super::plan::{plan, plan_title};
use super::{compare, contrast, hotspots, scores};

/// Returns the report of a change; `kept` says that it is of a study, which
/// commands can go on with.
pub fn report(explanation: &Explanation, brief: &Brief, kept: bool) -> Story {
    let comparison = &explanation.comparison;
    let mut blocks = first_screen(explanation, brief);
    let parts = [
        (say!("What to do"), actions(explanation, &brief.scale, kept)),
        (say!("Themes"), themes(explanation, &brief.scale)),
        (say!("Segments"), segments(explanation, &brief.scale)),
        (say!("Who answered"), respondents(explanation, &brief.scale)),
        (say!("Interviews"), interviews(&explanation.heard)),
        (plan_title(), plan(&explanation.plan, &brief.scale)),
        (say!("Method"), method(brief)),
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
        return say!("How {from} and {to} differ", from, to);
    }
    if !comparison.verdict.is_called() {
        return say!("What changed, {from} to {to}", from, to);
    }
    let score = words::score_name(scale);
    match comparison.change.points {
        down if down < 0.0 => say!("Why the {score} fell, {from} to {to}", score, from, to),
        up if up > 0.0 => say!("Why the {score} rose, {from} to {to}", score, from, to),
        _ => say!("Why the {score} stayed, {from} to {to}", score, from, to),
    }
}

fn method(brief: &Brief) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(brief.unit.clone())];
    blocks.extend(brief.method.notes.iter().cloned().map(Block::paragraph));
    blocks.push(Block::paragraph(say!(
        "The change is tested with the adjusted Wald difference (Rocks 2016); people at the same account, and people who answered twice, are not treated as independent. Themes share out the points by Shapley values over the mix of answers, segments by Kitagawa's decomposition; ranges come from a bootstrap over accounts, or over people where no account is known. Lists of findings keep the share of false ones at 5% (Benjamini–Hochberg); anything less certain is called a hint."
    )));
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
        blocks.push(Block::Subheading(say!(
            "“{theme}”, in their words",
            theme = lead.theme.label
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
        Block::Heading(say!("The score by account, seniority and value").into()),
        Block::paragraph(say!(
            "The score above counts every answer once. It can look different when each account counts once, when senior people speak for their account, or when large accounts count for more."
        )),
    ];
    blocks.push(Block::points(scores::went(&explanation.scores)));
    blocks.extend(scores::variants(&explanation.scores));
    blocks
}

fn interviews(heard: &InterviewCoverage) -> Vec<Block> {
    if heard.interviews == 0 {
        return Vec::new();
    }
    let mut blocks = vec![Block::paragraph(say!(
        "Even if the {interviews} had been chosen at random, a theme that nobody mentions in them may matter to up to {share} of customers, so interviews are counted in people, not percent.",
        interviews = words::count(heard.interviews, "interview", "interviews"),
        share = words::percent(heard.missed)
    ))];
    let rows = heard.themes.iter().map(|theme| {
        vec![
            words::theme(&theme.theme.label).into_owned(),
            words::of(theme.participants.voiced, theme.participants.of),
            words::count(theme.respondents, "person", "people"),
        ]
    });
    let head = [say!("theme"), say!("participants"), say!("in surveys")];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[]));
    let only = |themes: &[crate::inquiry::ThemeRef]| {
        let themes: Vec<String> = themes
            .iter()
            .map(|theme| words::quoted(&words::theme(&theme.label)))
            .collect();
        (!themes.is_empty()).then(|| words::list(&themes))
    };
    let in_interviews = only(&heard.interviews_only);
    let in_interviews =
        in_interviews.map(|themes| say!("Only in the interviews: {themes}.", themes));
    let in_surveys = only(&heard.survey_only).map(|themes| {
        say!(
            "In surveys (ten people or more) and in no interview: {themes}.",
            themes
        )
    });
    let told = in_interviews.into_iter().chain(in_surveys);
    blocks.extend(told.map(Block::paragraph));
    blocks
}

/// What may be there, and cannot be said.
fn hints(explanation: &Explanation) -> Vec<Block> {
    let comparison = &explanation.comparison;
    let mut hints = Vec::new();
    if comparison.verdict == ChangeVerdict::Noise {
        hints.push(
            say!("The change itself is not certain, so neither is what it comes from.").to_owned(),
        );
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
        say!(
            "“{theme}” {points} points of the change ({range}): with this many rows it may be chance.",
            theme = row.label,
            points = words::signed_tenths(row.points),
            range = words::points_range(row.interval)
        )
    }));
    hints.extend(explanation.leads.iter().filter_map(loud));
    hints.extend(explanation.hotspots.hints.iter().map(|spot| {
        say!(
            "{scores}: with this many segments tested it may be chance.",
            scores = hotspots::against(spot)
        )
    }));
    if hints.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading(say!("Hints, not findings").into()),
        Block::points(hints),
    ]
}

/// Says that a theme comes mostly from one account.
fn loud(lead: &Priority) -> Option<String> {
    let loud = lead.spread.one_account()?;
    Some(say!(
        "“{theme}” comes mostly from one account: {part} of {people} people are at {account}.",
        theme = lead.theme.label,
        part = loud.people,
        people = lead.spread.people,
        account = loud.account
    ))
}

fn leads(explanation: &Explanation, scale: &Scale, kept: bool) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(say!("What to look at first").into())];
    let worth_telling = |lead: &&Priority| lead.points.abs() >= HALF_A_POINT;
    let steps: Vec<String> = explanation
        .leads
        .iter()
        .filter(worth_telling)
        .map(|lead| step(explanation, lead, scale, kept))
        .collect();
    if steps.is_empty() {
        blocks.push(Block::paragraph(say!(
            "No theme mentioned by five or more people other than {promoters} costs half a point or more.",
            promoters = words::group(Group::Promoter, scale)
        )));
        return blocks;
    }
    let order = match explanation.comparison.verdict {
        ChangeVerdict::Drop => say!(
            "First comes what many people mention, what costs many points of the drop, and what is certain."
        ),
        _ => say!(
            "First comes what many people mention, what costs many points of the score, and what is certain."
        ),
    };
    let points = say!(
        "The points are smaller than those counted in the tables, because the largest of many counts usually holds some luck. Fixing a problem may not win back all of its points."
    );
    blocks.push(Block::paragraph(format!("{order} {points}")));
    blocks.push(Block::steps(steps));
    blocks
}

/// What costs less is not listed as something to look at.
const HALF_A_POINT: f64 = 0.5;

fn step(explanation: &Explanation, lead: &Priority, scale: &Scale, kept: bool) -> String {
    let mut said = vec![
        say!(
            "“{theme}”: {part} of commenters, about {points} points ({range}).",
            theme = lead.theme.label,
            part = words::part(lead.reach),
            points = words::signed_tenths(lead.points),
            range = words::points_range(lead.interval)
        ),
        say!(
            "Not counting {promoters}: {people}.",
            promoters = words::group(Group::Promoter, scale),
            people = super::spread(&lead.spread)
        ),
    ];
    match &lead.theme.owner {
        Some(owner) => said.push(say!("Owner: {owner}.", owner)),
        None if kept => said.push(say!(
            "No owner yet; to assign one: `motif theme own {theme} NAME`.",
            theme = lead.theme.id
        )),
        None => {}
    }
    if kept {
        said.push(say!(
            "Next: `motif contrast {from} {to} --within {theme}`.",
            from = shell_words::quote(&explanation.comparison.from.name),
            to = shell_words::quote(&explanation.comparison.to.name),
            theme = lead.theme.id
        ));
    }
    said.join(" ")
}
