//! What separates two groups, in words.

use crate::feedback::Scale;
use crate::inquiry::claims::Claim;
use crate::inquiry::contrast::{Contrast, ThemeContrast};
use crate::inquiry::distinctive_words::DistinctiveWord;

use super::super::catalogue::say;
use super::super::story::{Block, Sentence, StoryTable};
use super::super::words;

/// Tells contrasts of several pairs.
pub fn contrasts(contrasts: &[Contrast], scale: &Scale) -> Vec<Block> {
    let mut blocks = Vec::new();
    for contrast in contrasts {
        blocks.extend(one(contrast, scale));
    }
    blocks
}

pub(super) fn one(contrast: &Contrast, scale: &Scale) -> Vec<Block> {
    let [first, second] = [&contrast.first, &contrast.second].map(words::side);
    let title = match &contrast.within {
        Some(theme) => say!(
            "What separates {first} from {second}, within “{theme}”",
            first,
            second,
            theme = theme.label
        ),
        None => say!("What separates {first} from {second}", first, second),
    };
    let mut blocks = vec![Block::Heading(title)];
    blocks.extend(super::sides(&[&contrast.first, &contrast.second], scale));
    let found: Vec<&ThemeContrast> = contrast.themes.iter().filter(|theme| theme.found).collect();
    blocks.push(Block::verdict(verdict(contrast, &found)));
    blocks.extend(table(contrast, &found));
    for theme in &found {
        blocks.extend(evidence(contrast, theme));
    }
    blocks.extend(spoken(contrast));
    for (side, quotes) in [first, second].into_iter().zip(&contrast.quotes) {
        if !quotes.is_empty() {
            blocks.push(Block::Subheading(say!(
                "{side}, on this theme",
                side = words::capitalised(&side)
            )));
            blocks.push(Block::Quotes(quotes.clone()));
        }
    }
    blocks
}

/// Tells what stands out on the first side, beside the other: themes, and words.
pub fn standing_out(contrast: &Contrast) -> Vec<Block> {
    let found: Vec<&ThemeContrast> = contrast.themes.iter().filter(|theme| theme.found).collect();
    let mut blocks = vec![Block::verdict(verdict(contrast, &found))];
    blocks.extend(table(contrast, &found));
    blocks.extend(spoken(contrast));
    blocks
}

/// Returns the themes that separate the sides, a row each.
pub(super) fn rows(contrast: &Contrast) -> Option<Block> {
    let found: Vec<&ThemeContrast> = contrast.themes.iter().filter(|theme| theme.found).collect();
    table(contrast, &found).into_iter().next()
}

fn verdict(contrast: &Contrast, found: &[&ThemeContrast]) -> Sentence {
    let [first, second] = [&contrast.first, &contrast.second].map(words::side);
    let [first_count, second_count] = commented(contrast);
    let lead = |themes: Vec<&&ThemeContrast>| -> Option<String> {
        let named: Vec<String> = themes
            .iter()
            .take(3)
            .map(|theme| words::quoted(&words::theme(&theme.theme.label)))
            .collect();
        (!named.is_empty()).then(|| words::list(&named))
    };
    let more = lead(
        found
            .iter()
            .filter(|t| t.contrast.difference > 0.0)
            .collect(),
    );
    let less = lead(
        found
            .iter()
            .rev()
            .filter(|t| t.contrast.difference < 0.0)
            .collect(),
    );
    match (more, less) {
        _ if contrast.tested == 0 => say!(
            "Not tested: only {first_count} of {first} and {second_count} of {second} wrote a comment about anything.",
            first_count,
            first,
            second_count,
            second
        )
        .into(),
        (None, None) => say!(
            "No theme is mentioned significantly more by {first} or by {second} ({tests}; {first_count} and {second_count} commented).",
            first,
            second,
            tests = words::count(contrast.tested, "test", "tests"),
            first_count,
            second_count
        )
        .into(),
        (more, less) => {
            let said = |side: &str, themes: Option<String>| {
                themes.map(|themes| say!("mentioned more by {side}: {themes}", side, themes))
            };
            let both: Vec<String> = [said(&first, more), said(&second, less)]
                .into_iter()
                .flatten()
                .collect();
            let text = words::capitalised(&format!("{}.", words::series(&both)));
            Sentence::claiming(Claim::Group, text)
        }
    }
}

/// Returns how many of either side commented.
fn commented(contrast: &Contrast) -> [String; 2] {
    [contrast.first.commented, contrast.second.commented].map(words::thousands)
}

fn table(contrast: &Contrast, found: &[&ThemeContrast]) -> Vec<Block> {
    let [first, second] = [&contrast.first, &contrast.second].map(words::side);
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|theme| {
            let test = &theme.contrast;
            vec![
                words::theme(&theme.theme.label).into_owned(),
                words::part(test.first),
                words::part(test.second),
                words::signed_percent_points(test.difference, test.interval),
                words::q(test.q),
                super::spread(&theme.spread),
            ]
        })
        .collect();
    let head = [
        say!("theme"),
        &first,
        &second,
        say!("difference, points"),
        say!("adjusted p"),
        say!("mentioned by"),
    ];
    let mut blocks: Vec<Block> = StoryTable::of(&head, rows, &[]).into_iter().collect();
    if !found.is_empty() {
        blocks.push(Block::paragraph(say!(
            "Shares of those who commented. {tests}; at most 5% of what is listed is expected to be chance (Benjamini–Hochberg).",
            tests = words::count(contrast.tested, "test", "tests")
        )));
    }
    blocks
}

fn evidence(contrast: &Contrast, theme: &ThemeContrast) -> Vec<Block> {
    let sides = [
        (words::side(&contrast.first), &theme.first_quotes),
        (words::side(&contrast.second), &theme.second_quotes),
    ];
    let mut blocks = Vec::new();
    if sides.iter().all(|(_, quotes)| quotes.is_empty()) {
        return blocks;
    }
    blocks.push(Block::Subheading(words::quoted(&words::theme(
        &theme.theme.label,
    ))));
    if theme.spread.one_account().is_some() {
        blocks.push(Block::caution(say!(
            "{people}, so this is not a problem many customers have.",
            people = words::capitalised(&super::spread(&theme.spread))
        )));
    }
    for (_, quotes) in sides {
        if !quotes.is_empty() {
            blocks.push(Block::Quotes(quotes.clone()));
        }
    }
    blocks
}

fn spoken(contrast: &Contrast) -> Vec<Block> {
    let word = |word: &DistinctiveWord| {
        let voiced = [word.first.voiced, word.second.voiced].map(words::thousands);
        format!("{} ({})", word.word, words::list(&voiced))
    };
    let side = |name: &str, marks: &[DistinctiveWord]| {
        let marks: Vec<String> = marks.iter().map(word).collect();
        (!marks.is_empty()).then(|| words::labelled(&words::capitalised(name), &marks.join(", ")))
    };
    let [first, second] = [&contrast.first, &contrast.second].map(words::side);
    let sides = [
        side(&first, &contrast.words.first),
        side(&second, &contrast.words.second),
    ];
    let said: Vec<String> = sides.into_iter().flatten().collect();
    if said.is_empty() {
        return Vec::new();
    }
    let [first_count, second_count] = commented(contrast);
    vec![
        Block::Subheading(say!("Words used more by one side").into()),
        Block::paragraph(say!(
            "In brackets, how many of the {first_count} {first} and of the {second_count} {second} use the word. Ordered by log-odds with an informative prior (Monroe, Colaresi and Quinn 2008); these are hints, not tests.",
            first_count,
            first,
            second_count,
            second
        )),
        Block::points(said),
    ]
}
