//! A text read in place: its words, its themes in the margin, and what can be
//! decided about either.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use maud::{Markup, html};
use serde_json::json;

use super::super::address;
use super::super::annotated_text::{AnnotatedSpan, AppliedTheme, Ends, bare, pieces, stretches};
use super::super::error::Error;
use super::super::session::Session;
use super::super::snapshot::Snapshot;
use super::PageRefusal;
use super::quotes::{buttons, choose, start};
use super::themes::choices;
use crate::feedback::{AttributeItem, Document, Person, Response as Answer, Span};
use crate::report::words;
use crate::text;
use crate::themes::Detail;

/// What an address names in its path, whatever the name holds.
pub(super) struct PathName(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for PathName {
    type Rejection = PageRefusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageRefusal> {
        let read: Result<Path<String>, PathRejection> =
            Path::from_request_parts(parts, state).await;
        let Path(name) = read.map_err(|error| Error::asked(error.body_text().to_lowercase()))?;
        Ok(Self(name))
    }
}

/// A text that is read in place.
pub(super) struct OpenText<'a> {
    pub(super) text: &'a str,
    pub(super) source: &'a str,
    pub(super) record: Option<String>,
    pub(super) stretches: Vec<AnnotatedSpan>,
    /// The stretch that somebody came to see.
    pub(super) shown: Option<Span>,
    /// The theme that is looked for in it.
    pub(super) theme: Option<String>,
    pub(super) writes: bool,
}

impl<'a> OpenText<'a> {
    /// Opens a document, at a stretch where one is given.
    pub(super) fn new(
        session: &Session,
        snapshot: &'a Snapshot,
        detail: Detail,
        document: Document,
        shown: Option<Span>,
    ) -> Self {
        let corpus = &snapshot.any().corpus;
        let (source, record) = corpus.origin(document);
        let mut stretches = stretches(snapshot, detail, document);
        if let Some(span) = shown
            && stretches.iter().all(|known| known.span != span)
        {
            let after = stretches.partition_point(|known| known.span.start <= span.start);
            stretches.insert(after, bare(snapshot, document, span));
        }
        Self {
            text: corpus.text(document),
            source,
            record,
            stretches,
            shown,
            theme: None,
            writes: !session.options().read_only,
        }
    }

    /// Returns the words of a turn; `start` counts the characters before it.
    pub(super) fn words(&self, within: Span, start: usize) -> Markup {
        let language = text::detect(within.slice(self.text)).map(text::Language::code);
        html! {
            div.words data-start=(start) lang=[language] {
                @for piece in pieces(self.text, within, &self.stretches) {
                    (self.piece(&piece.words, &piece.of))
                }
            }
        }
    }

    fn piece(&self, words: &str, of: &[Ends]) -> Markup {
        let [first, rest @ ..] = of else {
            return html! { (words) };
        };
        let stretch = &self.stretches[first.stretch];
        let themes = ids(stretch);
        let is_chosen = self.theme.as_ref().is_some_and(|id| themes.contains(id));
        let is_given = stretch.of.iter().any(|of| of.given_by.is_some());
        html! {
            span.passage id=[first.opens.then_some(&stretch.id)] data-quote=(stretch.id)
                data-themes=[(!themes.is_empty()).then(|| themes.join(" "))]
                .themed[!themes.is_empty()] .given[is_given] .important[stretch.important]
                .chosen[is_chosen] .shown[self.shown == Some(stretch.span)] {
                (self.piece(words, rest))
            }
            @if first.closes && self.writes && stretch.is_passage && !stretch.is_noted() {
                button.pen type="button" data-for=(stretch.id)
                    aria-label={ "Actions for this passage: " (opening(stretch.span.slice(self.text))) } {}
            }
        }
    }

    /// Returns what stands in the margin beside a turn.
    pub(super) fn margin(&self, within: Span) -> Markup {
        let inside = |stretch: &&AnnotatedSpan| {
            let is_here = (within.start..within.end).contains(&stretch.span.start);
            is_here && stretch.is_noted()
        };
        let noted: Vec<&AnnotatedSpan> = self.stretches.iter().filter(inside).collect();
        html! {
            @if !noted.is_empty() {
                ul.margin aria-label="Themes of this turn" {
                    @for stretch in noted { (self.note(stretch)) }
                }
            }
        }
    }

    fn note(&self, stretch: &AnnotatedSpan) -> Markup {
        let is_chosen = |of: &AppliedTheme| self.theme == Some(of.theme.to_string());
        html! {
            li.note data-for=(stretch.id) .chosen[stretch.of.iter().any(is_chosen)]
                .shown[self.shown == Some(stretch.span)] {
                div.said-of {
                    @for of in &stretch.of { p.of { (theme(of)) } }
                    @if stretch.important { p.star { "★ important" } }
                    @if let Some(memo) = &stretch.memo { p.memo { (text::masked(memo)) } }
                }
                @if self.writes { (hands(stretch, self.text)) }
            }
        }
    }

    /// Returns what a script must know to point at words in it.
    pub(super) fn transcript(&self, turns: &Markup) -> Markup {
        html! {
            div #transcript data-source=(self.source) data-record=[self.record.as_deref()] { (turns) }
            @if self.writes {
                div #code-bar role="toolbar" aria-label="Actions for these words" hidden {
                    button type="button" data-dialog="give" { "Add to a theme…" }
                    button type="button" data-dialog="make" { "Create a theme…" }
                    button.mark type="button" { "Mark as important" }
                    button type="button" data-dialog="note" { "Note…" }
                    button.leave type="button" aria-label="Cancel" { "×" }
                }
            }
        }
    }
}

fn ids(stretch: &AnnotatedSpan) -> Vec<String> {
    stretch.of.iter().map(|of| of.theme.to_string()).collect()
}

fn theme(of: &AppliedTheme) -> Markup {
    html! {
        @match &of.label {
            Some(label) => a.theme href={ "/themes/" (of.theme) } { (label) },
            None => span.theme { "theme " (of.theme) ", no longer there" },
        }
        @if of.parked { span.how { "hidden" } }
        @if let Some(who) = &of.given_by { span.how { "by hand, " (text::masked(who)) } }
    }
}

fn opening(words: &str) -> String {
    text::masked(&start(words, 6))
}

/// Returns what can be done with a stretch.
fn hands(stretch: &AnnotatedSpan, text: &str) -> Markup {
    let quote = json!({ "quote": stretch.id });
    let quotes = json!([quote]);
    let mark = json!({ "what": "mark", "passage": quote, "important": !stretch.important });
    let given = stretch.of.iter().filter(|of| of.given_by.is_some());
    html! {
        details.menu {
            summary aria-label={ "Actions for: " (opening(stretch.span.slice(text))) } { "⋯" }
            div.choices {
                button type="button" data-dialog="give" data-passages=(quotes) { "Add to a theme…" }
                button type="button" data-dialog="make" data-passages=(quotes) { "Create a theme…" }
                button type="button" data-decide=(mark) {
                    @if stretch.important { "Remove mark" } @else { "Mark as important" }
                }
                button type="button" data-dialog="note" data-passage=(quote) data-memo=[stretch.memo.as_deref()] { "Note…" }
                @for of in given {
                    @let theme = of.theme.to_string().parse::<u32>().unwrap_or_default();
                    button type="button" data-decide=(json!({ "what": "uncode", "theme": theme, "passages": quotes })) {
                        "Remove from “" (of.label.as_deref().unwrap_or("its theme")) "”"
                    }
                }
            }
        }
    }
}

/// Returns what the buttons of a text open.
pub(super) fn dialogs(snapshot: &Snapshot) -> Markup {
    let themes = choices(snapshot.brief(Detail::Default));
    let passages =
        html! { input type="hidden" name="passages" data-kind="json" data-fill="passages"; };
    html! {
        template #dialog-give {
            form method="dialog" data-what="code" {
                h2 { "Theme" }
                (passages)
                p.hint { "It stays there even when themes are found again, and passages with the same words go with it." }
                (choose(&themes, "theme", "Theme"))
                (buttons("Give"))
            }
        }
        template #dialog-make {
            form method="dialog" data-what="create" {
                h2 { "Create a theme" }
                (passages)
                p.hint { "Creates a theme with this name and adds these words to it." }
                label { "Name" input name="name" required maxlength="120"; }
                (buttons("Make"))
            }
        }
        template #dialog-note {
            form method="dialog" data-what="mark" {
                h2 { "Note" }
                input type="hidden" name="passage" data-kind="json" data-fill="passage";
                label { "Note" textarea name="memo" rows="4" data-fill="memo" {} }
                (buttons("Keep"))
            }
        }
    }
}

/// Returns the tools above a text.
pub(super) fn tools(writes: bool) -> Markup {
    html! {
        @if writes {
            button #code-selection type="button" title="Select words first (key: c)" { "Code selection…" }
        }
    }
}

/// Returns what somebody is called where they may be named.
pub(super) fn name(person: &Person) -> String {
    let name = person.name.as_deref().map(str::trim);
    let name = name.filter(|name| !name.is_empty());
    name.map_or_else(|| "somebody".into(), text::masked)
}

/// Returns attributes by name, contact details masked.
pub(super) fn attributes<'a>(attributes: impl Iterator<Item = AttributeItem<'a>>) -> Markup {
    let shown: Vec<_> = attributes
        .filter(|(_, value)| !value.trim().is_empty())
        .collect();
    html! {
        @if !shown.is_empty() {
            dl.attributes {
                @for (name, value) in shown {
                    div {
                        dt { (words::capitalised(&words::attribute(name))) }
                        dd { (text::masked(value)) }
                    }
                }
            }
        }
    }
}

/// Returns answers one below the other, in the order of time.
pub(super) fn list(snapshot: &Snapshot, answers: &[usize]) -> Markup {
    let corpus = &snapshot.any().corpus;
    let mut answers: Vec<&Answer> = answers.iter().map(|&at| &corpus.responses[at]).collect();
    answers.sort_by(|one, other| (&one.date, &one.wave).cmp(&(&other.date, &other.wave)));
    html! {
        ul.answers { @for answer in answers { li {
            a href=(address::answer(answer)) {
                (answer.date.as_deref().map_or_else(|| answer.wave.to_string(), words::day))
            }
            @if let Some(rating) = answer.rating {
                " " span class={ "group " (rating.group().name()) } {
                    (words::capitalised(corpus.scale.singular(rating.group())))
                    @if let Some(given) = words::answer(rating, &corpus.scale) { ", " (given) }
                }
            }
            @match answer.comment.as_deref().filter(|_| answer.has_words()) {
                Some(comment) => @for (question, span) in answer.asked() {
                    @if let Some(question) = question { span.also { (text::masked(question)) } }
                    q { (text::masked(span.slice(comment))) }
                },
                None => span.also { "no comment" },
            }
        } } }
    }
}
