//! The plan on one page: what to do first, who does it, what it could bring.

use crate::feedback::{Group, Scale};
use crate::inquiry::plan::PlanStep;

use super::super::catalogue::{say, translated};
use super::super::story::{Block, StoryTable};
use super::super::words;

/// Returns the heading over it.
pub fn plan_title() -> &'static str {
    say!("The plan")
}

/// Tells the plan; nothing where there is nothing to do first.
pub fn plan(steps: &[PlanStep], scale: &Scale) -> Vec<Block> {
    let Some(table) = table(steps) else {
        return Vec::new();
    };
    vec![
        Block::paragraph(say!(
            "In this order: how many mention it × points × how sure that is. “Could bring” follows one assumption through: half of a theme's {people} are won back and become content; it is no forecast. No range is given where a theme is a hint and not a finding.",
            people = words::group(Group::Detractor, scale)
        )),
        table,
    ]
}

/// Returns the plan as rows.
pub fn table(steps: &[PlanStep]) -> Option<Block> {
    let rows = (1..).zip(steps).map(|(number, step)| {
        vec![
            format!("{number}"),
            step.theme.label.clone(),
            step.theme
                .owner
                .clone()
                .or_else(|| step.actions.iter().find_map(|of| of.owner.clone()))
                .unwrap_or_else(|| say!("nobody yet").into()),
            say!(
                "{people} of commenters, {points} points",
                people = words::part(step.reach),
                points = words::signed_tenths(step.points)
            ),
            bring(step),
            next(step),
        ]
    });
    let head = [
        "",
        say!("theme"),
        say!("owner"),
        say!("evidence"),
        say!("could bring"),
        say!("next step"),
    ];
    StoryTable::of(&head, rows.collect(), &[])
}

fn bring(step: &PlanStep) -> String {
    step.settling.map_or_else(
        || say!("a hint").into(),
        |of| {
            let rise = of.to_passive;
            say!(
                "{points} points ({range})",
                points = words::signed_tenths(rise.points),
                range = words::points_range(rise.interval)
            )
        },
    )
}

fn next(step: &PlanStep) -> String {
    match step.actions.first() {
        Some(action) => {
            let due = action.due.as_deref().map(words::day);
            let due = due.map_or_else(String::new, |day| format!(", {}", say!("by {day}", day)));
            format!("{} ({}{due})", action.what, translated(action.state()))
        }
        None => match step.cause {
            Some(cause) => say!(
                "decide, with {people}",
                people = translated(cause.who_can_act())
            ),
            None => say!("read the quotes; find who can act").into(),
        },
    }
}
