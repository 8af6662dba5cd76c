//! Two parts of the answers beside each other: what changed, what separates
//! them, where it is bad.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::address::asking;
use super::super::error::Error;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::choices::{AnswerParts, choice};
use super::frame::{At, PageFrame, export};
use super::narrative::Telling;
use super::quotes::dialogs;
use super::{PageQuery, PageRefusal, themes, written};
use crate::feedback::Scale;
use crate::inquiry::explanation::explain;
use crate::inquiry::{Ledger, contrast, hotspots, selected, sides};
use crate::report::html::{Ways, block};
use crate::report::story::Block;
use crate::report::{narrative, words};
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/compare", get(compare))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct CompareQuery {
    from: Option<String>,
    to: Option<String>,
    first: Option<String>,
    second: Option<String>,
    within: Option<String>,
    r#in: Option<String>,
    by: Option<String>,
}

impl CompareQuery {
    /// What is empty was not asked for.
    fn meant(self) -> Self {
        let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        Self {
            from: said(self.from),
            to: said(self.to),
            first: said(self.first),
            second: said(self.second),
            within: said(self.within),
            r#in: said(self.r#in),
            by: said(self.by),
        }
    }

    fn question(&self) -> CompareKind {
        match (&self.first, &self.second, &self.by) {
            (None, None, None) => CompareKind::Changed,
            (None, None, Some(_)) => CompareKind::Bad,
            _ => CompareKind::Apart,
        }
    }
}

/// What can be asked here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CompareKind {
    Changed,
    Apart,
    Bad,
}

/// What was found, and what it is called.
struct CompareAnswer {
    title: String,
    blocks: Vec<Block>,
    ways: Ways,
    /// The same as a table.
    table: Option<String>,
}

async fn compare(
    State(desk): State<Arc<Session>>,
    PageQuery(look): PageQuery<CompareQuery>,
) -> Result<Response, PageRefusal> {
    written(move || {
        let sight = desk.sight()?;
        let frame = PageFrame {
            at: At::Compare,
            title: "Compare",
            script: Some("compare"),
        };
        let desk_of = Comparing::of(&desk, &sight, look.meant());
        let (status, title, content) = desk_of.page();
        let frame = PageFrame {
            title: &title,
            ..frame
        };
        Ok((status, frame.around(&desk, &sight, &content)).into_response())
    })
    .await
}

/// A question, and what it is asked of.
struct Comparing<'a> {
    desk: &'a Session,
    sight: &'a Snapshot,
    ledger: Ledger<'a>,
    parts: AnswerParts,
    look: CompareQuery,
}

impl<'a> Comparing<'a> {
    fn of(desk: &'a Session, sight: &'a Snapshot, look: CompareQuery) -> Self {
        let ledger = Ledger::of(sight.analysis(Detail::Default));
        Self {
            desk,
            sight,
            parts: AnswerParts::of(&ledger),
            ledger,
            look,
        }
    }

    /// Returns the page with its status and title; what cannot be answered is
    /// said below the choices, so that another can be made.
    fn page(&self) -> (StatusCode, String, Markup) {
        let answer = match self.look.question() {
            CompareKind::Changed => self.changed(),
            CompareKind::Apart => self.apart(),
            CompareKind::Bad => self.bad(),
        };
        match answer {
            Ok(answer) => {
                let picture = answer
                    .blocks
                    .iter()
                    .any(|block| matches!(block, Block::Waterfall(_)));
                let tables: Vec<(&str, String)> = answer
                    .table
                    .clone()
                    .into_iter()
                    .map(|of| ("Numbers", of))
                    .collect();
                let picture = if picture {
                    "figure.fall"
                } else {
                    "table.plain"
                };
                let export = export(&tables, Some(picture));
                let page = self.around(&answer.title, &export, &self.told(&answer));
                (StatusCode::OK, answer.title, page)
            }
            Err(error) => {
                let status = error.status();
                let title = "Compare";
                (
                    status,
                    title.into(),
                    self.around(
                        title,
                        &html! {},
                        &refusal(&error, &self.ledger.analysis.corpus.scale),
                    ),
                )
            }
        }
    }

    fn around(&self, title: &str, export: &Markup, content: &Markup) -> Markup {
        html! {
            header.title {
                h1 { (title) }
                (self.questions())
            }
            div.tools #compare-tools {
                (self.choices())
                (export)
            }
            div #answer { (content) }
            @if !self.desk.manners().read_only {
                (dialogs(&themes::choices(self.sight.brief(Detail::Default))))
            }
        }
    }

    fn questions(&self) -> Markup {
        let scale = &self.ledger.analysis.corpus.scale;
        let groups: Vec<&str> = scale.groups().map(|group| scale.one(group)).collect();
        let ends = [groups.first(), groups.last()].map(|of| of.copied().unwrap_or_default());
        let sides = asking("/compare", &[("first", ends[0]), ("second", ends[1])]);
        let now = self.look.question();
        let at = |question| (now == question).then_some("page");
        html! {
            nav.questions aria-label="What to compare" {
                a href="/compare" aria-current=[at(CompareKind::Changed)] { "What changed" }
                @if groups.len() > 1 { a href=(sides) aria-current=[at(CompareKind::Apart)] { "What separates" } }
                a href="/compare?by=all" aria-current=[at(CompareKind::Bad)] { "Where it is bad" }
            }
        }
    }

    fn choices(&self) -> Markup {
        let look = &self.look;
        let parts = &self.parts;
        let all: Vec<_> = parts.groups.iter().chain(&parts.times).collect();
        match look.question() {
            CompareKind::Changed => {
                let [from, to] = self.sides().unwrap_or_default();
                let swapped = asking("/compare", &[("from", &to), ("to", &from)]);
                html! {
                    (choice("from", "From", &from, None, &parts.times))
                    (choice("to", "To", &to, None, &parts.times))
                    a #swap .button href=(swapped) { "Swap" }
                }
            }
            CompareKind::Apart => {
                let shown = |text: &Option<String>| text.clone().unwrap_or_default();
                html! {
                    (choice("first", "One side", &shown(&look.first), Some("choose"), all.iter().copied()))
                    (choice("second", "The other", &shown(&look.second), Some("choose"), all.iter().copied()))
                    (choice("in", "Among", &shown(&look.r#in), Some("everybody"), &parts.times))
                    (choice("within", "Within", &shown(&look.within), Some("all they say"), [&self.within()]))
                }
            }
            CompareKind::Bad => {
                let shown = |text: &Option<String>| text.clone().unwrap_or_default();
                let by = look.by.clone().filter(|by| by != "all").unwrap_or_default();
                html! {
                    (choice("by", "By", if by.is_empty() { "all" } else { &by }, None, [&parts.attributes]))
                    (choice("in", "Among", &shown(&look.r#in), Some("everybody"), &parts.times))
                }
            }
        }
    }

    fn within(&self) -> (String, Vec<(String, String)>) {
        let themes = &self.sight.brief(Detail::Default).themes;
        let themes = themes
            .iter()
            .map(|theme| (theme.id.clone(), theme.label.clone()));
        ("Themes".into(), themes.collect())
    }

    /// Returns the sides as they are asked for; the last two waves where none are.
    fn sides(&self) -> Option<[String; 2]> {
        let (from, to) = (self.look.from.as_deref(), self.look.to.as_deref());
        sides::named(from, to, self.ledger.analysis).ok()
    }

    fn ways(&self) -> Ways {
        let themes = &self.sight.brief(Detail::Default).themes;
        Ways::to(
            themes
                .iter()
                .map(|theme| (theme.id.clone(), theme.label.clone())),
        )
    }

    fn changed(&self) -> Result<CompareAnswer, Error> {
        let look = &self.look;
        let analysis = self.ledger.analysis;
        let [from, to] = sides::between(look.from.as_deref(), look.to.as_deref(), analysis)?;
        let explanation = explain(&self.ledger, &from, &to)?;
        let story = narrative::report(&explanation, self.sight.brief(Detail::Default), false);
        let mut ways = self.ways();
        for side in [&from, &to] {
            ways = ways.and_people(&side.name, &side.name);
        }
        // What separates groups is told of those who answered last.
        let scale = &analysis.corpus.scale;
        for group in scale.groups() {
            let among = format!("{} & group:{}", to.name, scale.one(group));
            ways = ways.and_people(scale.many(group), &among);
        }
        let asked = [("from", from.name.as_str()), ("to", &to.name)];
        Ok(CompareAnswer {
            title: format!("What changed from {} to {}", from.name, to.name),
            blocks: story.blocks,
            ways,
            table: Some(asking("/api/export/compare.csv", &asked)),
        })
    }

    fn apart(&self) -> Result<CompareAnswer, Error> {
        let look = &self.look;
        let (Some(first), Some(second)) = (&look.first, &look.second) else {
            let reason = "choose both sides".to_owned();
            return Err(Error::Asked { reason });
        };
        let among = look.r#in.as_deref();
        let analysis = self.ledger.analysis;
        let sides = sides::apart([first, second], among, analysis)?;
        let mut ways = self.ways();
        for (side, asked) in [(&sides.0, first), (&sides.1, second)] {
            let group = analysis.corpus.scale.group_named(asked);
            let own = group.map_or_else(|| asked.clone(), |_| format!("group:{asked}"));
            let people = among.map_or_else(|| own.clone(), |among| format!("{among} & {own}"));
            ways = ways.and_people(&side.name, &people);
        }
        let title = format!("What separates {} from {}", sides.0.name, sides.1.name);
        let within = look.within.as_deref();
        let theme = within.map(|id| self.ledger.find(id)).transpose()?;
        let found = contrast::contrast(&self.ledger, &[sides], theme)?;
        let mut blocks = narrative::contrasted(&found, &analysis.corpus.scale);
        // The title of the page says what the first heading does.
        if let Some(Block::Heading(title)) = blocks.first_mut() {
            *title = "In short".into();
        }
        let asked = [
            ("first", first.as_str()),
            ("second", second),
            ("within", within.unwrap_or_default()),
            ("in", among.unwrap_or_default()),
        ];
        let within = theme.map(|at| &analysis.findings[at].theme.name);
        let within = within
            .map(|name| format!(", within “{name}”"))
            .unwrap_or_default();
        Ok(CompareAnswer {
            title: format!("{title}{within}"),
            blocks,
            ways,
            table: Some(asking("/api/export/compare.csv", &asked)),
        })
    }

    fn bad(&self) -> Result<CompareAnswer, Error> {
        let by = self.look.by.as_deref().unwrap_or_default().split(',');
        let by: Vec<String> = by
            .map(str::trim)
            .filter(|name| !name.is_empty() && *name != "all")
            .map(str::to_owned)
            .collect();
        let among = selected(self.look.r#in.as_deref(), self.ledger.analysis)?;
        let found = hotspots::search(&self.ledger, &among, &by, hotspots::LEAST)?;
        let among = self
            .look
            .r#in
            .as_ref()
            .map(|_| format!(", among {}", among.name));
        let by = if by.is_empty() {
            String::new()
        } else {
            format!(", by {}", words::list(&by))
        };
        Ok(CompareAnswer {
            title: format!("Where it is bad{by}{}", among.unwrap_or_default()),
            blocks: narrative::hot(&found, &self.ledger.analysis.corpus.scale),
            ways: self.ways(),
            table: None,
        })
    }

    fn told(&self, answer: &CompareAnswer) -> Markup {
        let telling = Telling::of(self.desk, self.sight, &answer.ways);
        telling.story(&answer.blocks)
    }
}

fn refusal(error: &Error, scale: &Scale) -> Markup {
    let said = |text: &str| {
        let text = format!("{}.", words::capitalised(text));
        block(&Block::Paragraph(text), 0, scale, &Ways::default())
    };
    html! {
        div.caution role="alert" { (said(&error.to_string())) }
        @if let Some(hint) = error.hint() { div.hint { (said(&hint)) } }
    }
}
