//! What pages load: styles and scripts, which stand inside the program.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::session::Session;
use crate::report::PALETTE;

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Each script by its name.
const SCRIPTS: [(&str, &str); 16] = [
    ("page.js", include_str!("assets/page.js")),
    ("filter.js", include_str!("assets/filter.js")),
    ("decide.js", include_str!("assets/decide.js")),
    ("pick.js", include_str!("assets/pick.js")),
    ("split.js", include_str!("assets/split.js")),
    ("themes.js", include_str!("assets/themes.js")),
    ("theme.js", include_str!("assets/theme.js")),
    ("map.js", include_str!("assets/map.js")),
    ("pixels.js", include_str!("assets/pixels.js")),
    ("contours.js", include_str!("assets/contours.js")),
    ("points.js", include_str!("assets/points.js")),
    ("search.js", include_str!("assets/search.js")),
    ("reading.js", include_str!("assets/reading.js")),
    ("compare.js", include_str!("assets/compare.js")),
    ("keep.js", include_str!("assets/keep.js")),
    ("bundle.js", include_str!("assets/bundle.js")),
];

/// The parts of the one style sheet, in order.
const STYLES: [&str; 8] = [
    PALETTE,
    include_str!("assets/page.css"),
    include_str!("assets/filter.css"),
    include_str!("assets/themes.css"),
    include_str!("assets/map.css"),
    include_str!("assets/search.css"),
    include_str!("assets/reading.css"),
    include_str!("assets/compare.css"),
];

/// What pages that are files have beside it.
const BUNDLE_STYLE: &str = include_str!("assets/bundle.css");

const ICON: &str = include_str!("assets/icon.svg");

pub(super) fn routes() -> Router<Arc<Session>> {
    Router::new().route("/{name}", get(asset))
}

async fn asset(Path(name): Path<String>) -> Response {
    let found = match name.as_str() {
        "page.css" => Some(("text/css; charset=utf-8", STYLES.concat())),
        "bundle.css" => Some(("text/css; charset=utf-8", BUNDLE_STYLE.to_owned())),
        "icon.svg" => Some(("image/svg+xml", ICON.to_owned())),
        name => {
            let script = SCRIPTS.iter().find(|(known, _)| *known == name);
            script.map(|(_, text)| (SCRIPT, (*text).to_owned()))
        }
    };
    match found {
        Some((kind, text)) => ([(header::CONTENT_TYPE, kind)], text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
