//! What separates two groups, in words.

use crate::feedback::Scale;
use crate::inquiry::claims::Claim;
use crate::inquiry::contrast::{Contrast, ThemeContrast};
use crate::inquiry::distinctive_words::DistinctiveWord;

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
    let within = contrast
        .within
        .as_ref()
        .map_or_else(String::new, |theme| format!(", within “{}”", theme.label));
    let mut blocks = vec![Block::Heading(format!(
        "What separates {first} from {second}{within}"
    ))];
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
            blocks.push(Block::Subheading(format!(
                "{}, on this theme",
                words::capitalised(&side)
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
    let tests = words::count(contrast.tested, "test", "tests");
    let lead = |themes: Vec<&&ThemeContrast>| -> Option<String> {
        let named: Vec<String> = themes
            .iter()
            .take(3)
            .map(|theme| format!("“{}”", theme.theme.label))
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
        _ if contrast.tested == 0 => format!(
            "Not tested: only {} of {first} and {} of {second} wrote a comment about anything.",
            words::thousands(contrast.first.commented),
            words::thousands(contrast.second.commented)
        )
        .into(),
        (None, None) => format!(
            "No theme is mentioned significantly more by {first} or by {second} ({tests}; {} and {} commented).",
            words::thousands(contrast.first.commented),
            words::thousands(contrast.second.commented)
        )
        .into(),
        (more, less) => {
            let said = |who: &str, themes: Option<String>| {
                themes.map(|themes| format!("mentioned more by {who}: {themes}"))
            };
            let both: Vec<String> = [said(&first, more), said(&second, less)]
                .into_iter()
                .flatten()
                .collect();
            let text = words::capitalised(&format!("{}.", both.join("; ")));
            Sentence::claiming(Claim::Group, text)
        }
    }
}

fn table(contrast: &Contrast, found: &[&ThemeContrast]) -> Vec<Block> {
    let [first, second] = [&contrast.first, &contrast.second].map(words::side);
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|theme| {
            let test = &theme.contrast;
            vec![
                theme.theme.label.clone(),
                words::part(test.first),
                words::part(test.second),
                words::signed_percent_points(test.difference, test.interval),
                words::q(test.q),
                super::spread(&theme.spread),
            ]
        })
        .collect();
    let head = [
        "theme",
        &first,
        &second,
        "difference, points",
        "adjusted p",
        "mentioned by",
    ];
    let mut blocks: Vec<Block> = StoryTable::of(&head, rows, &[]).into_iter().collect();
    if !found.is_empty() {
        blocks.push(Block::paragraph(format!(
            "Shares of those who commented. {}; at most 5% of what is listed is expected to be chance (Benjamini–Hochberg).",
            words::count(contrast.tested, "test", "tests")
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
    blocks.push(Block::Subheading(format!("“{}”", theme.theme.label)));
    if theme.spread.one_account().is_some() {
        blocks.push(Block::caution(format!(
            "{}, so this is not a problem many customers have.",
            words::capitalised(&super::spread(&theme.spread))
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
        format!(
            "{} ({} and {})",
            word.word,
            words::thousands(word.first.voiced),
            words::thousands(word.second.voiced)
        )
    };
    let side = |name: &str, marks: &[DistinctiveWord]| {
        let marks: Vec<String> = marks.iter().map(word).collect();
        (!marks.is_empty()).then(|| format!("{}: {}", words::capitalised(name), marks.join(", ")))
    };
    let sides = [
        side(&words::side(&contrast.first), &contrast.words.first),
        side(&words::side(&contrast.second), &contrast.words.second),
    ];
    let said: Vec<String> = sides.into_iter().flatten().collect();
    if said.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Subheading("Words used more by one side".into()),
        Block::paragraph(format!(
            "In brackets, how many of the {} {} and of the {} {} use the word. Ordered by log-odds with an informative prior (Monroe, Colaresi and Quinn 2008); these are hints, not tests.",
            words::thousands(contrast.first.commented),
            words::side(&contrast.first),
            words::thousands(contrast.second.commented),
            words::side(&contrast.second)
        )),
        Block::points(said),
    ]
}
