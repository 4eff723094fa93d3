//! # Not found
//!
//! `not-found.rs` responds to paths that match no file, and to the 404s of pages, with status 404.
//!
//! ```console
//! $ curl -s http://localhost:3000/%3Cnowhere%3E
//! < 404
//! < content-type: text/html; charset=utf-8
//! …
//! <p>There is nothing at <code>/%3Cnowhere%3E</code>. <a href="/">Back to the shop</a></p>
//! …
//! ```

use crate::{
    app,
    html::{document, escape},
};
use router_runtime::prelude::*;

pub async fn not_found(uri: Uri) -> Html<String> {
    let (path, home) = (escape(uri.path()), app::href());
    Html(document(
        "Not found",
        &format!(
            "<h1>Not found</h1>\n\
             <p>There is nothing at <code>{path}</code>. <a href=\"{home}\">Back to the shop</a></p>"
        ),
    ))
}
