//! # Route resolution
//!
//! A `page.rs` responds to `GET` and `HEAD` with HTML. A route file can be in a folder below it, but
//! not in the same folder: two files for one URL are a compile error.
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
//! 405 Method Not Allowed
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
