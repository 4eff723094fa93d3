//! # Route resolution
//!
//! A `page.rs` answers `GET` and `HEAD` with HTML. It may have a route file below it, but not
//! beside it: both would claim the same URL, which does not compile.
//!
//! ```console
//! $ curl -s http://localhost:3000/resolution
//! < 200
//! < content-type: text/html; charset=utf-8
//! …
//! <p>The page is at <code>/resolution</code>, its data at <a href="/resolution/api">/resolution/api</a>.</p>
//! …
//! $ curl -s -X POST http://localhost:3000/resolution
//! < 405
//! < allow: GET, HEAD, OPTIONS
//! ```

use crate::{app::resolution, html::document};
use router_runtime::prelude::*;

pub async fn page() -> Html<String> {
    let (here, data) = (resolution::href(), resolution::api::href());
    Html(document(
        "Route resolution",
        &format!(
            "<h1>Route resolution</h1>\n\
             <p>The page is at <code>{here}</code>, its data at <a href=\"{data}\">{data}</a>.</p>"
        ),
    ))
}
