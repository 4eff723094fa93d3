//! Layers that read nothing of a request but its headers and its body.

use axum::Extension;
use router_runtime::prelude::*;
use tower_http::limit::RequestBodyLimitLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder
        .layer(Extension(crate::stacks::Note("limited")))
        .layer(RequestBodyLimitLayer::new(8))
}
