//! How many themes there are and why, and what became of those before.

use std::collections::BTreeSet;

use crate::cluster::ClusterShape;
use crate::study::{Analysis, Refresh};
use crate::themes::{Detail, ThemeId, ThemeKind};

use super::words;

/// Says why there are as many themes as there are, and how many there would
/// be at the other grains.
pub(super) fn grain(analysis: &Analysis) -> String {
    match why(analysis) {
        why if why.is_empty() => why,
        why => why + &others(analysis),
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
        ClusterShape::Firm { .. } => "the comments fall into clear groups".into(),
        ClusterShape::Diffuse { .. } | ClusterShape::Small => {
            "as many as have a topic of their own".into()
        }
        ClusterShape::By(method) => format!("as found by `{}`", method.name()),
        ClusterShape::Asked => "as many as you asked for".into(),
    };
    let general = analysis.findings.len() > topics;
    let general = if general {
        ", besides general praise and complaints"
    } else {
        ""
    };
    format!("{themes}{general}: {why}.")
}

/// Says how many themes the other grains show, with a blank before it.
fn others(analysis: &Analysis) -> String {
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
    .map(|(command, other)| format!("{command} shows {other}"))
    .collect::<Vec<_>>();
    if says.is_empty() {
        String::new()
    } else {
        format!(" {}.", says.join(", "))
    }
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
        said.push(format!("new: {}", list(&refresh.new)));
    }
    for (theme, pieces) in &refresh.split {
        said.push(format!("split: {} into {}", name(theme), list(pieces)));
    }
    for (theme, into) in &refresh.merged {
        said.push(format!("merged: {} into {}", name(theme), name(into)));
    }
    if !refresh.gone.is_empty() {
        said.push(format!("gone: {}", list(&refresh.gone)));
    }
    let mut would = Vec::new();
    if !refresh.would_split.is_empty() {
        would.push(format!("split {}", list(&refresh.would_split)));
    }
    would.extend(
        refresh
            .would_merge
            .iter()
            .map(|(theme, into)| format!("merge {} into {}", name(theme), name(into))),
    );
    if !would.is_empty() {
        said.push(format!(
            "if themes were found again from scratch (`motif themes --afresh`), motif would {}",
            words::list(&would)
        ));
    }
    said
}

/// `120 new passages were added to the existing themes: 24 kept, 2 new, 0 gone`
fn summary(refresh: &Refresh) -> String {
    let added = words::count(refresh.added as u64, "new passage", "new passages");
    let how = if refresh.afresh {
        let why = if refresh.outgrown {
            ", because most of the text is new"
        } else {
            ""
        };
        format!("themes were found from scratch{why} ({added})")
    } else {
        let were = words::count(refresh.added as u64, "new passage was", "new passages were");
        format!("{were} added to the existing themes")
    };
    format!(
        "{how}: {} kept, {} split, {} merged, {} new, {} gone",
        refresh.kept.len(),
        refresh.split.len(),
        refresh.merged.len(),
        refresh.new.len(),
        refresh.gone.len()
    )
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
    format!("{theme} “{name}”")
}
