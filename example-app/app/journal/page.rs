//! # Layouts: a page
//!
//! The page is the content of a document that `layout.rs` in the same folder renders.
//!
//! ```console
//! $ curl -s http://localhost:3000/journal
//! < 200
//! …
//! ```

use crate::{app::journal::entry, journal};
use maud::html;
use router_runtime::prelude::*;
use sqlx::SqlitePool;

pub async fn page(State(database): State<SqlitePool>) -> Result<Html<String>> {
    let names = journal::names(&database).await?;
    let list = html! {
        h1 { "Journal" }
        ul {
            @for name in names {
                li { a href=(entry::href(&name)) { (name) } }
            }
        }
    };
    Ok(Html(list.into_string()))
}
