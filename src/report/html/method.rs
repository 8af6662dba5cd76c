//! How it was done, what was set, and what was left out.

use maud::{Markup, html};

use super::super::brief::{Brief, SettingNote, Skipped};
use super::super::catalogue::say;
use super::super::{sentences, words};

/// Returns whether there is nothing to tell.
pub(super) fn is_empty(brief: &Brief) -> bool {
    brief.method.notes.is_empty() && brief.method.settings.is_empty() && brief.skipped.total == 0
}

pub(super) fn section(brief: &Brief) -> Markup {
    html! {
        @if !is_empty(brief) { (told(brief)) }
    }
}

fn told(brief: &Brief) -> Markup {
    html! {
        section.method aria-labelledby="method" {
            h2 #method { (say!("Method")) }
            @for note in &brief.method.notes { p { (note) } }
            @if !brief.method.grain.is_empty() { p { (brief.method.grain) } }
            @if !brief.method.changes.is_empty() {
                h3 { (say!("What changed since the themes were last viewed")) }
                ul { @for change in &brief.method.changes { li { (change) } } }
            }
            @if !brief.method.settings.is_empty() { (settings(&brief.method.settings)) }
            (skipped(&brief.skipped))
        }
    }
}

fn settings(settings: &[SettingNote]) -> Markup {
    html! {
        h3 { (say!("Settings")) }
        table.settings {
            thead { tr {
                th scope="col" { (say!("Setting")) } th scope="col" { (say!("Value")) } th scope="col" { (say!("Meaning")) }
            } }
            tbody { @for setting in settings { tr {
                th scope="row" { code { (setting.name) } }
                td { (setting.value) }
                td { (setting.why) }
            } } }
        }
    }
}

fn skipped(skipped: &Skipped) -> Markup {
    html! {
        @if skipped.total > 0 {
            h3 #skipped { (say!("{rows} left out", rows = words::count(skipped.total, "row", "rows"))) }
            table.skipped {
                thead { tr { th scope="col" { (say!("File")) } th.n scope="col" { (say!("Row")) } th scope="col" { (say!("Reason")) } } }
                tbody { @for skip in &skipped.first { tr {
                    td { (skip.file) }
                    td.n { @if let Some(row) = skip.row { (words::thousands(row.into())) } }
                    td { (skip.reason) }
                } } }
            }
            @if let Some(more) = sentences::more_skipped(skipped) { p { (more) } }
        }
    }
}
