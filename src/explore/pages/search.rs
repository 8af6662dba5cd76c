use std::sync::Arc;

use axum::Router;

use super::super::desk::Desk;

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
}
