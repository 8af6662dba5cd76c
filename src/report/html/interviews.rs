//! Which conversation holds which theme.

use maud::{Markup, html};

use super::super::brief::{Brief, MatrixRow};
use super::super::catalogue::say;
use super::super::sentences;
use super::super::words;
use super::reference;

pub(super) fn section(brief: &Brief) -> Markup {
    let interviews = &brief.interviews;
    html! {
        @if !interviews.conversations.is_empty() {
            section.interviews aria-labelledby="interviews" {
                h2 #interviews { (say!("The interviews")) }
                @for note in &interviews.notes { p { (note) } }
                @if !interviews.matrix.is_empty() { (matrix(brief)) }
                (conversations(brief))
            }
        }
    }
}

fn matrix(brief: &Brief) -> Markup {
    let interviews = &brief.interviews;
    html! {
        figure {
            div.scroll tabindex="0" role="region" aria-label=(say!("Themes by interview")) {
                table.matrix {
                    thead { tr {
                        th scope="col" { (say!("Theme")) }
                        th.n scope="col" { (say!("Interviews")) }
                        @for (index, conversation) in interviews.conversations.iter().enumerate() {
                            th.cell scope="col" {
                                (index + 1) span.hidden { ", " (conversation.participant) }
                            }
                        }
                    } }
                    tbody { @for line in &interviews.matrix { (row(line, brief)) } }
                }
            }
            figcaption { (say!("How to read: ● means the theme comes up in that interview.")) " " (say!("The numbers refer to the list below.")) }
        }
    }
}

fn row(row: &MatrixRow, brief: &Brief) -> Markup {
    let interviews = brief.interviews.conversations.len();
    html! {
        tr {
            th scope="row" { (reference(brief, &row.theme, &row.label)) }
            td.n { (words::of(row.voiced_in.len() as u64, interviews as u64)) }
            @for index in 0..interviews {
                td.cell {
                    @if row.voiced_in.contains(&index) {
                        span aria-hidden="true" { "●" } span.hidden { (say!("yes")) }
                    }
                }
            }
        }
    }
}

fn conversations(brief: &Brief) -> Markup {
    html! {
        ol.conversations {
            @for conversation in &brief.interviews.conversations { li {
                strong { (conversation.participant) }
                span.about { (sentences::about(conversation, &brief.scale).join(" · ")) }
                span.place { (conversation.source) }
            } }
        }
    }
}
