//! Layers with the state, and a function inside them.

use crate::Journal;
use axum::middleware::from_fn_with_state;
use router_runtime::prelude::*;

pub async fn middleware(mut request: Request, next: Next) -> Response {
    crate::mark(&mut request, "function");
    let mut response = next.run(request).await;
    crate::trace(&mut response, "function");
    response
}

pub fn layer(folder: FolderLayers, state: &Journal) -> FolderLayers {
    folder.layer(from_fn_with_state(state.clone(), around))
}

async fn around(State(journal): State<Journal>, mut request: Request, next: Next) -> Response {
    journal.note(format!("layer {}", request.uri().path()));
    crate::mark(&mut request, "layer");
    let mut response = next.run(request).await;
    crate::trace(&mut response, "layer");
    response
}
