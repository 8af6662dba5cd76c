//! Two parts of the answers beside each other: what changed, what separates
//! them, where it is bad.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::{Markup, html};

use super::super::error::Error;
use super::super::filter::Filter;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::choices::choice;
use super::frame::{At, PageFrame, export};
use super::narrative::Telling;
use super::quotes::dialogs;
use super::{PageQuery, PageRefusal, themes, written};
use crate::feedback::Scale;
use crate::inquiry::explanation::explain;
use crate::inquiry::{Answer, Ledger, NoIndex, sides};
use crate::question::{Compared, PeriodKind, Question, asking};
use crate::report::html::{Ways, block};
use crate::report::story::Block;
use crate::report::{narrative, words};
use crate::themes::Detail;

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/compare", get(compare))
}

/// What was found, and what it is called.
struct CompareAnswer {
    title: String,
    blocks: Vec<Block>,
    ways: Ways,
    /// Where the same is as a table.
    table: String,
}

async fn compare(
    State(session): State<Arc<Session>>,
    PageQuery(asked): PageQuery<Compared>,
) -> Result<Response, PageRefusal> {
    written(move || {
        let snapshot = session.snapshot()?;
        let comparing = Comparing::new(&session, &snapshot, asked);
        let (status, title, content) = comparing.page();
        let frame =
            PageFrame::new(At::Compare, &title, Some("compare")).filtered(&comparing.filter);
        Ok((status, frame.around(&session, &snapshot, &content)).into_response())
    })
    .await
}

/// A question, and what it is asked of.
struct Comparing<'a> {
    session: &'a Session,
    snapshot: &'a Snapshot,
    ledger: Ledger<'a>,
    filter: Filter,
    asked: Compared,
    question: Result<Question, &'static str>,
}

impl<'a> Comparing<'a> {
    fn new(session: &'a Session, snapshot: &'a Snapshot, asked: Compared) -> Self {
        let ledger = Ledger::new(snapshot.analysis(Detail::Default));
        Self {
            session,
            snapshot,
            filter: Filter::new(asked.r#in.as_deref()),
            ledger,
            question: asked.clone().question(),
            asked,
        }
    }

    /// Returns the page with its status and title; what cannot be answered is
    /// said below the choices, so that another can be made.
    fn page(&self) -> (StatusCode, String, Markup) {
        match self.answer() {
            Ok(answer) => {
                let picture = answer
                    .blocks
                    .iter()
                    .any(|block| matches!(block, Block::Waterfall(_)));
                let picture = if picture {
                    "figure.fall"
                } else {
                    "table.plain"
                };
                let export = export(&[("Numbers", answer.table.clone())], Some(picture));
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
            div.tools #compare-tools data-pinned=[self.pinned()] {
                (self.choices())
                (export)
            }
            div #answer { (content) }
            @if !self.session.options().read_only {
                (dialogs(&themes::choices(self.snapshot.brief(Detail::Default))))
            }
        }
    }

    /// Returns the address of this comparison with both sides named.
    fn pinned(&self) -> Option<String> {
        let Ok(Question::Change { from, to }) = &self.question else {
            return None;
        };
        let sides = sides::named(from.as_deref(), to.as_deref(), self.ledger.analysis);
        let [from, to] = sides.ok()?;
        let all = [
            ("from", from.as_str()),
            ("to", &to),
            ("in", self.filter.asked()),
        ];
        Some(asking("/compare", &all))
    }

    fn questions(&self) -> Markup {
        let scale = &self.ledger.analysis.corpus.scale;
        let groups: Vec<&str> = scale.groups().map(|group| scale.singular(group)).collect();
        let ends = [groups.first(), groups.last()].map(|of| of.copied().unwrap_or_default());
        let sides = asking("/compare", &[("first", ends[0]), ("second", ends[1])]);
        let at = |is: bool| is.then_some("page");
        let now = self.question.as_ref().ok();
        let is_change = matches!(now, Some(Question::Change { .. }));
        let is_contrast = matches!(now, None | Some(Question::Contrast { .. }));
        let is_hotspots = matches!(now, Some(Question::Hotspots { .. }));
        let is_outcomes = matches!(now, Some(Question::Outcomes { .. }));
        let is_drivers = matches!(now, Some(Question::Drivers { .. }));
        let is_trends = matches!(now, Some(Question::Trends { .. }));
        html! {
            nav.questions aria-label="Compare" {
                a href="/compare" aria-current=[at(is_change)] { "What changed" }
                @if groups.len() > 1 { a href=(sides) aria-current=[at(is_contrast)] { "What separates" } }
                a href="/compare?by=all" aria-current=[at(is_hotspots)] { "Problem areas" }
                a href="/compare?drivers=all" aria-current=[at(is_drivers)] { "Themes together" }
                a href="/compare?over=wave" aria-current=[at(is_trends)] { "Over time" }
                a href="/compare?outcome=all" aria-current=[at(is_outcomes)] { "Outcomes" }
            }
        }
    }

    fn choices(&self) -> Markup {
        let parts = self.snapshot.parts();
        let all: Vec<_> = parts
            .groups
            .iter()
            .chain(parts.times_and_segments())
            .collect();
        let shown = |text: &Option<String>| text.clone().unwrap_or_default();
        let named = |text: &Option<String>| text.clone().unwrap_or_else(|| "all".into());
        match &self.question {
            Ok(Question::Change { from, to }) => {
                let sides = sides::named(from.as_deref(), to.as_deref(), self.ledger.analysis);
                let [from, to] = sides.unwrap_or_default();
                let swapped = asking(
                    "/compare",
                    &[("from", &to), ("to", &from), ("in", self.filter.asked())],
                );
                html! {
                    (choice("from", "From", &from, None, parts.times_and_segments()))
                    (choice("to", "To", &to, None, parts.times_and_segments()))
                    a #swap .button href=(swapped) { "Swap" }
                }
            }
            Ok(Question::Hotspots { .. }) => html! {
                (choice("by", "By", &named(&self.asked.by), None, [&parts.attributes]))
            },
            Ok(Question::Outcomes { .. }) => html! {
                (choice("outcome", "Outcome", &named(&self.asked.outcome), None, [&parts.outcomes]))
            },
            Ok(Question::Drivers { .. }) => html! {},
            Ok(Question::Trends { by, .. }) => {
                let kinds = PeriodKind::ALL.map(|(_, name)| (name.to_owned(), name.to_owned()));
                let kinds = ("Periods".to_owned(), kinds.to_vec());
                choice("over", "By", by.name(), None, [&kinds])
            }
            _ => html! {
                (choice("first", "One side", &shown(&self.asked.first), Some("choose"), all.iter().copied()))
                (choice("second", "The other", &shown(&self.asked.second), Some("choose"), all.iter().copied()))
                (choice("within", "Within", &shown(&self.asked.within), Some("everything"), [&self.within()]))
            },
        }
    }

    fn within(&self) -> (String, Vec<(String, String)>) {
        let themes = &self.snapshot.brief(Detail::Default).themes;
        let themes = themes
            .iter()
            .map(|theme| (theme.id.clone(), theme.label.clone()));
        ("Themes".into(), themes.collect())
    }

    fn ways(&self) -> Ways {
        let themes = &self.snapshot.brief(Detail::Default).themes;
        Ways::to(
            themes
                .iter()
                .map(|theme| (theme.id.clone(), theme.label.clone())),
        )
    }

    fn answer(&self) -> Result<CompareAnswer, Error> {
        let question = self.question.clone().map_err(Error::asked)?;
        if let Question::Change { from, to } = &question {
            return self.changed(from.as_deref(), to.as_deref());
        }
        let analysis = self.ledger.analysis;
        let scale = &analysis.corpus.scale;
        let answer = question.answer(&self.ledger, &NoIndex)?;
        let mut blocks = narrative::answer(&answer, scale);
        let mut ways = self.ways();
        if let (
            Answer::Contrast(contrast),
            Question::Contrast {
                first,
                second,
                among,
                ..
            },
        ) = (&answer, &question)
        {
            for (side, asked) in [(&contrast.first, first), (&contrast.second, second)] {
                let group = scale.group_named(asked);
                let own = group.map_or_else(|| asked.clone(), |_| format!("group:{asked}"));
                let people = among
                    .as_ref()
                    .map_or_else(|| own.clone(), |among| format!("{among} & {own}"));
                ways = ways.and_people(&words::side(side), &people);
            }
            // The title of the page says what the first heading does.
            if let Some(Block::Heading(title)) = blocks.first_mut() {
                *title = "In short".into();
            }
        }
        Ok(CompareAnswer {
            title: title(&answer, &question),
            blocks,
            ways,
            table: question.compared_at("/api/export/compare.csv"),
        })
    }

    /// Explains a change: what is answered, and why.
    fn changed(&self, from: Option<&str>, to: Option<&str>) -> Result<CompareAnswer, Error> {
        let analysis = self.ledger.analysis;
        let sides = sides::named(from, to, analysis)?;
        let filter = self.filter.at_any_time(analysis)?;
        let [from, to] = sides.map(|side| filter.narrowing(&side));
        let question = Question::Change {
            from: Some(from.clone()),
            to: Some(to.clone()),
        };
        let [from, to] = sides::between(Some(&from), Some(&to), analysis)?;
        let explanation = explain(&self.ledger, &from, &to)?;
        let story = narrative::report(&explanation, self.snapshot.brief(Detail::Default), false);
        let mut ways = self.ways();
        for side in [&explanation.comparison.from, &explanation.comparison.to] {
            ways = ways.and_people(&words::side(side), &side.name);
        }
        // What separates groups is told of those who answered last.
        let scale = &analysis.corpus.scale;
        for group in scale.groups() {
            let among = format!("{} & group:{}", to.name, scale.singular(group));
            ways = ways.and_people(&words::group(group, scale), &among);
        }
        Ok(CompareAnswer {
            title: story.title,
            blocks: story.blocks,
            ways,
            table: question.compared_at("/api/export/compare.csv"),
        })
    }

    fn told(&self, answer: &CompareAnswer) -> Markup {
        let telling = Telling::new(self.session, self.snapshot, &answer.ways);
        telling.folded(&answer.blocks)
    }
}

fn title(answer: &Answer, question: &Question) -> String {
    let among = |among: &Option<String>, name: &str| {
        let among = among.as_ref().map(|_| format!(", among {name}"));
        among.unwrap_or_default()
    };
    match (answer, question) {
        (Answer::Contrast(contrast), _) => {
            let within = contrast.within.as_ref();
            let within = within.map(|theme| format!(", within “{}”", theme.label));
            format!(
                "What separates {} from {}{}",
                words::side(&contrast.first),
                words::side(&contrast.second),
                within.unwrap_or_default()
            )
        }
        (
            Answer::Hotspots(found),
            Question::Hotspots {
                by, among: part, ..
            },
        ) => {
            let by = if by.is_empty() {
                String::new()
            } else {
                format!(", by {}", words::list(by))
            };
            format!(
                "Problem areas{by}{}",
                among(part, &words::side(&found.among))
            )
        }
        (Answer::Outcomes { .. }, _) => "What became of customers".into(),
        (Answer::Drivers(_), _) => narrative::together_title().into(),
        (Answer::Trends(trends), _) => format!("Over time, by {}", trends.by.name()),
        _ => "Compare".into(),
    }
}

fn refusal(error: &Error, scale: &Scale) -> Markup {
    let said = |text: &str| {
        let text = format!("{}.", words::capitalised(text));
        block(&Block::paragraph(text), 0, scale, &Ways::default())
    };
    html! {
        div.caution role="alert" { (said(&error.to_string())) }
        @if let Some(hint) = error.hint() { div.hint { (said(&hint)) } }
    }
}
