//! A layer of tower-http that changes the cookies of its request.

use router_runtime::prelude::*;
use tower_http::set_header::SetRequestHeaderLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    let cookie = HeaderValue::from_static("sent=2");
    folder.layer(SetRequestHeaderLayer::overriding(header::COOKIE, cookie))
}
