use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use super::super::desk::Desk;

pub(super) fn routes() -> OpenApiRouter<Arc<Desk>> {
    OpenApiRouter::new()
}
