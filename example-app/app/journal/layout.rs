//! # Layouts
//!
//! A layout stands around the pages of its folder and below, and never around route handlers.
//! This one is written with maud; any template that gives a string will do.
//!
//! ```console
//! $ curl -s http://localhost:3000/journal
//! < 200
//! < content-type: text/html; charset=utf-8
//! <!DOCTYPE html><html lang="en"><title>Journal</title><nav><a href="/journal">Journal</a></nav><main><ul><li><a href="/journal/ink">ink</a></li><li><a href="/journal/paper">paper</a></li></ul></main></html>
//! $ curl -s http://localhost:3000/journal/feed
//! < 200
//! < content-type: text/plain; charset=utf-8
//! ink
//! paper
//! ```

use crate::app::journal;
use maud::{DOCTYPE, PreEscaped, html};
use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            title { "Journal" }
            nav { a href=(journal::href()) { "Journal" } }
            main { (PreEscaped(children)) }
        }
    };
    Html(document.into_string())
}
