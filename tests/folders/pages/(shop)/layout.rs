//! In a group, with maud.

use maud::{Markup, PreEscaped, html};
use router_runtime::prelude::*;

pub async fn layout(children: Children) -> Html<String> {
    let nav = "pens & ink";
    let markup: Markup = html! { nav { (nav) } (PreEscaped(children)) };
    Html(markup.into_string())
}
