//! The plan on one page: what to do first, who does it, what it could bring.

use crate::feedback::Scale;
use crate::inquiry::plan::PlanStep;

use super::super::story::{Block, StoryTable};
use super::super::words;

/// The heading over it.
pub const PLAN: &str = "The plan";

/// Tells the plan; nothing where there is nothing to do first.
pub fn plan(steps: &[PlanStep], scale: &Scale) -> Vec<Block> {
    let Some(table) = table(steps) else {
        return Vec::new();
    };
    vec![
        Block::paragraph(format!(
            "In this order: how many mention it × points × how sure that is. “Could bring” follows one assumption through: half of a theme's {} are won back and become content; it is no forecast. No range is given where a theme is a hint and not a finding.",
            scale.plural(crate::feedback::Group::Detractor)
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
                .unwrap_or_else(|| "nobody yet".into()),
            format!(
                "{} of commenters, {} points",
                words::part(step.reach),
                words::signed_tenths(step.points)
            ),
            bring(step),
            next(step),
        ]
    });
    let head = ["", "theme", "owner", "evidence", "could bring", "next step"];
    StoryTable::of(&head, rows.collect(), &[])
}

fn bring(step: &PlanStep) -> String {
    step.settling.map_or_else(
        || "a hint".into(),
        |of| {
            let rise = of.to_passive;
            format!(
                "{} points ({})",
                words::signed_tenths(rise.points),
                words::points_range(rise.interval)
            )
        },
    )
}

fn next(step: &PlanStep) -> String {
    match step.actions.first() {
        Some(action) => {
            let due = action.due.as_deref();
            let due = due.map_or_else(String::new, |due| format!(", by {}", words::day(due)));
            format!("{} ({}{due})", action.what, action.state())
        }
        None => match step.cause {
            Some(cause) => format!("decide, with {}", cause.who_can_act()),
            None => "read the quotes; find who can act".into(),
        },
    }
}
