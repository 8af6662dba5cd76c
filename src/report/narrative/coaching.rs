//! What each of our people hears, and where ratings and numbers disagree.

use crate::feedback::Scale;
use crate::inquiry::coaching::{Coached, Coaching};
use crate::inquiry::disagreements::{Disagreement, Disagreements};

use super::super::story::{Block, StoryTable};
use super::super::words;

/// Rows of a list that may be long.
const SHOWN: usize = 12;

/// Tells what each of our people hears beside their colleagues.
pub fn coaching(found: &Coaching, scale: &Scale) -> Vec<Block> {
    let name = words::attribute(&found.attribute);
    let all = found
        .all
        .as_ref()
        .filter(|all| all.estimate.numbers().is_some());
    let all = all.map_or_else(String::new, |all| {
        format!(
            "; everybody's {} is {}",
            words::score_name(scale),
            words::score(all)
        )
    });
    let mut blocks = vec![Block::verdict(format!(
        "What customers say, by {name}{all}."
    ))];
    blocks.push(Block::caution("By name, not by rank: few answers, other customers and luck move a score more than most people do. The last column pulls each toward everybody's as far as its answers leave open."));
    let rows = found.people.iter().map(|of| {
        vec![
            of.name.clone(),
            of.score
                .as_ref()
                .map_or_else(String::new, |score| words::thousands(score.counts.n())),
            of.score.as_ref().map_or_else(String::new, words::score),
            apart(of),
        ]
    });
    let head = [
        name.as_str(),
        "rated",
        words::score_name(scale),
        "likely apart, points",
    ];
    blocks.extend(StoryTable::of(&head, rows.collect(), &[1]));
    let with_themes: Vec<&Coached> = found
        .people
        .iter()
        .filter(|of| !of.themes.is_empty())
        .collect();
    if with_themes.is_empty() {
        blocks.push(Block::paragraph(format!(
            "No theme comes up more with one of them than with the others by more than chance ({}).",
            words::count(found.tested, "test", "tests")
        )));
    }
    for of in with_themes {
        blocks.push(Block::Heading(of.name.clone()));
        for theme in &of.themes {
            blocks.push(Block::paragraph(format!(
                "“{}”: {} of those who commented and are not content, {} elsewhere.",
                theme.theme.label,
                words::counted_share(&theme.inside),
                words::counted_share(&theme.outside)
            )));
            blocks.push(Block::Quotes(theme.quotes.clone()));
        }
    }
    if !found.few.is_empty() {
        blocks.push(Block::paragraph(format!(
            "Too few answers to say anything: {}.",
            words::list(&found.few)
        )));
    }
    blocks
}

fn apart(of: &Coached) -> String {
    of.apart.map_or_else(
        || "–".into(),
        |shrunk| {
            if shrunk.interval.high - shrunk.interval.low < 0.05 {
                return "no difference shown".into();
            }
            format!(
                "{} ({})",
                words::signed_tenths(shrunk.value),
                words::points_range(shrunk.interval)
            )
        },
    )
}

/// Tells where ratings and a measure disagree.
pub fn disagreements(found: &Disagreements, scale: &Scale) -> Vec<Block> {
    let name = words::attribute(&found.attribute);
    let together = found.tau.map_or_else(String::new, |tau| {
        format!(
            " Both go together by {} (Kendall's tau; 1: always, 0: not at all).",
            words::hundredths(tau).replace('-', "−")
        )
    });
    let mut blocks = vec![Block::verdict(format!(
        "{} have a rating and {name}.{together}",
        words::count(found.read, "answer", "answers")
    ))];
    if found.thirds[0] >= found.thirds[1] {
        blocks.push(Block::paragraph(
            "Its values differ too little to say which are low and which high.",
        ));
        return blocks;
    }
    let best = scale.plural(crate::feedback::Group::Promoter);
    let worst = scale.plural(crate::feedback::Group::Detractor);
    blocks.extend(list(
        &format!("{} with low {name}", words::capitalised(best)),
        &format!("{name} of {} or less", plain(found.thirds[0])),
        &found.content_but_low,
    ));
    blocks.extend(list(
        &format!("{} with high {name}", words::capitalised(worst)),
        &format!("{name} of {} or more", plain(found.thirds[1])),
        &found.unhappy_but_high,
    ));
    blocks
}

fn plain(number: f64) -> String {
    if number.fract() == 0.0 {
        format!("{number:.0}")
    } else {
        format!("{number:.1}")
    }
}

fn list(title: &str, of: &str, found: &[Disagreement]) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(title.to_owned())];
    if found.is_empty() {
        blocks.push(Block::paragraph(format!("Nobody with {of}.")));
        return blocks;
    }
    let people = words::count(found.len() as u64, "answer", "answers");
    blocks.push(Block::paragraph(format!("{people} with {of}.")));
    let shown = found.iter().take(SHOWN).map(|of| {
        let who = of.name.clone().unwrap_or_else(|| "somebody".into());
        let who = crate::text::masked(&who);
        let who = super::at_account(&who, of.account.as_deref());
        let quote = of.quote.as_ref();
        let quote = quote.map_or_else(String::new, |quote| format!(". “{}”", quote.text));
        format!("{who}: rated {}, {}{quote}", of.rating, plain(of.measure))
    });
    blocks.push(Block::points(shown));
    blocks.extend(super::more(found.len(), SHOWN));
    blocks
}
