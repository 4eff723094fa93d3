//! A layer of the ecosystem, and a limit that the whole folder shares.

use router_runtime::prelude::*;
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::cors::CorsLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder
        .layer(GlobalConcurrencyLimitLayer::new(8))
        .layer(CorsLayer::permissive())
}
