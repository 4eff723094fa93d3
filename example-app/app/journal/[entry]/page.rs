//! # Layouts: a cached page
//!
//! The layout is part of the cached response, so a layout that reads the request is a compile error.
//! `not-found.rs` of the app folder responds to the 404 of this page.
//!
//! ```console
//! $ curl -s http://localhost:3000/journal/ink
//! < 200
//! …
//! </style></head><body><header><a href="/">The shop</a> · <a href="/journal">Journal</a></header><main><h1>ink</h1><p>Black &amp; blue are in.</p></main></body></html>
//! $ curl -s http://localhost:3000/journal/glue
//! < 404
//! …
//! <p>There is nothing at <code>/journal/glue</code>. <a href="/">Back to the shop</a></p>
//! …
//! ```

use crate::journal;
use maud::html;
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub const revalidate: u32 = 3600;

pub async fn page(
    State(database): State<SqlitePool>,
    Path(entry): Path<String>,
) -> Result<Html<String>> {
    let text = journal::text(&database, &entry).await?;
    let entry = html! {
        h1 { (entry) }
        p { (text) }
    };
    Ok(Html(entry.into_string()))
}
