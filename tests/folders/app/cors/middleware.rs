//! A layer of tower-http, and a limit for the folder.

use router_runtime::prelude::*;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::cors::CorsLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder
        .layer(GlobalConcurrencyLimitLayer::new(8))
        .layer(CorsLayer::permissive())
}
