//! A story as one page that needs nothing else.

use maud::{DOCTYPE, Markup, html};

use crate::feedback::Scale;

use super::super::catalogue::{ReportLanguage, say};
use super::super::charts;
use super::super::story::{Block, Story, StoryFinding, StoryTable, Waterfall, WaterfallStep};
use super::super::words;
use super::links::Ways;
use super::{head, quotes};

/// Returns the whole page.
pub fn story(story: &Story) -> String {
    html! {
        (DOCTYPE)
        html lang=(ReportLanguage::spoken().code()) {
            (head(&story.title))
            body.story {
                a.skip href="#story" { (say!("Skip to the findings")) }
                (charts::patterns())
                header.opening {
                    h1 { (story.title) }
                    p.sources { (story.sources) }
                }
                main #story {
                    (with_contents(&story.blocks, |of, at| block(of, at, &story.scale, &Ways::default())))
                }
                footer {
                    p { (say!("Written by motif from the files named above.")) " " (say!("Every quote gives the place where it can be found.")) }
                }
            }
        }
    }
    .into_string()
}

/// Lays out blocks one by one. What comes before the first heading is the
/// first screen; where several parts follow, a list of them comes first.
pub fn with_contents(blocks: &[Block], lay: impl Fn(&Block, usize) -> Markup) -> Markup {
    let headings = blocks.iter().enumerate();
    let headings = headings.filter_map(|(at, block)| match block {
        Block::Heading(title) => Some((at, title)),
        _ => None,
    });
    let headings: Vec<(usize, &String)> = headings.collect();
    let contents = headings.first().filter(|_| headings.len() > 2);
    html! {
        @for (at, of) in blocks.iter().enumerate() {
            @if contents.is_some_and(|(first, _)| *first == at) {
                nav aria-label=(say!("Contents")) {
                    ul.contents { @for (at, title) in &headings { li { a href={ "#part-" (at) } { (title) } } } }
                }
            }
            (lay(of, at))
        }
    }
}

/// Returns a block; headings are `part-AT`.
pub fn block(block: &Block, at: usize, scale: &Scale, ways: &Ways) -> Markup {
    html! {
        @match block {
            Block::Heading(title) => h2 id={ "part-" (at) } { (title) },
            Block::Subheading(title) => h3 { (ways.named(title)) },
            Block::Minor(title) => h4 { (ways.named(title)) },
            Block::Findings(found) => (findings(found, scale, ways)),
            Block::Verdict(text) => p.verdict { (ways.named(text)) },
            Block::Paragraph(text) => p { (marked(text, ways)) },
            Block::Caution(text) => p.caution { (ways.named(text)) },
            Block::Points(points) => ul { @for point in points { li { (marked(point, ways)) } } },
            Block::Steps(steps) => ol.steps { @for step in steps { li { (marked(step, ways)) } } },
            Block::Table(of) => (table(of, at, ways)),
            Block::Waterfall(fall) => (waterfall(fall, ways)),
            Block::Quotes(said) => (quotes::all(said, scale)),
        }
    }
}

fn findings(findings: &[StoryFinding], scale: &Scale, ways: &Ways) -> Markup {
    html! {
        ol.findings {
            @for finding in findings {
                li {
                    p.finding {
                        strong { (ways.theme(&finding.title, &finding.title)) }
                        " " span.says { (ways.named(&finding.says)) }
                    }
                    @if let Some(quote) = &finding.quote { (quotes::one(quote, scale)) }
                }
            }
        }
    }
}

/// What stands between backticks is a command.
fn marked(text: &str, ways: &Ways) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (ways.named(part)) }
        }
    }
}

fn table(table: &StoryTable, at: usize, ways: &Ways) -> Markup {
    let named = table.head.iter().filter(|name| !name.is_empty());
    let named: Vec<&str> = named.map(String::as_str).collect();
    let columns = named.join(", ");
    let label = say!("Table {number}: {columns}", number = at, columns);
    let right = |at: usize| table.right.contains(&at).then_some("n");
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.plain {
                thead { tr { @for (at, name) in table.head.iter().enumerate() {
                    @if name.is_empty() { td {} } @else { th class=[right(at)] scope="col" { (name) } }
                } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (at, cell) in row.iter().enumerate() {
                                @if at == 0 { th scope="row" { (ways.theme(cell, cell)) } }
                                @else { td class=[right(at)] data-label=[table.head.get(at)] { (ways.people(&row[0], table.head.get(at), cell)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn waterfall(fall: &Waterfall, ways: &Ways) -> Markup {
    let scale = charts::fall_scale(fall);
    let mut at = fall.from.1;
    html! {
        figure.fall {
            table.weights {
                thead { tr {
                    th scope="col" { (say!("From {from} to {to}", from = fall.from.0, to = fall.to.0)) }
                    th scope="col" { div.weight { (charts::impact_axis(scale)) } }
                } }
                tbody {
                    (total(&fall.from, scale))
                    @for step in &fall.steps {
                        @let from = at;
                        @let to = { at += step.points; at };
                        tr {
                            th scope="row" {
                                (ways.theme(&step.label, &step.label))
                                @if !step.people.is_empty() { span.voices { (voices(step, fall, ways)) } }
                            }
                            td { div.weight {
                                (charts::fall_step(from, to, step.interval, scale))
                                span.points {
                                    (words::signed_tenths(step.points))
                                    @let range = step.range();
                                    @if !range.is_empty() { " (" (range) ")" }
                                }
                            } }
                        }
                    }
                    (total(&fall.to, scale))
                }
            }
            figcaption {
                (say!("How to read: start at the first score and follow the rows down to the last."))
                " " (say!("Each bar starts where the one above ends; solid bars raise the score, hatched ones lower it, and the thin line is the range in which a bar may end."))
                " " (say!("Counts are people before → after."))
                " " (say!("If a range includes zero, the row may account for nothing."))
            }
        }
    }
}

/// Returns the people of a step: `2 of 205 → 31 of 215`.
fn voices(step: &WaterfallStep, fall: &Waterfall, ways: &Ways) -> Markup {
    html! {
        @if let Some((before, after)) = step.people.split_once(" → ") {
            (ways.people(&step.label, Some(&fall.from.0), before))
            " → "
            (ways.people(&step.label, Some(&fall.to.0), after))
        } @else { (step.people) }
    }
}

fn total((name, score): &(String, f64), scale: charts::AxisScale) -> Markup {
    html! {
        tr.total {
            th scope="row" { (name) }
            td { div.weight {
                (charts::fall_total(*score, scale))
                span.points { strong { (words::signed_tenths(*score)) } }
            } }
        }
    }
}
