//! A layer that changes the type of the body.

use router_runtime::prelude::*;
use tower_http::limit::RequestBodyLimitLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(RequestBodyLimitLayer::new(6))
}
