//! Outermost middleware, for every route of the application.

use crate::Journal;
use axum::extract::{MatchedPath, Request, State};
use router_runtime::prelude::*;

pub async fn middleware(
    State(journal): State<Journal>,
    path: MatchedPath,
    mut request: Request,
    next: Next,
) -> Response {
    journal.note(format!("root {}", path.as_str()));
    crate::mark(&mut request, "root");
    let mut response = next.run(request).await;
    crate::trace(&mut response, "root");
    response
}
