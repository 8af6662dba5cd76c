//! All themes: who says them, since when, how firm they are.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::super::filter::Filter;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::choices::order_choice;
use super::frame::{At, PageFrame, detail, export};
use super::narrative::Telling;
use super::quotes::{buttons, choose};
use super::{PageQuery, PageResult, figures, written};
use crate::question::asking;
use crate::report::brief::{Brief, ImpactSummary, Parked, ThemeSort, ThemeSummary};
use crate::report::html::Ways;
use crate::report::story::Block;
use crate::report::{sentences, theme_changes, words};
use crate::themes::{Detail, ThemeId};

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/themes", get(themes))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct ThemesPageQuery {
    #[serde(default, alias = "grain")]
    detail: Detail,
    #[serde(default)]
    sort: ThemeOrder,
    r#in: Option<String>,
}

/// Which themes come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ThemeOrder {
    #[default]
    People,
    Lowers,
    Raises,
    Grown,
    /// Broad themes, the themes in each, and the parts of those.
    Tree,
}

async fn themes(
    State(session): State<Arc<Session>>,
    PageQuery(look): PageQuery<ThemesPageQuery>,
) -> PageResult {
    written(move || {
        let snapshot = session.snapshot()?;
        let filter = Filter::new(look.r#in.as_deref());
        let brief = snapshot.brief_among(look.detail, &filter)?;
        let shown = ThemesPage {
            snapshot: &snapshot,
            brief: &brief,
            look: &look,
            filter: &filter,
        };
        let frame = PageFrame::new(At::Themes, "Themes", Some("themes")).filtered(&filter);
        Ok(frame.around(&session, &snapshot, &page(&session, &shown)))
    })
    .await
}

/// The themes as they are shown.
struct ThemesPage<'a> {
    snapshot: &'a Snapshot,
    /// With numbers of those whom the filter lets through.
    brief: &'a Brief,
    look: &'a ThemesPageQuery,
    filter: &'a Filter,
}

fn page(session: &Session, shown: &ThemesPage<'_>) -> Markup {
    let ThemesPage {
        snapshot,
        brief,
        look,
        filter,
    } = shown;
    let table_address = asking(
        "/api/export/themes.csv",
        &[("detail", look.detail.name()), ("in", filter.asked())],
    );
    let writes = !session.options().read_only && look.detail == Detail::Default;
    html! {
        @if filter.text().is_none() { (in_short(session, snapshot)) } @else { (standing_out(session, snapshot, filter)) }
        header.title {
            h1 { "What people talk about" }
            (coverage(shown))
        }
        @if session.options().bundle { (levels()) }
        div.tools {
            (detail(look.detail))
            label.find { "Find" input #find type="search" placeholder="a theme or a word" data-hotkey="/"; }
            (sorted(look.sort, brief))
            @if writes {
                button type="button" data-dialog="seed" { "Add a theme…" }
            }
            (export(&[("Themes", table_address)], Some("table.themes")))
        }
        @if writes { (picked()) }
        @if brief.themes.is_empty() {
            p { "No themes yet: there are too few comments, or no two are about the same thing." }
        } @else {
            (table(shown, writes))
            (requests(session, snapshot, brief))
        }
        (waiting(&brief.empty))
        (parked(&brief.parked, writes))
        @if !brief.cautions.is_empty() {
            section.cautions aria-labelledby="mind" {
                h2 #mind { "Keep in mind" }
                ul { @for caution in &brief.cautions { li { (caution) } } }
            }
        }
        @if writes { (dialogs(brief)) }
    }
}

/// What is to be known first, before the themes.
fn in_short(session: &Session, snapshot: &Snapshot) -> Markup {
    let Some(story) = snapshot.in_short() else {
        return html! {
            section.in-short data-waiting { p.hint { "Still finding what stands out; it will be here in a moment." } }
        };
    };
    if story.blocks.is_empty() {
        return html! {};
    }
    let ways = ways(snapshot);
    html! {
        section.in-short aria-labelledby="in-short" {
            h2 #in-short { (story.title) }
            (Telling::new(session, snapshot, &ways).story(&story.blocks))
            @if snapshot.parts().times.iter().any(|(_, times)| times.len() > 1) {
                p { a href="/compare" { "The whole comparison" } }
            }
        }
    }
}

/// What those whom the filter lets through say more or less than the rest.
fn standing_out(session: &Session, snapshot: &Snapshot, filter: &Filter) -> Markup {
    let blocks = snapshot.standing_out(filter);
    if blocks.is_empty() {
        return html! {};
    }
    let ways = ways(snapshot);
    html! {
        section.in-short aria-labelledby="in-short" {
            h2 #in-short { "What stands out among these people" }
            (Telling::new(session, snapshot, &ways).story(&blocks))
        }
    }
}

/// Returns the ways from the names of themes to their pages.
pub(super) fn ways(snapshot: &Snapshot) -> Ways {
    let themes = snapshot.brief(Detail::Default).themes.iter();
    Ways::to(themes.map(|theme| (theme.id.clone(), theme.label.clone())))
}

/// What people ask for, theme by theme.
fn requests(session: &Session, snapshot: &Snapshot, brief: &Brief) -> Markup {
    let Some(requests) = &brief.requests else {
        return html! {};
    };
    let mut blocks = vec![
        Block::Heading(sentences::asked_title().into()),
        Block::paragraph(sentences::asked(requests)),
    ];
    for (title, said) in sentences::requests(requests, brief) {
        blocks.push(Block::Subheading(title));
        blocks.push(Block::Quotes(said.to_vec()));
    }
    Telling::new(session, snapshot, &Ways::default()).story(&blocks)
}

fn coverage(shown: &ThemesPage<'_>) -> Markup {
    let of = &shown.brief.coverage;
    if shown.filter.text().is_some() {
        return html! { p.unit { "Only the people chosen in the filter are counted; themes were found in everybody's words." } };
    }
    html! {
        p.unit {
            (words::count(of.asked, "answer", "answers"))
            ", " (words::thousands(of.commented)) " with a comment: "
            (words::thousands(of.themed)) " in a theme, "
            (words::thousands(of.unthemed)) " that no theme covers"
            @if of.parked > 0 { ", " (words::thousands(of.parked)) " hidden" }
            @if of.interviews > 0 { "; " (words::count(of.interviews, "interview", "interviews")) }
            ". " (theme_changes::why(shown.snapshot.analysis(shown.look.detail)))
            @if of.unthemed > 0 { " " a href="/unthemed" { "Read what no theme covers" } "." }
        }
    }
}

/// Ways to the other levels of detail, where no control leads there.
fn levels() -> Markup {
    html! {
        nav.levels aria-label="Level of detail" {
            a href="/themes" { "Themes" }
            a href="/themes?detail=broad" { "Broad themes" }
            a href="/themes?detail=fine" { "Parts of themes" }
            a href="/themes?sort=tree" { "As a tree" }
        }
    }
}

fn sorted(now: ThemeOrder, brief: &Brief) -> Markup {
    let score = words::score_name(&brief.scale);
    let [lowers, raises] = ["Lowers", "Raises"].map(|verb| format!("{verb} the {score} most"));
    let stops = [
        (ThemeOrder::People, "people", "Most people".to_owned()),
        (ThemeOrder::Lowers, "lowers", lowers),
        (ThemeOrder::Raises, "raises", raises),
        (ThemeOrder::Grown, "grown", "Grown most".to_owned()),
        (ThemeOrder::Tree, "tree", "As a tree".to_owned()),
    ];
    order_choice(&now, &stops)
}

/// Returns the themes in the order asked for; those without a number last. A
/// brief has them by everybody, so `among` some they are ordered anew.
fn ordered(brief: &Brief, sort: ThemeOrder, among: bool) -> Vec<&ThemeSummary> {
    let mut themes: Vec<&ThemeSummary> = brief.themes.iter().collect();
    let key = |theme: &ThemeSummary| {
        let key = match sort {
            ThemeOrder::People if among => Some(-(theme.respondents as f64)),
            ThemeOrder::People | ThemeOrder::Tree => Some(0.0),
            ThemeOrder::Lowers => points(theme),
            ThemeOrder::Raises => points(theme).map(|points| -points),
            ThemeOrder::Grown => growth(theme).map(|growth| -growth),
        };
        key.unwrap_or(f64::INFINITY)
    };
    themes.sort_by(|one, other| key(one).total_cmp(&key(other)));
    themes
}

fn points(theme: &ThemeSummary) -> Option<f64> {
    match &theme.impact {
        ImpactSummary::Points(points) => points.value(),
        ImpactSummary::Unknown { .. } => None,
    }
}

/// Returns by how much more of the people a theme has surely grown from the
/// wave before to the last: between the ends of their ranges that are nearest.
fn growth(theme: &ThemeSummary) -> Option<f64> {
    let mut waves = theme.trend.iter().rev();
    let mut next = || waves.next()?.share.estimate.interval();
    let (last, before) = (next()?, next()?);
    Some(last.low - before.high)
}

/// Returns each theme with how deep in the tree it stands: broad themes, in
/// each its themes, and in each of those its parts.
fn tree(snapshot: &Snapshot) -> Vec<(usize, &ThemeSummary)> {
    let [broad, usual, fine] =
        [Detail::Broad, Detail::Default, Detail::Fine].map(|detail| &snapshot.brief(detail).themes);
    let of = |themes: &[ThemeSummary], whole: &ThemeSummary| -> Vec<usize> {
        let parts = themes.iter().enumerate();
        let parts = parts
            .filter(|(_, theme)| theme.id != whole.id && theme.broader.as_ref() == Some(&whole.id));
        parts.map(|(at, _)| at).collect()
    };
    let arrangement = &snapshot.analysis(Detail::Broad).arrangement;
    let is_heading = |whole: &ThemeSummary| {
        let id = whole.id.parse();
        id.is_ok_and(|id| arrangement.heading(id).is_some())
    };
    let mut rows = Vec::new();
    let with_parts = |rows: &mut Vec<_>, depth: usize, theme| {
        rows.push((depth, theme));
        let parts = of(fine, theme);
        rows.extend(parts.into_iter().map(|at| (depth + 1, &fine[at])));
    };
    for whole in broad {
        let themes = of(usual, whole);
        match themes[..] {
            // A broad theme of one theme is that theme.
            [] => match usual.iter().find(|theme| theme.id == whole.id) {
                Some(same) => with_parts(&mut rows, 0, same),
                None => rows.push((0, whole)),
            },
            [only] if !is_heading(whole) => with_parts(&mut rows, 0, &usual[only]),
            _ => {
                rows.push((0, whole));
                for at in themes {
                    with_parts(&mut rows, 1, &usual[at]);
                }
            }
        }
    }
    rows
}

/// What a row of the tree is put under when something is dropped on it.
#[derive(Default)]
struct TreeGroup {
    heading: String,
    /// The numbers of the themes that are there.
    themes: Vec<String>,
}

/// Returns the group of each row of the tree: of a broad theme and what is in
/// it the same, of a theme that stands alone itself.
fn groups(rows: &[(usize, &ThemeSummary)]) -> Vec<TreeGroup> {
    let mut groups: Vec<TreeGroup> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let own = 1 + rows[at + 1..]
            .iter()
            .take_while(|(depth, _)| *depth > 0)
            .count();
        let family = &rows[at..at + own];
        let (_, first) = family[0];
        let is_broad = number(&first.id).is_none();
        let themes = family.iter().filter_map(|(_, theme)| number(&theme.id));
        let themes: Vec<String> = themes.map(|number| number.to_string()).collect();
        groups.extend(family.iter().map(|_| TreeGroup {
            heading: if is_broad {
                first.label.clone()
            } else {
                String::new()
            },
            themes: themes.clone(),
        }));
        at += own;
    }
    groups
}

fn table(shown: &ThemesPage<'_>, writes: bool) -> Markup {
    let (brief, look) = (shown.brief, shown.look);
    let rows = match look.sort {
        ThemeOrder::Tree => tree(shown.snapshot),
        sort => ordered(brief, sort, shown.filter.text().is_some())
            .into_iter()
            .map(|theme| (0, theme))
            .collect(),
    };
    let rated = brief.coverage.rated > 0;
    let waves = brief.themes.iter().any(|theme| theme.trend.len() > 1);
    let has_effect = |theme: &ThemeSummary| matches!(theme.impact, ImpactSummary::Points(_));
    let columns = ThemeColumns {
        rated,
        effect: brief.themes.iter().any(has_effect),
        waves,
        writes,
    };
    let highest = figures::highest(rows.iter().map(|(_, theme)| *theme));
    let is_tree = look.sort == ThemeOrder::Tree;
    let groups = if is_tree { groups(&rows) } else { Vec::new() };
    html! {
        @if is_tree && writes {
            p.hint { "Drag a theme onto another, or onto a group, to put them under one heading." }
        }
        table.themes data-tree[is_tree] {
            caption.hidden { "Themes" }
            thead { tr {
                @if writes { th.pick scope="col" { span.hidden { "Choose" } } }
                th scope="col" { "Theme" }
                th.n scope="col" { "People" }
                @if rated {
                    th.wide scope="col" { "Share of each group's commenters who mention it" (figures::key(&brief.scale)) }
                }
                @if columns.effect {
                    th.n scope="col" title="By how many points the people who mention it pull the score up or down, compared with other commenters" { "Effect on the " (words::score_name(&brief.scale)) }
                }
                @if waves { th scope="col" title="Share of commenters by wave; vertical lines: ranges" { "Over time" } }
                th scope="col" title="How much of it holds when part of the comments is left out" { "Firmness" }
                @if writes { th scope="col" { span.hidden { "Decide" } } }
            } }
            tbody {
                @for (at, (depth, theme)) in rows.into_iter().enumerate() {
                    (row(theme, (depth, groups.get(at)), brief, look, highest, columns))
                }
            }
        }
        p #none-found hidden { "No theme matches." }
    }
}

/// Which columns the table has.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a column")]
struct ThemeColumns {
    rated: bool,
    effect: bool,
    waves: bool,
    writes: bool,
}

fn row(
    theme: &ThemeSummary,
    (depth, group): (usize, Option<&TreeGroup>),
    brief: &Brief,
    look: &ThemesPageQuery,
    highest: f64,
    columns: ThemeColumns,
) -> Markup {
    let ThemeColumns {
        rated,
        effect,
        waves,
        writes,
    } = columns;
    let number = number(&theme.id);
    let is_apart = look.detail == Detail::Fine && look.sort != ThemeOrder::Tree;
    let broader = theme.broader.as_ref().filter(|_| is_apart);
    html! {
        tr data-theme=[number] data-label=(theme.label) draggable=[(writes && (number.is_some() || group.is_some())).then_some("true")]
            data-heading=[group.map(|group| &group.heading)] data-themes=[group.map(|group| group.themes.join(","))] {
            @if writes { td.pick { @if let Some(number) = number {
                input type="checkbox" data-pick=(number) aria-label={ "Choose " (theme.label) };
            } } }
            th scope="row" class={ "depth-" (depth) } {
                a href={ "/themes/" (theme.id) } { (theme.label) }
                @if theme.confirmed { span.mark title="Confirmed" { "✓ confirmed" } }
                @if let Some(owner) = &theme.owner { span.mark { "owner: " (owner) } }
                @if let Some(broader) = broader { span.mark { "part of " (broader) } }
                span.terms { (terms(theme)) }
            }
            td.n { (people(theme)) }
            @if rated {
                td.wide { (figures::groups(&theme.groups, highest, &brief.scale)) }
            }
            @if effect { td.n { (weight(theme)) } }
            @if waves { td { (figures::trend(&theme.trend)) } }
            td { @if let Some(firmness) = theme.firmness {
                span class={ "firmness " (firmness.word.name()) }
                    title={ (words::percent(firmness.share)) " of it holds when part of the comments is left out" } {
                    (firmness.word.name())
                }
            } }
            @if writes { td {
                @if let (None, Some(group)) = (number, group.filter(|of| depth == 0 && !of.heading.is_empty())) {
                    button.small type="button" data-dialog="group" data-picked=(group.themes.join(",")) data-heading=(group.heading) { "Rename" }
                }
                @if let Some(number) = number {
                (menu(number, theme, group.is_some_and(|group| depth > 0 && !group.heading.is_empty())))
            } } }
        }
    }
}

/// What can be done with the themes that are ticked.
fn picked() -> Markup {
    html! {
        div.picked hidden role="group" aria-label="Chosen themes" {
            output {}
            button type="button" data-dialog="merge-picked" data-least="2" { "Merge…" }
            button type="button" data-dialog="group" { "Put in a group…" }
            button type="button" data-unpick { "Clear" }
        }
    }
}

/// Returns the number of a theme that can be decided about, from its id.
pub(super) fn number(id: &str) -> Option<u32> {
    match id.parse() {
        Ok(ThemeId::Theme(number)) => Some(number),
        _ => None,
    }
}

fn terms(theme: &ThemeSummary) -> String {
    match theme.kind {
        ThemeSort::Topic => theme.terms.join(", "),
        ThemeSort::Praise => "praise, nothing specific".into(),
        ThemeSort::Complaint => "complaints, nothing specific".into(),
    }
}

fn people(theme: &ThemeSummary) -> Markup {
    html! {
        (words::thousands(theme.respondents))
        @if theme.participants.voiced > 0 {
            span.also { "+ " (words::count(theme.participants.voiced, "interview", "interviews")) }
        }
    }
}

fn weight(theme: &ThemeSummary) -> Markup {
    html! {
        @match &theme.impact {
            ImpactSummary::Points(points) => {
                @if let Some((value, range)) = points.numbers() {
                    (words::signed_tenths(value)) span.also { (words::points_range(range)) }
                } @else { span.also { (words::withheld(points.n())) } }
            }
            ImpactSummary::Unknown { why } => { span title=(why) { "–" } }
        }
    }
}

/// Returns what can be done with a theme.
pub(super) fn hands(number: u32, theme: &ThemeSummary) -> Markup {
    menu(number, theme, false)
}

/// Returns the same; what is in a group can be taken out of it.
fn menu(number: u32, theme: &ThemeSummary, is_grouped: bool) -> Markup {
    let about = |what: &str| json!({ "what": what, "theme": number });
    html! {
        details.menu {
            summary aria-label={ "Actions for " (theme.label) } { "⋯" }
            div.choices {
                button type="button" data-dialog="rename" data-theme=(number) data-name=(theme.label) { "Rename…" }
                button type="button" data-dialog="merge" data-theme=(number) data-name=(theme.label) { "Merge into another…" }
                button type="button" data-dialog="split" data-theme=(number) data-name=(theme.label) { "Split…" }
                button type="button" data-decide=(about("confirm")) { "Confirm" }
                button type="button" data-decide=(about("park")) { "Hide" }
                button type="button" data-dialog="own" data-theme=(number) data-name=(theme.label)
                    data-owner=[theme.owner.as_deref()] { "Assign owner…" }
                button type="button" data-dialog="group" data-picked=(number) { "Put in a group…" }
                @if is_grouped {
                    button type="button" data-decide=(json!({ "what": "group", "themes": [number] })) { "Take out of its group" }
                }
            }
        }
    }
}

fn parked(parked: &[Parked], writes: bool) -> Markup {
    html! {
        @if !parked.is_empty() {
            section.parked aria-labelledby="aside" {
                h2 #aside { "Hidden themes" }
                ul { @for theme in parked { li {
                    a href={ "/themes/" (theme.id) } { (theme.label) }
                    " (" (words::count(theme.respondents, "person", "people")) ") "
                    @if writes && let Some(number) = number(&theme.id) {
                        button type="button" data-decide=(json!({ "what": "confirm", "theme": number })) { "Restore" }
                    }
                } } }
            }
        }
    }
}

/// Themes that somebody made and that wait for their first passage.
fn waiting(empty: &[Parked]) -> Markup {
    html! {
        @if !empty.is_empty() {
            section.parked aria-labelledby="waiting" {
                h2 #waiting { "Empty themes" }
                ul { @for theme in empty { li { (theme.label) } } }
                p.hint { "Add passages with “Move to a theme”, from a quote, a search or the map." }
            }
        }
    }
}

/// Returns the themes that something can be put into.
pub(super) fn choices(brief: &Brief) -> Vec<(u32, &str)> {
    let themes = brief
        .themes
        .iter()
        .filter(|theme| theme.kind == ThemeSort::Topic);
    let filled = themes.map(|theme| (&theme.id, theme.label.as_str()));
    let waiting = brief.empty.iter();
    let waiting = waiting.map(|theme| (&theme.id, theme.label.as_str()));
    let all = filled.chain(waiting);
    all.filter_map(|(id, label)| Some((number(id)?, label)))
        .collect()
}

/// Returns what the buttons of a theme open.
pub(super) fn dialogs(brief: &Brief) -> Markup {
    let themes = choices(brief);
    html! {
        template #dialog-rename {
            form method="dialog" data-what="rename" {
                h2 { "Rename" }
                input type="hidden" name="theme" data-kind="number" data-fill="theme";
                label { "Name" input name="name" data-fill="name" required maxlength="120"; }
                (buttons("Rename"))
            }
        }
        template #dialog-merge {
            form method="dialog" data-what="merge" data-then="/themes/{into}" {
                h2 { "Merge “" span data-fill="name" {} "” into another theme" }
                p.hint { "The other theme keeps its number and name, and takes in everything from this one." }
                input type="hidden" name="from" data-kind="numbers" data-fill="theme";
                (choose(&themes, "into", "Into"))
                (buttons("Merge"))
            }
        }
        template #dialog-merge-picked {
            form method="dialog" data-what="merge" {
                h2 { "Merge the chosen themes" }
                p.hint { "The one that stays keeps its number and name, and takes in everything from the others." }
                input type="hidden" name="from" data-kind="numbers" data-fill="picked";
                label { "The one that stays"
                    select name="into" data-kind="number" data-only required {
                        @for (number, label) in &themes { option value=(number) { (number) " " (label) } }
                    }
                }
                (buttons("Merge"))
            }
        }
        template #dialog-group {
            form method="dialog" data-what="group" {
                h2 { "Put in a group" }
                p.hint { "The group is a broad theme. Themes keep their names and numbers." }
                input type="hidden" name="themes" data-kind="numbers" data-fill="picked";
                label { "Name of the group" input name="heading" data-fill="heading" required maxlength="120"; }
                (buttons("Put there"))
            }
        }
        template #dialog-split {
            form method="dialog" data-what="split" data-shows="split" {
                h2 { "Split “" span data-fill="name" {} "”" }
                input type="hidden" name="theme" data-kind="number" data-fill="theme";
                input type="hidden" name="pieces" data-kind="json" value="[]";
                input type="hidden" name="name" disabled;
                label.into { "Into"
                    select data-into {
                        option value="" { "its own parts" }
                        @for pieces in 2..=8 { option value=(pieces) { (pieces) " pieces" } }
                    }
                }
                p.hint { "What is ticked becomes a theme of its own; what is not ticked stays in this one." }
                div.proposal {}
                (buttons("Split"))
            }
        }
        template #dialog-own {
            form method="dialog" data-what="own" {
                h2 { "Owner of “" span data-fill="name" {} "”?" }
                input type="hidden" name="theme" data-kind="number" data-fill="theme";
                label { "A name; leave empty for nobody" input name="owner" data-fill="owner" maxlength="80"; }
                (buttons("Keep"))
            }
        }
        template #dialog-phrases {
            form method="dialog" data-what="phrases" {
                h2 { "Phrases of “" span data-fill="name" {} "”" }
                p.hint { "In any form of the words, separated by commas. What says words of both boxes counts; passages put here by hand stay." }
                input type="hidden" name="theme" data-kind="number" data-fill="theme";
                label { "Whatever says one of these counts here too" textarea name="words" data-kind="words" data-fill="words" rows="2" {} }
                label { "What says one of these does not count here" textarea name="without" data-kind="words" data-fill="without" rows="2" {} }
                (buttons("Keep"))
            }
        }
        template #dialog-seed {
            form method="dialog" data-what="seed" {
                h2 { "Add a theme" }
                p.hint { "Words or short phrases, separated by commas. If anyone mentions them, a theme is added." }
                label { "Words" input name="words" data-kind="words" required placeholder="parking, car park"; }
                (buttons("Look"))
            }
        }
    }
}
