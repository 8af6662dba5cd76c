//! What changed since a study was last looked at, and where to start, in words.

use crate::feedback::Scale;
use crate::inquiry::leads::{Lead, LeadKind};
use crate::inquiry::watch::{Alert, ChangeSince, ThemeSince};

use super::super::story::{Block, Sentence};
use super::super::words;

/// Rows of a list that may be long.
const SHOWN: usize = 10;

/// Tells what changed.
pub fn since(change: &ChangeSince, scale: &Scale) -> Vec<Block> {
    let name = match &change.since {
        Some(name) => format!("“{name}” ({})", words::day(&change.at)),
        None => words::day(&change.at),
    };
    let alerts = change.alerts.len() as u64;
    let new = format!(
        "{} and {} new",
        words::count(change.responses, "answer", "answers"),
        words::count(change.interviews, "interview", "interviews")
    );
    let verdict = if alerts == 0 {
        format!("Since {name}: {new}; nothing that cannot wait.")
    } else {
        format!(
            "Since {name}: {new}; {}.",
            words::count(alerts, "alert", "alerts")
        )
    };
    let mut blocks = vec![Block::verdict(verdict)];
    blocks.extend(
        change
            .score
            .map(|score| Block::paragraph(scored(score, scale))),
    );
    blocks.push(Block::points(change.alerts.iter().map(alert)));
    if !change.moved.is_empty() {
        blocks.push(Block::Heading("Who changed groups".into()));
        let shown = change.moved.iter().take(SHOWN);
        blocks.push(Block::points(shown.map(|of| {
            let name = super::called(of.name.as_deref(), &of.person);
            let who = super::at_account(&name, of.account.as_deref());
            format!(
                "{who}: from {} ({}) to {} ({})",
                of.before,
                scale.singular(of.was),
                of.now,
                scale.singular(of.is)
            )
        })));
        blocks.extend(super::more(change.moved.len(), SHOWN));
    }
    blocks.extend(themes("New themes", &change.new));
    blocks.extend(themes("Themes that more people mention", &change.grown));
    if !change.gone.is_empty() {
        let gone = words::list(&change.gone);
        blocks.push(Block::paragraph(format!("No longer there: {gone}.")));
    }
    blocks
}

/// Says how the score stood and stands; whether waves differ by more than
/// chance is another question.
fn scored([then, now]: [f64; 2], scale: &Scale) -> String {
    let name = words::capitalised(words::score_name(scale));
    let [then, now] = [then, now].map(words::signed);
    if then == now {
        return format!("{name} of those who can be told apart: {now}, as then.");
    }
    format!(
        "{name} of those who can be told apart: {then} then, {now} now. `motif compare` tells whether two waves differ by more than chance."
    )
}

fn themes(title: &str, themes: &[ThemeSince]) -> Vec<Block> {
    if themes.is_empty() {
        return Vec::new();
    }
    let shown = themes.iter().take(SHOWN).map(|of| {
        let people = words::count(of.now, "person", "people");
        match of.before {
            Some(before) => format!("“{}”: {people}, {before} before", of.theme.label),
            None => format!("“{}”: {people}", of.theme.label),
        }
    });
    vec![Block::Heading(title.into()), Block::points(shown)]
}

fn alert(alert: &Alert) -> String {
    match alert {
        Alert::NewTheme {
            theme,
            people,
            accounts,
        } => {
            let at = match accounts {
                0 => String::new(),
                accounts => format!(" at {}", words::count(*accounts, "account", "accounts")),
            };
            format!(
                "New theme: “{}”, mentioned by {}{at}. `motif themes show {}`",
                theme.label,
                words::count(*people, "person", "people"),
                theme.id
            )
        }
        Alert::AccountFell {
            account,
            people,
            change,
            ..
        } => format!(
            "{account} fell: its {people} people who answered again rate {} points lower on average, more than chance explains. `motif account {}`",
            words::signed_tenths(change.abs()).trim_start_matches('+'),
            shell_words::quote(account)
        ),
        Alert::Overdue { promises, actions } => {
            let said = [
                (*promises, words::count(*promises, "promise", "promises")),
                (*actions, words::count(*actions, "action", "actions")),
            ];
            let said: Vec<String> = said
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(_, what)| what)
                .collect();
            format!(
                "Overdue: {}. `motif follow-up` and `motif actions` list them.",
                words::list(&said)
            )
        }
        Alert::DetractorNearRenewal {
            name,
            account,
            renewal,
            days,
        } => {
            let who = super::at_account(name, account.as_deref());
            format!(
                "{who} has become a detractor; the contract is up for renewal {}, in {}.",
                words::day(renewal),
                words::count(*days as u64, "day", "days")
            )
        }
    }
}

/// Tells where to start.
pub fn leads(leads: &[Lead]) -> Vec<Block> {
    if leads.is_empty() {
        return vec![Block::verdict(
            "Nothing stands out yet: too few people commented, or nothing they mention goes with a lower score. `motif themes` lists what there is.",
        )];
    }
    let mut blocks = vec![Block::verdict("Start with these:")];
    for (number, lead) in (1..).zip(leads) {
        let why = match &lead.kind {
            LeadKind::Costs { points, reach } => format!(
                "it goes with about {} points of the score; {} of those who commented mention it",
                words::signed_tenths(*points),
                words::part(*reach)
            ),
            LeadKind::Concentrated { segment } => {
                format!("it gathers in {segment}, more than chance explains")
            }
            LeadKind::Struggle { interviews, of } => format!(
                "{} of {} struggle with it",
                interviews,
                words::count(*of, "person interviewed", "people interviewed")
            ),
            LeadKind::Frequent { reach } => {
                format!("{} of those who commented mention it", words::part(*reach))
            }
        };
        let text = format!("{}. Next: `{}`", words::capitalised(&why), lead.next);
        blocks.push(Block::Subheading(format!("{number}. {}", lead.about)));
        blocks.push(Block::paragraph(Sentence::from(text)));
        blocks.push(Block::Quotes(lead.quotes.clone()));
    }
    blocks
}
