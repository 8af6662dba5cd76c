//! What people noted while they explored, in words.

use crate::feedback::Scale;
use crate::inquiry::Answer;
use crate::inquiry::account::VoiceSummary;
use crate::inquiry::answer::SearchAnswer;
use crate::inquiry::compare::Comparison;
use crate::inquiry::contrast::Contrast;

use super::super::brief::{Now, ShownTheme, ShownView};
use super::super::catalogue::say;
use super::super::story::Block;
use super::super::words;
use super::{compare, contrast, hotspots};

/// Returns the heading over it.
pub fn noted_title() -> &'static str {
    say!("Noted while exploring")
}

/// Tells what people noted; nothing where nobody did.
pub fn saved_views(noted: &[ShownView], scale: &Scale) -> Vec<Block> {
    if noted.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(noted_title().into())];
    for of in noted {
        blocks.push(Block::Subheading(of.name.clone()));
        blocks.extend(of.note.clone().map(Block::paragraph));
        blocks.extend(now(&of.shows, scale));
        blocks.push(Block::paragraph(signed(of)));
    }
    blocks
}

/// Who noted it, and when.
fn signed(of: &ShownView) -> String {
    say!(
        "Noted by {who}, {day}.",
        who = of.who,
        day = words::day(&of.at)
    )
}

fn now(shows: &Now, scale: &Scale) -> Vec<Block> {
    match shows {
        Now::Theme(of) => theme(of),
        Now::Answer(answer) => in_short(answer, scale),
        Now::Gone { why } => vec![Block::caution(why.clone())],
        Now::Page => Vec::new(),
    }
}

/// Tells an answer in a few lines.
pub(super) fn in_short(answer: &Answer, scale: &Scale) -> Vec<Block> {
    match answer {
        Answer::Change(comparison) => change(comparison, scale),
        Answer::Contrast(contrast) => separated(contrast, scale),
        Answer::Hotspots(found) => verdicts(hotspots::tables(found, scale)),
        Answer::Outcomes { outcomes } => verdicts(super::outcomes(outcomes, scale)),
        Answer::Trends(trends) => super::trends(trends, scale),
        Answer::Drivers(found) => super::joint_effects(found),
        Answer::PainPoints(found) => super::pain_points(found),
        Answer::Theme(of) => quotes(&of.quotes).into_iter().collect(),
        Answer::Search(found) => search(found),
        Answer::Passage { quote } => vec![Block::Quotes(vec![(**quote).clone()])],
        Answer::Interview(of) | Answer::Account(of) => voice(of, scale),
    }
}

fn theme(of: &ShownTheme) -> Vec<Block> {
    let mut blocks = Vec::new();
    let answer = &of.answer;
    if let Some(was) = &answer.was {
        blocks.push(Block::caution(say!(
            "Theme {was} has since been merged into “{theme}”.",
            was,
            theme = answer.label
        )));
    }
    let mut said = words::labelled(&words::quoted(&answer.label), &of.standing);
    if let Some((among, people)) = &answer.among {
        said = format!("{said} {}", mentioned(among, *people));
    }
    blocks.push(Block::paragraph(said));
    blocks.push(Block::paragraph(of.weight.clone()));
    blocks.extend(quotes(&answer.quotes));
    blocks
}

/// Says how many of some people mention a theme.
fn mentioned(among: &str, people: u64) -> String {
    let counted = words::count(people, "person", "people");
    if words::is_one(people) {
        say!(
            "Among {among}, {people} mentions it.",
            among,
            people = counted
        )
    } else {
        say!(
            "Among {among}, {people} mention it.",
            among,
            people = counted
        )
    }
}

fn change(comparison: &Comparison, scale: &Scale) -> Vec<Block> {
    let mut blocks = vec![Block::verdict(compare::verdict(comparison, scale, 1.0))];
    blocks.extend(compare::fall(comparison));
    blocks
}

fn separated(contrast: &Contrast, scale: &Scale) -> Vec<Block> {
    let blocks = contrast::one(contrast, scale);
    let rows = contrast::rows(contrast);
    verdicts(blocks).into_iter().chain(rows).collect()
}

fn verdicts(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.retain(|block| matches!(block, Block::Verdict(_)));
    blocks
}

fn search(found: &SearchAnswer) -> Vec<Block> {
    let texts = words::count(found.total as u64, "comment or turn", "comments and turns");
    let said = match found.similar {
        0 => say!("“{query}” appears in {texts}.", query = found.query, texts),
        similar => say!(
            "“{query}” appears in {texts}; {similar} similar.",
            query = found.query,
            texts,
            similar = words::thousands(similar as u64)
        ),
    };
    let mut blocks = vec![Block::paragraph(said)];
    blocks.extend(quotes(&found.quotes));
    blocks
}

pub(super) fn voice(of: &VoiceSummary, scale: &Scale) -> Vec<Block> {
    let themes: Vec<String> = of.themes.iter().map(|theme| words::quoted(theme)).collect();
    let themes = if themes.is_empty() {
        say!("No theme is mentioned.").to_owned()
    } else {
        say!("Mentions {themes}.", themes = words::list(&themes))
    };
    let mut heard = Vec::new();
    if of.answers > 0 {
        let answers = words::count(of.answers, "answer", "answers");
        heard.push(format!("{answers} ({})", latest(of, scale)));
    }
    if of.interviews > 0 {
        heard.push(words::count(of.interviews, "interview", "interviews"));
    }
    let said = if heard.is_empty() {
        say!(
            "Nobody at {account} has answered or been interviewed.",
            account = of.name
        )
    } else {
        format!(
            "{}. {themes}",
            words::labelled(&of.name, &words::list(&heard))
        )
    };
    let mut blocks = vec![Block::paragraph(said)];
    if !of.problems.is_empty() {
        blocks.push(Block::Subheading(super::struggles_title().into()));
        for (name, voice) in &of.problems {
            blocks.push(Block::paragraph(format!(
                "{name} ({})",
                words::count(voice.answers, "answer", "answers")
            )));
            blocks.extend(quotes(&voice.quotes));
        }
        if !of.quotes.is_empty() {
            blocks.push(Block::Subheading(say!("Also").into()));
        }
    }
    blocks.extend(quotes(&of.quotes));
    blocks
}

/// Returns how they rated: `each person's latest: 1 promoter and 2 detractors`.
fn latest(of: &VoiceSummary, scale: &Scale) -> String {
    let groups = scale.groups().filter(|group| of.ratings.count(*group) > 0);
    let groups: Vec<String> = groups
        .map(|group| words::members(of.ratings.count(group), group, scale))
        .collect();
    if groups.is_empty() {
        return say!("no ratings").into();
    }
    say!(
        "each person's latest: {ratings}",
        ratings = words::list(&groups)
    )
}

fn quotes(quotes: &[crate::study::Quote]) -> Option<Block> {
    (!quotes.is_empty()).then(|| Block::Quotes(quotes.to_vec()))
}
