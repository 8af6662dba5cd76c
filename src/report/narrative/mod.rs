//! Answers in words: what each says, block by block.
//!
//! Takes what `inquiry` found; gives blocks of a [`super::story::Story`]. A
//! range that holds zero is never told as a finding.

mod accounts;
mod coaching;
mod compare;
mod contrast;
mod explanation;
mod first_screen;
mod check;
mod checks;
mod hotspots;
mod joint_effects;
mod saved_views;
mod outcomes;
mod pain_points;
mod plan;
mod scores;
mod trends;
mod watch;
mod work;

pub use accounts::joining;
pub use check::{theme_check, theme_checks};
pub use checks::checks;
pub use coaching::{coaching, disagreements};
pub use compare::comparison;
pub use contrast::{contrasts, standing_out};
pub use explanation::{in_short, report};
pub use hotspots::hotspots;
pub use joint_effects::{joint_effects, together_title};
pub use outcomes::outcomes;
pub use pain_points::{pain_points, struggles, struggles_title};
pub use plan::{plan, plan_title, table as plan_table};
pub use saved_views::{noted_title, saved_views};
pub use scores::scores;
pub use trends::trends;
pub use watch::{leads, since};
pub use work::{ListKind, actions, digest, follow_up, owners};

use crate::feedback::{Group, Scale};
use crate::inquiry::breadth::Breadth;
use crate::inquiry::{Answer, Side};

use super::brief::Brief;
use super::catalogue::say;
use super::sentences;
use super::story::{Block, Sentence, Story, StoryTable};
use super::words;

/// Tells what a report on all there is says in sentences: in short, and of each
/// theme.
pub fn brief(brief: &Brief) -> Vec<Block> {
    let headlines = brief.headlines.iter();
    let headlines = headlines.map(|said| Sentence::claiming(said.claim, &*said.text));
    let themes = brief.themes.iter();
    let themes = themes.map(|theme| sentences::weight(theme, &brief.scale));
    let together = brief.together.iter().flat_map(joint_effects);
    [Block::steps(headlines), Block::points(themes)]
        .into_iter()
        .chain(together)
        .collect()
}

/// Tells a report on all there is as a story, for documents and slides: in
/// short, each theme with quotes, the plan, the method.
pub fn overview(brief: &Brief) -> Story {
    let headlines = brief.headlines.iter();
    let headlines = headlines.map(|said| Sentence::claiming(said.claim, &*said.text));
    let mut blocks = vec![Block::steps(headlines)];
    blocks.push(Block::points(brief.cautions.iter().cloned()));
    blocks.push(Block::Heading(say!("Themes").into()));
    for theme in brief.themes.iter().take(OVERVIEW) {
        blocks.push(Block::Subheading(theme.label.clone()));
        blocks.push(Block::paragraph(sentences::weight(theme, &brief.scale)));
        let check = theme.checked.as_ref().map(theme_check);
        blocks.extend(check.map(Block::paragraph));
        let quotes = theme.quotes.iter().take(2).cloned();
        blocks.push(Block::Quotes(quotes.collect()));
    }
    blocks.extend(brief.together.iter().flat_map(joint_effects));
    blocks.extend(who_answered(brief));
    let plan = plan(&brief.plan, &brief.scale);
    if !plan.is_empty() {
        blocks.push(Block::Heading(plan_title().into()));
        blocks.extend(plan);
    }
    blocks.push(Block::Heading(say!("Method").into()));
    blocks.push(Block::paragraph(brief.unit.clone()));
    blocks.extend(brief.method.notes.iter().cloned().map(Block::paragraph));
    Story {
        title: brief.title.clone(),
        scale: brief.scale.clone(),
        sources: sentences::sources(&brief.sources),
        blocks,
    }
}

fn who_answered(brief: &Brief) -> Vec<Block> {
    let scale = &brief.scale;
    let rows = brief.score.waves.iter().map(|of| {
        let mut row = vec![of.wave.clone(), words::thousands(of.score.counts.n())];
        let groups = scale.groups().map(|group| of.score.counts.count(group));
        row.extend(groups.map(words::thousands));
        row.push(words::score(&of.score));
        row
    });
    let groups: Vec<_> = scale
        .groups()
        .map(|group| words::group(group, scale))
        .collect();
    let mut head = vec![say!("wave"), say!("rated")];
    head.extend(groups.iter().map(|group| &**group));
    head.push(words::score_name(scale));
    let table = StoryTable::of(&head, rows.collect(), &[1, 2, 3, 4]);
    let said = Block::points([sentences::sources(&brief.sources)]);
    let heading = Block::Heading(say!("Who answered").into());
    [heading, said].into_iter().chain(table).collect()
}

/// Themes of a story on all there is.
const OVERVIEW: usize = 12;

/// Tells an answer.
pub fn answer(answer: &Answer, scale: &Scale) -> Vec<Block> {
    match answer {
        Answer::Change(found) => comparison(found, scale),
        Answer::Contrast(contrast) => contrasts(std::slice::from_ref(contrast), scale),
        Answer::Hotspots(found) => hotspots(found, scale),
        Answer::Outcomes { outcomes: found } => outcomes(found, scale),
        Answer::PainPoints(found) => pain_points(found),
        Answer::Trends(found) => trends(found, scale),
        Answer::Drivers(found) => joint_effects(found),
        Answer::Account(found) => accounts::account(found, scale),
        short => saved_views::in_short(short, scale),
    }
}

/// Returns how many stand behind an answer, a row a side.
fn sides(sides: &[&Side], scale: &Scale) -> Option<Block> {
    let groups: Vec<Group> = scale.groups().collect();
    let names: Vec<_> = groups
        .iter()
        .map(|group| words::group(*group, scale))
        .collect();
    let mut head = vec!["", say!("people"), say!("commented"), say!("in a theme")];
    // Of one group alone a score says nothing.
    let mixed = sides.iter().all(|side| side.group.is_none());
    if mixed {
        head.extend(names.iter().map(|name| &**name));
        head.push(words::score_name(scale));
    }
    let rows = sides.iter().map(|side| {
        let mut row = vec![words::side(side)];
        row.extend([side.asked, side.commented, side.themed].map(words::thousands));
        if mixed && side.score.is_none() {
            row.extend(groups.iter().map(|_| "0".to_owned()));
            row.push(say!("no ratings").into());
        }
        if let Some(score) = side.score.as_ref().filter(|_| mixed) {
            let counts = groups.iter().map(|group| score.counts.count(*group));
            row.extend(counts.map(words::thousands));
            row.push(words::score(score));
        }
        row
    });
    StoryTable::of(&head, rows.collect(), &[1, 2, 3, 4, 5, 6])
}

/// Says how many of a list are not shown; nothing where all are.
fn more(all: usize, shown: usize) -> Option<Block> {
    let more = all.saturating_sub(shown) as u64;
    (more > 0).then(|| {
        Block::paragraph(say!(
            "And {more} more; the JSON has them all.",
            more = words::thousands(more)
        ))
    })
}

/// Returns what somebody is called: by name, else by what of their address may
/// be shown.
fn called(name: Option<&str>, person: &str) -> String {
    name.map_or_else(|| crate::text::masked(person), str::to_owned)
}

/// Returns `name (account)`, where the account is known.
fn at_account(name: &str, account: Option<&str>) -> String {
    account.map_or_else(|| name.to_owned(), |account| format!("{name} ({account})"))
}

/// Returns what to keep in mind of a period the answers do not cover.
fn cut_off(side: &Side) -> Option<Block> {
    let incomplete = side.incomplete.as_ref()?;
    let period = words::side(side);
    let said = match (&incomplete.begins, &incomplete.ends) {
        (Some(begins), None) => say!(
            "{period} is incomplete: begins {day}.",
            period,
            day = words::day(begins)
        ),
        (None, Some(ends)) => say!(
            "{period} is incomplete: ends {day}.",
            period,
            day = words::day(ends)
        ),
        (Some(begins), Some(ends)) => say!(
            "{period} is incomplete: {from} to {to}.",
            period,
            from = words::day(begins),
            to = words::day(ends)
        ),
        (None, None) => return None,
    };
    Some(Block::caution(said))
}

/// Returns who says something, as far as accounts are known.
fn spread(spread: &Breadth) -> String {
    if let Some(loud) = spread.one_account() {
        return if loud.people == spread.people {
            say!(
                "one account: all {people} people at {account}",
                people = words::thousands(loud.people),
                account = loud.account
            )
        } else {
            say!(
                "mostly one account: {people} people at {account}",
                people = words::of(loud.people, spread.people),
                account = loud.account
            )
        };
    }
    match spread.accounts {
        0 => words::count(spread.people, "person", "people"),
        accounts => say!(
            "{people} at {accounts}",
            people = words::count(spread.people, "person", "people"),
            accounts = words::count(accounts, "account", "accounts")
        ),
    }
}
