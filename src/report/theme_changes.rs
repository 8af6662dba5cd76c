//! How many themes there are and why, and what became of those before.

use std::collections::BTreeSet;

use crate::cluster::ClusterShape;
use crate::study::{Analysis, Refresh};
use crate::themes::{Detail, ThemeId, ThemeKind};

use super::catalogue::say;
use super::words;

/// Says why there are as many themes as there are, and how many there would
/// be at the other grains.
pub(super) fn grain(analysis: &Analysis) -> String {
    let why = why(analysis);
    match others(analysis) {
        Some(others) if !why.is_empty() => format!("{why} {others}"),
        _ => why,
    }
}

/// Says why there are as many themes as there are.
pub fn why(analysis: &Analysis) -> String {
    let Some(model) = &analysis.memory.model else {
        return String::new();
    };
    let topics = analysis
        .findings
        .iter()
        .filter(|finding| finding.theme.kind == ThemeKind::Topic)
        .count();
    if topics == 0 {
        return String::new();
    }
    let themes = words::count(topics as u64, "theme", "themes");
    let why = match model.shape() {
        ClusterShape::Firm { .. } => say!("the comments fall into clear groups").into(),
        ClusterShape::Diffuse { .. } | ClusterShape::Small => {
            say!("as many as have a topic of their own").into()
        }
        ClusterShape::By(method) => say!("as found by `{method}`", method = method.name()),
        ClusterShape::Asked => say!("as many as you asked for").into(),
    };
    if analysis.findings.len() > topics {
        say!(
            "{themes}, besides general praise and complaints: {why}.",
            themes,
            why
        )
    } else {
        words::labelled(&themes, &why) + "."
    }
}

/// Says how many themes the other grains show.
fn others(analysis: &Analysis) -> Option<String> {
    let shown: BTreeSet<ThemeId> = analysis
        .findings
        .iter()
        .filter(|finding| finding.theme.kind == ThemeKind::Topic)
        .map(|finding| finding.theme.id)
        .collect();
    let of = |grain: Detail| {
        let here = analysis.arrangement.ids(analysis.grain);
        let there = analysis.arrangement.ids(grain);
        let ids = here.iter().filter(|(_, id)| shown.contains(id));
        let ids: BTreeSet<ThemeId> = ids
            .filter_map(|(leaf, _)| there.get(leaf).copied())
            .collect();
        ids.len()
    };
    let count = shown.len();
    let says = [
        ("`--detail broad`", Detail::Broad),
        ("`--detail default`", Detail::Default),
        ("`--detail fine`", Detail::Fine),
    ]
    .into_iter()
    .filter(|(_, grain)| *grain != analysis.grain)
    .map(|(command, grain)| (command, of(grain)))
    .filter(|(_, other)| *other != count && *other > 0)
    .map(|(command, themes)| say!("{command} shows {themes}", command, themes))
    .collect::<Vec<_>>();
    (!says.is_empty()).then(|| format!("{}.", says.join(", ")))
}

/// Says what became of the themes since they were last looked at.
pub fn since(analysis: &Analysis) -> Vec<String> {
    let Some(refresh) = &analysis.refresh else {
        return Vec::new();
    };
    let mut said = vec![summary(refresh)];
    let name = |theme: &u32| named(analysis, *theme);
    let list = |themes: &[u32]| words::list(&themes.iter().map(name).collect::<Vec<_>>());
    if !refresh.new.is_empty() {
        said.push(say!("new: {themes}", themes = list(&refresh.new)));
    }
    for (theme, pieces) in &refresh.split {
        said.push(say!(
            "split: {theme} into {themes}",
            theme = name(theme),
            themes = list(pieces)
        ));
    }
    for (theme, into) in &refresh.merged {
        said.push(say!(
            "merged: {theme} into {other}",
            theme = name(theme),
            other = name(into)
        ));
    }
    if !refresh.gone.is_empty() {
        said.push(say!("gone: {themes}", themes = list(&refresh.gone)));
    }
    let mut would = Vec::new();
    if !refresh.would_split.is_empty() {
        would.push(say!("split {themes}", themes = list(&refresh.would_split)));
    }
    would.extend(refresh.would_merge.iter().map(|(theme, into)| {
        say!(
            "merge {theme} into {other}",
            theme = name(theme),
            other = name(into)
        )
    }));
    if !would.is_empty() {
        said.push(say!(
            "if themes were found again from scratch (`motif themes --afresh`), motif would {changes}",
            changes = words::list(&would)
        ));
    }
    said
}

/// `120 new passages were added to the existing themes: 24 kept, 2 new, 0 gone`
fn summary(refresh: &Refresh) -> String {
    let counts = say!(
        "{kept} kept, {split} split, {merged} merged, {new} new, {gone} gone",
        kept = refresh.kept.len(),
        split = refresh.split.len(),
        merged = refresh.merged.len(),
        new = refresh.new.len(),
        gone = refresh.gone.len()
    );
    words::labelled(&how(refresh), &counts)
}

/// Says how answers came to their themes.
fn how(refresh: &Refresh) -> String {
    let added = refresh.added as u64;
    let passages = words::count(added, "new passage", "new passages");
    if refresh.afresh && refresh.outgrown {
        say!(
            "themes were found from scratch, because most of the text is new ({passages})",
            passages
        )
    } else if refresh.afresh {
        say!("themes were found from scratch ({passages})", passages)
    } else if words::is_one(added) {
        say!("{passages} was added to the existing themes", passages)
    } else {
        say!("{passages} were added to the existing themes", passages)
    }
}

/// `7 “Slow support”`
fn named(analysis: &Analysis, theme: u32) -> String {
    let id = ThemeId::Theme(theme);
    let shown = analysis
        .findings
        .iter()
        .find(|finding| finding.theme.id == id);
    let name = shown
        .map(|finding| finding.theme.name.as_str())
        .or_else(|| analysis.codebook.name(theme))
        .or_else(|| analysis.memory.name(theme))
        .unwrap_or_default();
    format!("{theme} {}", words::quoted(name))
}
