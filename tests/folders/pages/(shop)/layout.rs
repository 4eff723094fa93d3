//! A layout of a route group, with maud.

use maud::{Markup, PreEscaped, html};
use router_runtime::prelude::*;

pub async fn layout(cookies: Cookies, children: Children) -> Html<String> {
    cookies.set((
        "by-layout",
        if cookies.get("by-page").is_some() {
            "2"
        } else {
            "1"
        },
    ));
    let nav = "pens & ink";
    let markup: Markup = html! { nav { (nav) } (PreEscaped(children)) };
    Html(markup.into_string())
}
