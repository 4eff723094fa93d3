//! # Layouts
//!
//! A layout wraps the pages of its folder and of the folders below, but not route handlers. This one
//! uses maud; any template engine that returns a string works.
//!
//! ```console
//! $ curl -s http://localhost:3000/journal
//! < 200
//! < content-type: text/html; charset=utf-8
//! <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Journal</title><link rel="icon" href="/icon.svg"><style>:root {
//! …
//! </style></head><body><header><a href="/">The shop</a> · <a href="/journal">Journal</a></header><main><h1>Journal</h1><ul><li><a href="/journal/ink">ink</a></li><li><a href="/journal/paper">paper</a></li></ul></main></body></html>
//! $ curl -s http://localhost:3000/journal/feed
//! < 200
//! < content-type: text/plain; charset=utf-8
//! ink
//! paper
//! ```

use crate::{app, html::STYLE};
use maud::{DOCTYPE, PreEscaped, html};
use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Journal" }
                link rel="icon" href="/icon.svg";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    a href=(app::href()) { "The shop" }
                    " · "
                    a href=(app::journal::href()) { "Journal" }
                }
                main { (PreEscaped(children)) }
            }
        }
    };
    Html(document.into_string())
}
