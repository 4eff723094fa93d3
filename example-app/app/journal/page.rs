//! # A page in a layout
//!
//! The page is the content of a document that `layout.rs` in the same folder renders.
//!
//! ```console
//! $ curl -s http://localhost:3000/journal
//! < 200
//! …
//! ```

use crate::{app::journal, journal::ENTRIES};
use maud::html;
use router_runtime::prelude::*;

pub async fn page() -> Html<String> {
    let list = html! {
        h1 { "Journal" }
        ul {
            @for (name, _) in ENTRIES {
                li { a href=(journal::entry::href(name)) { (name) } }
            }
        }
    };
    Html(list.into_string())
}
