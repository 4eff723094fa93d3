//! # Caching: watch it
//!
//! A page that asks the cached routes below it and shows what `Cache-Status` says of each answer.
//!
//! ```console
//! $ curl -s http://localhost:3000/caching
//! < 200
//! < content-type: text/html; charset=utf-8
//! …
//! <section class="panel" data-url="/caching/clock">
//! …
//! ```

use crate::{
    app::caching::{clock, offers, prices},
    html::document,
};
use router_runtime::prelude::*;

const SCRIPT: &str = include_str!("../../src/watch.js");

const INTRODUCTION: &str = "<h1>Watch the cache</h1>\n\
<p class=\"lead\">Ask, and see who answers. \
<b data-state=\"HIT\">HIT</b> comes from the cache, \
<b data-state=\"STALE\">STALE</b> too, while a new answer is made behind it; \
for a <b data-state=\"MISS\">MISS</b> the handler runs first.</p>\n";

pub async fn page() -> Html<String> {
    let panels = [
        panel(
            &clock::href(),
            "revalidate = 5",
            "The clock of the shop takes 300 ms to read. After five seconds the old time is sent once more, at once.",
            "<button data-refresh=\"clock\">Expire the path</button>\n\
             </p>\n<p class=\"buttons\">\n\
             <label>Token <input data-token size=\"17\" autocomplete=\"off\"></label>\n\
             <button data-with-token>Ask with it</button>\n",
        ),
        panel(
            &offers::href(),
            "cache_tags = [\"offers\"]",
            "Good until somebody says otherwise: by its tag, which the prices bear as well.",
            "<button data-refresh=\"offers\">Expire the tag</button>\n\
             <button data-refresh=\"offers-soon\">Mark it old</button>\n",
        ),
        panel(
            &prices::slug::href("ink"),
            "prices/[slug]",
            "The pen's price was made at the start, by <code>generate_static_params</code>; the ink's is made for the first who asks.",
            "<button data-refresh=\"prices\">Expire the route</button>\n",
        ),
    ];
    let body = format!(
        "{INTRODUCTION}{}<script>\n{SCRIPT}</script>",
        panels.concat()
    );
    Html(document("Watch the cache", &body))
}

fn panel(url: &str, title: &str, about: &str, buttons: &str) -> String {
    format!(
        "<section class=\"panel\" data-url=\"{url}\">\n\
         <h2><code>{title}</code></h2>\n\
         <p>{about}</p>\n\
         <p class=\"buttons\">\n\
         <button class=\"first\" data-ask>Ask</button>\n\
         <label><input type=\"checkbox\" data-poll> every second</label>\n\
         {buttons}</p>\n\
         <p class=\"status\"><code>GET {url}</code></p>\n\
         <ol class=\"trail\" aria-live=\"polite\"></ol>\n\
         </section>\n"
    )
}
