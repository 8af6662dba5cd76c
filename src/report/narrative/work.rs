//! What is done about what was said, in words: actions and whether they
//! helped, who looks after what, whom to answer, tell and ask.

use crate::feedback::Scale;
use crate::inquiry::follow_through::{
    CauseMix, EffectOfAction, FollowedAction, OwnedTheme, OwnerDigest,
};
use crate::inquiry::follow_up_queue::{FollowUpList, ListedPerson};
use crate::nps::estimate::Score;
use crate::study::{Cause, Way};

use super::super::story::{Block, StoryTable};
use super::super::words;
use super::{at_account, called};

/// People of a list that are shown.
const SHOWN: usize = 20;

/// Tells actions and what became of them.
pub fn actions(actions: &[FollowedAction]) -> Vec<Block> {
    if actions.is_empty() {
        return vec![Block::paragraph(
            "No action is planned yet; `motif actions add THEME 'what to do' --owner NAME` plans one.",
        )];
    }
    let rows = actions.iter().map(|of| {
        let action = &of.action;
        vec![
            action.number.to_string(),
            theme(of),
            format!(
                "{}{}",
                action
                    .way
                    .map_or_else(String::new, |way| format!("{}: ", verb(way))),
                action.what
            ),
            action.owner.clone().unwrap_or_else(|| "nobody".into()),
            action.due.as_deref().map_or_else(String::new, words::day),
            action.state().to_owned(),
            action
                .effort
                .map_or("", crate::study::Effort::name)
                .to_owned(),
            of.reach
                .as_ref()
                .map_or_else(String::new, words::counted_share),
            of.points.map_or_else(String::new, words::signed_tenths),
        ]
    });
    let head = [
        "",
        "theme",
        "action",
        "owner",
        "due",
        "state",
        "effort",
        "mentioned by",
        "points",
    ];
    let mut blocks: Vec<Block> = StoryTable::of(&head, rows.collect(), &[0, 8])
        .into_iter()
        .collect();
    let with_effect = actions
        .iter()
        .filter_map(|of| Some((of, of.effect.as_ref()?)));
    let told: Vec<String> = with_effect.map(|(of, effect)| helped(of, effect)).collect();
    if !told.is_empty() {
        blocks.push(Block::Heading("Did it help?".into()));
        blocks.push(Block::points(told));
        blocks.push(Block::paragraph("Compared with the themes that were left alone (difference in differences; people who answered before and since, and colleagues, are tied). That a theme is mentioned less does not show that the action is the reason."));
    }
    blocks
}

fn verb(way: Way) -> &'static str {
    way.name()
}

fn theme(of: &FollowedAction) -> String {
    match &of.of {
        Some(theme) if of.is_hidden => format!("{} (hidden)", theme.label),
        Some(theme) => theme.label.clone(),
        None => format!("theme {} (gone)", of.action.theme),
    }
}

/// Tells whether a theme is mentioned less since something was done.
fn helped(of: &FollowedAction, effect: &EffectOfAction) -> String {
    let found = &effect.found;
    let [before, after] = found.shares.each_ref().map(words::counted_share);
    let waves = |waves: &[String]| words::list(waves);
    let name = format!("“{}”", theme(of));
    let since = format!(
        "{name} was mentioned by {before} of those who commented in {}, and by {after} since {} ({})",
        waves(&effect.before),
        words::day(&effect.day),
        waves(&effect.after)
    );
    let Some(tied) = found.tied else {
        return format!("{since}: too little to say whether that is more than chance.");
    };
    let points = |share: f64| words::signed_tenths(100.0 * share);
    let others = match found.themes {
        0 => "No other theme was left alone to compare it with".to_owned(),
        1 => format!(
            "The one other theme went from {} to {}",
            words::percent(found.others[0]),
            words::percent(found.others[1])
        ),
        themes => format!(
            "The {themes} themes left alone went from {} to {} on average",
            words::percent(found.others[0]),
            words::percent(found.others[1])
        ),
    };
    let verdict = match (tied.interval.low > 0.0, tied.interval.high < 0.0) {
        (_, true) => "It fell more than they did, and more than chance explains",
        (true, _) => "It grew more than they did, and more than chance explains",
        _ => "Chance alone could explain the difference",
    };
    format!(
        "{since}. {others}. {verdict}: {} percentage points ({} to {}).",
        points(found.effect),
        points(tied.interval.low),
        points(tied.interval.high)
    )
}

/// Tells who looks after what.
pub fn owners(digests: &[OwnerDigest], mix: &CauseMix, scale: &Scale) -> Vec<Block> {
    let owned = digests.iter().filter(|of| of.owner.is_some());
    let rows = owned.map(|of| {
        let names: Vec<String> = of.themes.iter().map(|of| of.theme.label.clone()).collect();
        vec![
            of.owner.clone().unwrap_or_default(),
            names.join(", "),
            words::signed_tenths(of.points),
            words::thousands(of.open),
            of.oldest.as_deref().map_or_else(String::new, words::day),
            words::thousands(of.overdue),
            if of.actions.is_empty() {
                "none yet".into()
            } else {
                String::new()
            },
        ]
    });
    let head = [
        "owner", "themes", "points", "open", "oldest", "overdue", "actions",
    ];
    let mut blocks: Vec<Block> = StoryTable::of(&head, rows.collect(), &[2, 3, 5])
        .into_iter()
        .collect();
    if let Some(unowned) = digests.iter().find(|of| of.owner.is_none()) {
        blocks.push(Block::Heading("Themes nobody owns".into()));
        blocks.push(Block::paragraph("They need somebody: `motif theme own THEME NAME`, or a rule for many: `motif owners route 'login, password' Product`."));
        blocks.extend(themes(&unowned.themes));
    }
    let across: Vec<&OwnedTheme> = digests
        .iter()
        .flat_map(|of| &of.themes)
        .filter(|of| {
            matches!(
                of.cause,
                Some(Cause::Policy | Cause::Expectation | Cause::Mismatch)
            )
        })
        .collect();
    if !across.is_empty() {
        blocks.push(Block::Heading("For all departments".into()));
        blocks.push(Block::paragraph(
            "No single department can settle these: they come from policies, expectations, or whom the product is sold to.",
        ));
        blocks.push(Block::points(across.into_iter().map(|of| {
            let cause = of.cause.map_or("", Cause::who_can_act);
            format!("“{}”: {cause}", of.theme.label)
        })));
    }
    blocks.extend(causes(digests));
    blocks.extend(cause_mix(mix, scale));
    blocks
}

fn themes(themes: &[OwnedTheme]) -> Option<Block> {
    let rows = themes.iter().map(|of| {
        vec![
            of.theme.id.clone(),
            of.theme.label.clone(),
            words::counted_share(&of.reach),
            of.points.map_or_else(String::new, words::signed_tenths),
            of.cause.map_or("", Cause::name).to_owned(),
        ]
    });
    let head = ["", "theme", "mentioned by", "points", "cause"];
    StoryTable::of(&head, rows.collect(), &[0, 3])
}

fn causes(digests: &[OwnerDigest]) -> Vec<Block> {
    let all = || digests.iter().flat_map(|of| &of.themes);
    if all().all(|of| of.cause.is_none()) {
        return Vec::new();
    }
    let rows = Cause::ALL
        .into_iter()
        .map(Some)
        .chain([None])
        .filter_map(|cause| {
            let own: Vec<&OwnedTheme> = all().filter(|of| of.cause == cause).collect();
            let names: Vec<String> = own.iter().map(|of| of.theme.label.clone()).collect();
            let points: f64 = own
                .iter()
                .filter_map(|of| of.points)
                .map(|of| of.min(0.0))
                .sum();
            (!own.is_empty()).then(|| {
                vec![
                    cause.map_or("nobody said", Cause::name).to_owned(),
                    names.join(", "),
                    words::signed_tenths(points),
                    cause.map_or("", Cause::who_can_act).to_owned(),
                ]
            })
        });
    let head = ["cause", "themes", "points", "who can act"];
    let table = StoryTable::of(&head, rows.collect(), &[2]);
    let heading = Block::Heading("What causes it".into());
    table.map_or_else(Vec::new, |table| vec![heading, table])
}

fn cause_mix(mix: &CauseMix, scale: &Scale) -> Vec<Block> {
    let mut blocks = Vec::new();
    let declared = mix.causes.iter().any(|of| of.declared.is_some());
    let rows = mix.causes.iter().filter(|_| declared).map(|of| {
        vec![
            of.cause.name().to_owned(),
            words::counted_share(&of.share),
            of.declared.map_or_else(String::new, words::percent),
            if of.departs {
                "departs".into()
            } else {
                String::new()
            },
        ]
    });
    let head = ["cause", "mentioned by those not content", "declared", ""];
    if let Some(table) = StoryTable::of(&head, rows.collect(), &[2]) {
        blocks.push(Block::Heading("Beside what was declared".into()));
        blocks.push(Block::paragraph(format!(
            "A cause was given for {} of {}; what has none is in neither column.",
            words::thousands(mix.with_cause),
            words::count(mix.themes, "theme", "themes")
        )));
        blocks.push(table);
    }
    if let Some((people, without)) = &mix.without_mismatch {
        let score = |of: &Option<Score>| of.as_ref().map_or_else(|| "too few".into(), words::score);
        blocks.push(Block::paragraph(format!(
            "The {} is {}; without the {} who mention that the product does not suit them it would be {}. They are customers: nobody is left out elsewhere.",
            words::score_name(scale),
            score(&mix.score),
            words::count(*people, "person", "people"),
            score(without)
        )));
    }
    blocks
}

/// Tells one owner's themes, and nothing of others'.
pub fn digest(digest: &OwnerDigest, actions: &[FollowedAction], scale: &Scale) -> Vec<Block> {
    let who = digest.owner.as_deref().unwrap_or("nobody");
    let mut blocks = vec![Block::verdict(format!(
        "{who} looks after {}: together {} points of the {}. {} open.",
        words::count(digest.themes.len() as u64, "theme", "themes"),
        words::signed_tenths(digest.points),
        words::score_name(scale),
        words::count(digest.open, "action is", "actions are")
    ))];
    blocks.extend(themes(&digest.themes));
    let own: Vec<FollowedAction> = actions
        .iter()
        .filter(|of| digest.actions.contains(&of.action.number))
        .cloned()
        .collect();
    blocks.extend(
        (!own.is_empty())
            .then(|| self::actions(&own))
            .into_iter()
            .flatten(),
    );
    blocks
}

/// A list of people, and why they are on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// To answer.
    Queue,
    /// To tell what became of a theme.
    Tell,
    /// To ask for something.
    Asks,
    /// Who ask for something.
    Wishes,
}

/// Tells a list of people.
pub fn follow_up(list: &FollowUpList, kind: ListKind) -> Vec<Block> {
    let people = list.people.len() as u64;
    let verdict = match kind {
        ListKind::Queue => format!(
            "{} waiting for an answer.",
            words::count(people, "person is", "people are")
        ),
        ListKind::Tell => format!(
            "{} it and should be told what became of it.",
            words::count(people, "person mentioned", "people mentioned")
        ),
        ListKind::Asks => format!(
            "{} asked for something.",
            words::count(people, "person can be", "people can be")
        ),
        ListKind::Wishes => format!(
            "{} for something.",
            words::count(
                people,
                "person who is nearly content asks",
                "people who are nearly content ask"
            )
        ),
    };
    let mut blocks = vec![Block::verdict(verdict)];
    let shown = list.people.iter().take(SHOWN);
    blocks.push(Block::steps(shown.map(|of| line(of, kind))));
    let more = people.saturating_sub(SHOWN as u64);
    if more > 0 {
        blocks.push(Block::paragraph(format!(
            "And {} more; `-o FILE.csv` writes them all.",
            words::thousands(more)
        )));
    }
    let left = [
        (list.settled, "settled already"),
        (list.opted_out, "not to be contacted"),
        (list.left, "at accounts that have left"),
        (list.anonymous, "anonymous"),
    ];
    let left: Vec<String> = left
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", words::thousands(count)))
        .collect();
    if !left.is_empty() {
        blocks.push(Block::paragraph(format!(
            "Not listed: {}.",
            words::list(&left)
        )));
    }
    blocks
}

/// Tells of somebody who waits for an answer.
pub(super) fn waiting(of: &ListedPerson) -> String {
    line(of, ListKind::Queue)
}

/// Tells of somebody in a line: who, what is due, and what they said.
fn line(of: &ListedPerson, kind: ListKind) -> String {
    let name = called(of.name.as_deref(), &of.person);
    let mut parts = vec![at_account(&name, of.account.as_deref())];
    parts.extend(of.rating.map(|rating| format!("rated {rating}")));
    match kind {
        ListKind::Asks => parts.extend(of.ask.map(|ask| format!("ask for {}", ask.name()))),
        ListKind::Queue => {
            parts.push(of.state.name().to_owned());
            parts.extend(of.due.as_deref().map(|due| {
                let late = if of.overdue { ", overdue" } else { "" };
                format!("due {}{late}", words::day(due))
            }));
            parts.extend(renewal(of));
        }
        ListKind::Tell | ListKind::Wishes => {}
    }
    let said = of.quote.as_ref();
    let said = said.map_or_else(String::new, |quote| format!(". “{}”", quote.text));
    format!("{}{said}", parts.join(", "))
}

fn renewal(of: &ListedPerson) -> Option<String> {
    let day = words::day(of.renewal.as_deref()?);
    let days = of.days_to_renewal.filter(|days| *days >= 0)?;
    Some(format!(
        "contract up for renewal {day}, in {}",
        words::count(days as u64, "day", "days")
    ))
}
