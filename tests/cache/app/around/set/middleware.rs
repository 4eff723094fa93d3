//! A layer that replaces `Cache-Control`.

use router_runtime::prelude::*;
use tower_http::set_header::SetResponseHeaderLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    let private = HeaderValue::from_static("private");
    folder.layer(SetResponseHeaderLayer::overriding(
        header::CACHE_CONTROL,
        private,
    ))
}
