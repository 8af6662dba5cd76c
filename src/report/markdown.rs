//! The report as Markdown, to paste into a wiki.
//!
//! Takes a brief; gives the story the page tells, in the same order and the
//! same sentences, with tables for charts. Whatever people wrote is escaped,
//! so that it reads as they wrote it and does nothing else.

use std::fmt::Write as _;

use crate::feedback::Scale;
use crate::inquiry::priorities::SETTLED;
use crate::nps::estimate::Share;
use crate::study::Quote;
use crate::text::harmless;

use super::brief::{Brief, ImpactSummary, ThemeSummary};
use super::catalogue::say;
use super::story::{Block, Sentence, Story, StoryFinding, Waterfall};
use super::{narrative, scale_words, sentences, words};

/// Returns the whole text.
pub fn text(brief: &Brief) -> String {
    let mut blocks = opening(brief);
    blocks.extend(struggles(brief, true));
    blocks.extend(overview(brief));
    blocks.extend(requests(brief));
    blocks.extend(themes(brief));
    blocks.extend(together(brief));
    blocks.extend(noted(brief));
    blocks.extend(score(brief));
    blocks.extend(coverage(brief));
    blocks.extend(struggles(brief, false));
    blocks.extend(interviews(brief));
    blocks.extend(plan(brief));
    blocks.extend(method(brief));
    harmless(&blocks.join("\n\n")).into_owned() + "\n"
}

fn together(brief: &Brief) -> Vec<String> {
    let blocks = brief.together.iter().flat_map(narrative::joint_effects);
    blocks.flat_map(|of| block(&of, &brief.scale)).collect()
}

fn plan(brief: &Brief) -> Vec<String> {
    let blocks = narrative::plan(&brief.plan, &brief.scale);
    let title = (!blocks.is_empty()).then(|| format!("## {}", narrative::plan_title()));
    let told = blocks.iter().flat_map(|of| block(of, &brief.scale));
    title.into_iter().chain(told).collect()
}

/// Returns a story.
pub fn story(story: &Story) -> String {
    let mut blocks = vec![
        format!("# {}", escaped(&story.title)),
        escaped(&story.sources),
    ];
    blocks.extend(story.blocks.iter().flat_map(|of| block(of, &story.scale)));
    blocks.retain(|block| !block.is_empty());
    harmless(&blocks.join("\n\n")).into_owned() + "\n"
}

fn block(block: &Block, scale: &Scale) -> Vec<String> {
    vec![match block {
        Block::Heading(title) => format!("## {}", escaped(title)),
        Block::Subheading(title) => format!("### {}", escaped(title)),
        Block::Minor(title) => format!("#### {}", escaped(title)),
        Block::Findings(found) => {
            return (1..)
                .zip(found)
                .flat_map(|(n, of)| finding(n, of, scale))
                .collect();
        }
        Block::Verdict(text) => format!("**{}**", escaped(text)),
        Block::Paragraph(text) => coded(text),
        Block::Caution(text) => format!("**{}** {}", say!("Note:"), escaped(text)),
        Block::Points(points) => lines("-", points),
        Block::Steps(steps) => {
            let steps = (1..).zip(steps);
            let lines = steps.map(|(number, step)| format!("{number}. {}", coded(step)));
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Table(of) => {
            let head: Vec<&str> = of.head.iter().map(String::as_str).collect();
            table(&head, of.rows.iter().cloned())
        }
        Block::Waterfall(fall) => waterfall(fall),
        Block::Quotes(quotes) => return quotes.iter().map(|said| quote(said, scale)).collect(),
    }]
}

fn finding(number: usize, finding: &StoryFinding, scale: &Scale) -> Vec<String> {
    let (title, says) = (escaped(&finding.title), escaped(&finding.says));
    let mut lines = vec![words::labelled(&format!("**{number}. {title}**"), &says)];
    lines.extend(finding.quote.as_ref().map(|said| quote(said, scale)));
    lines
}

fn lines(mark: &str, items: &[Sentence]) -> String {
    let lines = items.iter().map(|item| format!("{mark} {}", coded(item)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Escapes all but what stands between backticks: that is a command.
fn coded(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(at, part)| {
        if at % 2 == 1 {
            return format!("`{part}`");
        }
        // The spaces at the ends belong to the sentence.
        let bare = escaped(part);
        let (before, after) = (part.starts_with(' '), part.ends_with(' '));
        let space = |is: bool| if is && !bare.is_empty() { " " } else { "" };
        format!("{}{bare}{}", space(before && at > 0), space(after))
    });
    parts.collect::<String>().trim_end().to_owned()
}

fn waterfall(fall: &Waterfall) -> String {
    let whole = |(name, score): &(String, f64)| {
        vec![
            name.clone(),
            String::new(),
            words::signed_tenths(*score),
            String::new(),
        ]
    };
    let mut rows = vec![whole(&fall.from)];
    rows.extend(fall.steps.iter().map(|step| {
        vec![
            step.label.clone(),
            step.people.clone(),
            words::signed_tenths(step.points),
            step.range(),
        ]
    }));
    rows.push(whole(&fall.to));
    table(
        &["", say!("People"), say!("Points"), say!("Range (95%)")],
        rows.into_iter(),
    )
}

fn opening(brief: &Brief) -> Vec<String> {
    let mut blocks = vec![
        format!("# {}", escaped(&brief.title)),
        escaped(&sentences::sources(&brief.sources)),
    ];
    if !brief.headlines.is_empty() {
        let headlines = brief.headlines.iter().map(|headline| &headline.text);
        blocks.push(format!("## {}", say!("In short")));
        blocks.push(numbered(headlines));
    }
    if !brief.cautions.is_empty() {
        blocks.push(format!("## {}", say!("Keep in mind")));
        blocks.push(list(&brief.cautions));
    }
    blocks
}

fn overview(brief: &Brief) -> Vec<String> {
    if brief.themes.is_empty() {
        return Vec::new();
    }
    let is_rated = !sentences::unrated(brief);
    let rows = brief.themes.iter().map(|theme| {
        let mut row = vec![theme.label.clone(), sentences::voices(theme)];
        if brief.scale.is_tone() {
            row.extend(sentences::tone_shares(theme));
        }
        row.extend(is_rated.then(|| points(&theme.impact)));
        row
    });
    let points = say!(
        "Effect on the {score}, points",
        score = words::score_name(&brief.scale)
    );
    let mut head = vec![say!("Theme"), say!("Who mentions it")];
    if brief.scale.is_tone() {
        head.extend([say!("Complain"), say!("Praise"), say!("Ask")]);
    }
    head.extend(is_rated.then_some(&*points));
    vec![
        format!("## {}", say!("Themes at a glance")),
        escaped(&brief.unit),
        table(&head, rows),
    ]
}

fn points(impact: &ImpactSummary) -> String {
    match impact {
        ImpactSummary::Points(points) => {
            words::estimate(*points, words::signed_tenths, words::points_range)
        }
        ImpactSummary::Unknown { why } => why.clone(),
    }
}

fn themes(brief: &Brief) -> Vec<String> {
    let mut blocks = vec![format!("## {}", say!("Theme by theme"))];
    if brief.themes.is_empty() {
        blocks.push(sentences::no_themes(brief).into());
    }
    for (index, theme) in brief.themes.iter().enumerate() {
        blocks.push(format!("### {}. {}", index + 1, escaped(&theme.label)));
        blocks.extend(evidence(theme, brief));
    }
    if !brief.comments.is_empty() {
        blocks.push(format!("### {}", say!("Every comment")));
        blocks.extend(quotes(&brief.comments, brief));
    }
    if !brief.parked.is_empty() {
        blocks.push(format!("### {}", say!("Hidden themes")));
        blocks.push(list(brief.parked.iter().map(sentences::parked)));
    }
    if brief.unthemed.passages > 0 {
        blocks.push(format!("### {}", say!("Comments that no theme covers")));
        blocks.push(escaped(&sentences::unthemed(&brief.unthemed)));
        blocks.extend(quotes(&brief.unthemed.examples, brief));
    }
    blocks
}

/// What people ask for, theme by theme.
fn requests(brief: &Brief) -> Vec<String> {
    let Some(requests) = &brief.requests else {
        return Vec::new();
    };
    let mut blocks = vec![
        format!("## {}", sentences::asked_title()),
        escaped(&sentences::asked(requests)),
    ];
    for (title, said) in sentences::requests(requests, brief) {
        blocks.push(format!("**{}**", escaped(&title)));
        blocks.extend(quotes(said, brief));
    }
    blocks
}

fn evidence(theme: &ThemeSummary, brief: &Brief) -> Vec<String> {
    let mut blocks = vec![escaped(&sentences::standing(theme))];
    blocks.extend(sentences::parts(theme).as_deref().map(escaped));
    blocks.push(marks(theme, brief));
    let cautions = theme.cautions.iter();
    blocks.extend(cautions.map(|caution| format!("**{}** {}", say!("Note:"), escaped(caution))));
    blocks.extend(
        theme
            .checked
            .as_ref()
            .map(|check| escaped(&narrative::theme_check(check))),
    );
    let tones = sentences::tones(theme);
    for (says, said) in &tones {
        blocks.push(say!("{says}:", says = escaped(says)));
        blocks.extend(said.map(|said| quote(said, &brief.scale)));
    }
    let others = sentences::other_quotes(theme);
    if !tones.is_empty() && !others.is_empty() {
        blocks.push(say!("Also:").into());
    }
    blocks.extend(quotes(&others, brief));
    blocks.push(escaped(&sentences::weight(theme, &brief.scale)));
    let settling = sentences::settling(theme, SETTLED);
    let what_if = settling.map(|settling| sentences::what_if(theme, &settling, &brief.scale));
    blocks.extend(what_if.as_deref().map(escaped));
    let groups = theme.groups.iter().map(|group| {
        let name = words::capitalised(&words::group(group.group, &brief.scale));
        shared(name, &group.share)
    });
    blocks.push(table(
        &[
            say!("Of those who commented"),
            say!("Mention it"),
            say!("Share"),
        ],
        groups,
    ));
    if theme.trend.len() > 1 {
        let waves = theme.trend.iter();
        let rows = waves.map(|wave| shared(wave.wave.clone(), &wave.share));
        blocks.push(table(
            &[say!("Wave"), say!("Mention it"), say!("Share")],
            rows,
        ));
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn shared(name: String, share: &Share) -> Vec<String> {
    let counts = words::of(share.voiced, share.estimate.n());
    vec![name, counts, words::share(share)]
}

/// What people noted while they explored.
fn noted(brief: &Brief) -> Vec<String> {
    let told = narrative::saved_views(&brief.noted, &brief.scale);
    let mut blocks: Vec<String> = told.iter().flat_map(|of| block(of, &brief.scale)).collect();
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The words that mark a theme, the theme it is part of, its firmness.
fn marks(theme: &ThemeSummary, brief: &Brief) -> String {
    let mut marks = Vec::new();
    if !theme.terms.is_empty() {
        marks.push(format!(
            "{} {}.",
            say!("Key terms:"),
            escaped(&theme.terms.join(", "))
        ));
    }
    if let Some(id) = &theme.broader
        && let Some(broader) = brief.themes.iter().find(|theme| &theme.id == id)
    {
        marks.push(say!("Part of {theme}.", theme = escaped(&broader.label)));
    }
    marks.extend(sentences::firmness(theme));
    marks.join(" ")
}

fn quotes(quotes: &[Quote], brief: &Brief) -> impl Iterator<Item = String> {
    quotes.iter().map(|said| quote(said, &brief.scale))
}

fn quote(quote: &Quote, scale: &Scale) -> String {
    let aside = |words: &Option<String>| {
        let words = words
            .as_deref()
            .map(str::trim)
            .filter(|words| !words.is_empty());
        words.map(|words| format!("*{}*", escaped(words)))
    };
    let parts = [
        aside(&quote.before),
        Some(escaped(&quote.text)),
        aside(&quote.after),
    ];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    let voice = escaped(&words::said_by(quote, scale).join(" · "));
    let place = escaped(&words::place(quote));
    format!("> {}  \n> — {voice} ({place})", said.join(" "))
}

fn score(brief: &Brief) -> Vec<String> {
    let scale = &brief.scale;
    let mut blocks = vec![format!(
        "## {}",
        say!("The {score}", score = words::score_name(scale))
    )];
    if sentences::unrated(brief) {
        blocks.push(sentences::no_score(scale));
        return blocks;
    }
    if let Some(score) = &brief.score.overall {
        blocks.push(format!("**{}**", words::score(score)));
        blocks.push(format!(
            "{} {}",
            sentences::ratings(score.counts, scale),
            scale_words::definition(scale)
        ));
    }
    let rows = brief.score.waves.iter().map(|wave| {
        let counts = wave.score.counts;
        let members = scale.groups().map(|group| counts.count(group));
        let mut row = vec![wave.wave.clone(), words::thousands(counts.n())];
        row.extend(members.map(words::thousands));
        row.push(words::score(&wave.score));
        row
    });
    let groups = scale.groups();
    let groups = groups.map(|group| words::capitalised(&words::group(group, scale)));
    let [_, rated] = words::rated(scale);
    let head: Vec<String> = [say!("Wave").to_owned(), words::capitalised(rated)]
        .into_iter()
        .chain(groups)
        .chain([words::capitalised(words::score_name(scale))])
        .collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    blocks.push(table(&head, rows));
    blocks.push(say!(
        "Ranges are 95% intervals: they hold the true number in {often} studies like this one.",
        often = sentences::how_often(brief)
    ));
    blocks
}

fn coverage(brief: &Brief) -> Vec<String> {
    let steps = sentences::steps(brief.coverage).into_iter();
    let rows = steps
        .chain(sentences::besides(brief.coverage))
        .map(|(label, count)| vec![label.to_owned(), words::thousands(count)]);
    vec![
        format!("## {}", say!("Coverage")),
        table(&["", say!("Number")], rows),
    ]
}

/// What people in interviews struggle with: where there is no survey, first.
fn struggles(brief: &Brief, is_first: bool) -> Vec<String> {
    let blocks = narrative::struggles(brief);
    if blocks.is_empty() || is_first != sentences::interviews_alone(brief) {
        return Vec::new();
    }
    blocks
        .iter()
        .flat_map(|of| block(of, &brief.scale))
        .filter(|block| !block.is_empty())
        .collect()
}

fn interviews(brief: &Brief) -> Vec<String> {
    let interviews = &brief.interviews;
    if interviews.conversations.is_empty() {
        return Vec::new();
    }
    let count = interviews.conversations.len();
    let numbers: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
    let columns: Vec<&str> = [say!("Theme"), say!("Interviews")]
        .into_iter()
        .chain(numbers.iter().map(String::as_str))
        .collect();
    let rows = interviews.matrix.iter().map(|row| {
        let heard = words::of(row.voiced_in.len() as u64, count as u64);
        let marks = (0..count).map(|index| {
            let voiced = row.voiced_in.contains(&index);
            if voiced {
                "●".to_owned()
            } else {
                String::new()
            }
        });
        [row.label.clone(), heard]
            .into_iter()
            .chain(marks)
            .collect()
    });
    let people = interviews.conversations.iter().map(|conversation| {
        let parts = [
            vec![conversation.participant.clone()],
            sentences::about(conversation, &brief.scale),
            vec![conversation.source.clone()],
        ];
        parts.concat().join(" · ")
    });
    let mut blocks = vec![format!("## {}", say!("The interviews"))];
    blocks.extend(interviews.notes.iter().map(|note| escaped(note)));
    blocks.push(table(&columns, rows));
    blocks.push(numbered(people));
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn method(brief: &Brief) -> Vec<String> {
    let mut blocks = vec![format!("## {}", say!("Method"))];
    blocks.extend(brief.method.notes.iter().map(|note| escaped(note)));
    blocks.push(escaped(&brief.method.grain));
    if !brief.method.changes.is_empty() {
        blocks.push(format!(
            "### {}",
            say!("What changed since the themes were last viewed")
        ));
        blocks.push(list(&brief.method.changes));
    }
    let settings = brief.method.settings.iter().map(|setting| {
        vec![
            setting.name.clone(),
            setting.value.clone(),
            setting.why.clone(),
        ]
    });
    blocks.push(table(
        &[say!("Setting"), say!("Value"), say!("Meaning")],
        settings,
    ));
    if brief.skipped.total > 0 {
        let rows = brief.skipped.first.iter().map(|skip| {
            let row = skip
                .row
                .map_or_else(String::new, |row| words::thousands(row.into()));
            vec![skip.file.clone(), row, skip.reason.clone()]
        });
        let rows = table(&[say!("File"), say!("Row"), say!("Reason")], rows);
        blocks.push(format!(
            "### {}",
            say!(
                "{rows} left out",
                rows = words::count(brief.skipped.total, "row", "rows")
            )
        ));
        blocks.push(rows);
        blocks.extend(sentences::more_skipped(&brief.skipped));
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Returns a list with a dash before each item.
fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items = items.into_iter();
    let lines = items.map(|item| format!("- {}", escaped(item.as_ref())));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns a list with a number before each item.
fn numbered<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items = (1..).zip(items);
    let lines = items.map(|(number, item)| format!("{number}. {}", escaped(item.as_ref())));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns a table; nothing where it would have no rows.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = format!("| {} |\n|{}", head.join(" | "), "---|".repeat(head.len()));
    let mut empty = true;
    for row in rows {
        empty = false;
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        let _ = write!(table, "\n| {} |", cells.join(" | "));
    }
    if empty { String::new() } else { table }
}

/// Returns the text so that Markdown shows it as it is, on one line.
fn escaped(text: &str) -> String {
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        match letter {
            '<' if begins_a_tag(&text[at + 1..]) => escaped.push_str("&lt;"),
            '&' if is_entity(&text[at + 1..]) => escaped.push_str("\\&"),
            '_' if is_inside_word(text, at) => escaped.push('_'),
            '\n' => escaped.push_str("<br>"),
            '\r' => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.extend(['\\', letter]);
            }
            _ if opens_a_block(&text[..at], letter, &text[at + letter.len_utf8()..]) => {
                escaped.extend(['\\', letter]);
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Returns whether `letter` between `before` and `after` would begin a list, a
/// heading, a quote or a rule: `- no`, `# no`, `> no`, `1. no`, `---`.
fn opens_a_block(before: &str, letter: char, after: &str) -> bool {
    let ends = after.is_empty() || after.starts_with(char::is_whitespace);
    let repeats = after.starts_with(letter);
    let after_number = !before.is_empty() && before.chars().all(|letter| letter.is_ascii_digit());
    match letter {
        '-' | '=' | '#' => before.is_empty() && (ends || repeats),
        '+' => before.is_empty() && ends,
        '>' => before.is_empty(),
        '.' | ')' => after_number && ends,
        _ => false,
    }
}

/// Returns whether what follows a `<` would make it a tag or a link.
fn begins_a_tag(after: &str) -> bool {
    let next = after.chars().next();
    next.is_some_and(|letter| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!' | '?'))
}

/// Returns whether what follows an ampersand makes it an entity: `lt;`, `#43;`.
fn is_entity(after: &str) -> bool {
    let name = after.split_once(';').map_or("", |(name, _)| name);
    let bare = name.strip_prefix('#').unwrap_or(name);
    !bare.is_empty() && bare.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Returns whether an underscore stands between letters: it is then no emphasis.
fn is_inside_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + 1..].chars().next();
    [before, after]
        .iter()
        .all(|letter| letter.is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_is_not_taken_for_markdown() {
        let escaped_as = |text: &str, wanted: &str| assert_eq!(escaped(text), wanted);
        escaped_as("<b>no</b> & a|b", "&lt;b>no&lt;/b> & a\\|b");
        escaped_as(
            "a &lt; b &#43; R&D; 3 < 5",
            "a \\&lt; b \\&#43; R\\&D; 3 < 5",
        );
        escaped_as("+33 and -5", "+33 and -5");
        escaped_as("+ no", "\\+ no");
        escaped_as("> no", "\\> no");
        escaped_as("product_line", "product_line");
        escaped_as(
            "*not* _bold_ [x](y) `c`",
            "\\*not\\* \\_bold\\_ \\[x\\](y) \\`c\\`",
        );
        escaped_as("- a minus\nand more", "\\- a minus<br>and more");
        escaped_as("1. not a list", "1\\. not a list");
        escaped_as("version 1. really", "version 1. really");
        escaped_as("$5$ #1", "\\$5\\$ #1");
    }

    #[test]
    fn a_table_without_rows_is_not_there() {
        assert_eq!(table(&["a"], std::iter::empty()), "");
    }
}
