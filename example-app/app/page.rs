//! # Home
//!
//! A list of everything that this application shows. The links are created by the `href` functions of
//! the folders: after a folder is renamed, this page does not compile until it is updated.
//!
//! ```console
//! $ curl -s http://localhost:3000/
//! < 200
//! < content-type: text/html; charset=utf-8
//! <!doctype html>
//! …
//! <div><dt><a href="/convention">Convention</a></dt>
//! <dd>the smallest route file</dd></div>
//! …
//! <div><dt><a href="/rss.xml">Non-UI responses</a></dt>
//! <dd>a feed for news readers</dd></div>
//! …
//! ```

use crate::{app, html::document};
use router_runtime::prelude::*;

#[expect(clippy::too_many_lines, reason = "one line for each link")]
pub async fn page() -> Html<String> {
    let pens = ["pens", "how to fill"];
    let sections = [
        (
            app::convention::href(),
            "Convention",
            "the smallest route file",
        ),
        (app::methods::href(), "HTTP methods", "the basket"),
        (
            app::resolution::href(),
            "Route resolution",
            "a page, and a route below it",
        ),
        (app::caching::href(), "Caching", "hit, stale or miss: watch"),
        (app::cookies::href(), "Cookies", "the ink of your choice"),
        (app::requests::href(), "Request and response", "all in one"),
        (
            app::after::href(),
            "After",
            "a letter, sent after the response",
        ),
        (app::redirects::href(), "Redirects", "to the pen of the day"),
        (
            app::redirects::old::href(),
            "Redirects for good",
            "an old address",
        ),
        (
            app::headers::href(),
            "Headers",
            "a greeting in your language",
        ),
        (app::items::href(), "Items", "a link to each"),
        (
            app::items::slug::href("pen"),
            "Dynamic segments",
            "one item",
        ),
        (
            app::guides::path::href(pens),
            "Catch-all",
            "a guide, however deep",
        ),
        (
            app::catalog::tags::href(["writing"]),
            "Optional catch-all",
            "a shelf, or all of them",
        ),
        (
            app::search::href() + "?q=k&amp;limit=1",
            "URL query parameters",
            "a search",
        ),
        (
            app::streaming::href(),
            "Streaming",
            "news of a parcel, as they arrive",
        ),
        (app::chat::href(), "Streaming: a chat", "talk to a model"),
        (
            app::reviews::href(),
            "Request body",
            "reviews, sent as JSON",
        ),
        (app::form::href(), "Form data", "an order"),
        (app::cors::href(), "CORS", "data for other origins"),
        (
            app::admin::href(),
            "Middleware",
            "the stock room, with a key",
        ),
        (app::journal::href(), "Layouts", "the shop's journal"),
        (
            app::data::href(),
            "Caching and revalidating data",
            "a cached count of the stock",
        ),
        (
            app::caching::supplies::href(),
            "Revalidating fetched data",
            "the supplier's price list",
        ),
        (
            app::webhooks::href(),
            "Webhooks",
            "payments that the bank reported",
        ),
        (
            app::limits::href() + "?seconds=0",
            "Segment config",
            "limits of time and size",
        ),
        (
            app::rss_xml::href(),
            "Non-UI responses",
            "a feed for news readers",
        ),
    ];
    let list: Vec<String> = sections
        .iter()
        .map(|(link, title, about)| {
            format!("<div><dt><a href=\"{link}\">{title}</a></dt>\n<dd>{about}</dd></div>\n")
        })
        .collect();
    Html(document(
        "The shop",
        &format!(
            "<h1>Pens, ink and paper</h1>\n\
             <p class=\"lead\">One folder for each feature of route files.</p>\n\
             <dl>\n{}</dl>",
            list.concat()
        ),
    ))
}
