//! # CORS for a folder
//!
//! A layer of tower-http wraps every route below this folder. It responds to preflight requests
//! itself, before the router would respond to `OPTIONS` with `Allow`.
//!
//! ```console
//! $ curl -s -X OPTIONS -H 'origin: https://example.org' -H 'access-control-request-method: PUT' http://localhost:3000/cors/partners
//! < 200
//! < access-control-allow-origin: https://example.org
//! < access-control-allow-methods: GET,PUT
//! < access-control-allow-headers: content-type
//! ```

use router_runtime::prelude::*;
use tower_http::cors::CorsLayer;

const PARTNERS: [&str; 2] = ["https://example.org", "https://example.net"];

pub fn layer(folder: FolderLayers) -> FolderLayers {
    let cors = CorsLayer::new()
        .allow_origin(PARTNERS.map(HeaderValue::from_static))
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers([header::CONTENT_TYPE]);
    folder.layer(cors)
}
