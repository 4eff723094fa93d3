//! # Home
//!
//! A list of everything that this application shows. The links are created by the `href` functions of
//! the folders: after a folder is renamed, this page does not compile until it is updated. Methods and
//! files are those of the route table.
//!
//! ```console
//! $ curl -s http://localhost:3000/
//! < 200
//! < content-type: text/html; charset=utf-8
//! <!doctype html>
//! …
//! <li><h3><a href="/source/convention">Convention</a></h3>
//! <p>the smallest route file</p>
//! <p class="methods"><b>GET</b> <a href="/convention">/convention</a></p></li>
//! …
//! <li><h3><a href="/source/form/upload">Request body: files</a></h3>
//! <p>the sizes of the parts</p>
//! <p class="methods"><b>POST</b></p></li>
//! …
//! ```

use crate::{
    app,
    html::{document, escape},
    sources::{self, Source},
};
use router_runtime::{IntoRoute, MethodSet, prelude::*};

pub async fn page() -> Html<String> {
    let groups = [
        ("Routes", routes()),
        ("Requests", requests()),
        ("Responses", responses()),
        ("Caching", caching()),
        ("Around routes", around_routes()),
    ];
    let groups = groups.map(|(title, cards)| {
        let cards: String = cards.iter().map(Card::html).collect();
        format!("<h2>{title}</h2>\n<ul class=\"cards\">\n{cards}</ul>\n")
    });
    Html(document(
        "The shop",
        &format!(
            "<h1>Pens, ink and paper</h1>\n\
             <p class=\"lead\">One folder for each feature of route files. A card leads to its code.</p>\n{}",
            groups.concat()
        ),
    ))
}

/// A part of the application.
struct Card {
    source: Source,
    about: &'static str,
    methods: MethodSet,
    /// The path of an example, if a browser can request it.
    link: Option<String>,
}

/// Creates the card of a route.
fn card(route: impl IntoRoute, link: impl Into<Option<String>>, about: &'static str) -> Card {
    let info = route.into_route().info();
    Card {
        source: sources::file(info.file),
        about,
        methods: info.methods,
        link: link.into(),
    }
}

impl Card {
    fn html(&self) -> String {
        let (title, about) = (self.source.title(), self.about);
        let folders = self.source.folder().split('/').skip(1);
        let source = app::source::folder::href(folders);
        let methods = self.methods.iter().map(|method| format!("<b>{method}</b>"));
        let link = self.link.as_deref().map(|link| {
            let link = escape(link);
            format!("<a href=\"{link}\">{link}</a>")
        });
        let methods: Vec<String> = methods.chain(link).collect();
        format!(
            "<li><h3><a href=\"{source}\">{title}</a></h3>\n\
             <p>{about}</p>\n\
             <p class=\"methods\">{}</p></li>\n",
            methods.join(" ")
        )
    }
}

fn routes() -> Vec<Card> {
    use app::{catalog::tags, convention, guides::path, items, methods, resolution, search};
    let guide = path::href(["pens", "how to fill"]);
    let shelf = tags::href(["writing"]);
    let query = search::href() + "?q=k&limit=1";
    vec![
        card(
            convention::ROUTE,
            convention::href(),
            "the smallest route file",
        ),
        card(methods::ROUTE, methods::href(), "the basket"),
        card(
            resolution::ROUTE,
            resolution::href(),
            "a page, and a route below it",
        ),
        card(items::ROUTE, items::href(), "a link to each item"),
        card(items::slug::ROUTE, items::slug::href("pen"), "one item"),
        card(path::ROUTE, guide, "a guide, however deep"),
        card(tags::ROUTE, shelf, "a shelf, or all of them"),
        card(search::ROUTE, query, "a search"),
    ]
}

fn requests() -> Vec<Card> {
    use app::{cookies, form, headers, limits, requests, reviews, webhooks};
    let wait = limits::href() + "?seconds=0";
    vec![
        card(requests::ROUTE, requests::href(), "all in one"),
        card(
            headers::ROUTE,
            headers::href(),
            "a greeting in your language",
        ),
        card(cookies::ROUTE, cookies::href(), "the ink of your choice"),
        card(reviews::ROUTE, reviews::href(), "reviews, sent as JSON"),
        card(form::ROUTE, form::href(), "an order, and its errors"),
        card(form::upload::ROUTE, None, "the sizes of the parts"),
        card(
            webhooks::ROUTE,
            webhooks::href(),
            "payments that the bank reported",
        ),
        card(limits::ROUTE, wait, "limits of time and size"),
    ]
}

fn responses() -> Vec<Card> {
    use app::{after, chat, journal, redirects, rss_xml, streaming};
    use streaming::socket;
    vec![
        card(
            streaming::ROUTE,
            streaming::href(),
            "news of a parcel, as they arrive",
        ),
        card(chat::ROUTE, chat::href(), "talk to a model"),
        card(socket::ROUTE, None, "prices, one message each"),
        card(redirects::ROUTE, redirects::href(), "to the pen of the day"),
        card(
            redirects::old::ROUTE,
            redirects::old::href(),
            "an old address",
        ),
        card(rss_xml::ROUTE, rss_xml::href(), "a feed for news readers"),
        card(
            after::ROUTE,
            after::href(),
            "a letter, sent after the response",
        ),
        card(journal::ROUTE, journal::href(), "the shop's journal"),
    ]
}

fn caching() -> Vec<Card> {
    use app::caching::{self, opening, prices::slug, refresh, supplies};
    use app::data;
    vec![
        card(caching::ROUTE, caching::href(), "hit, stale or miss"),
        card(opening::ROUTE, opening::href(), "the opening hours"),
        card(
            slug::ROUTE,
            slug::href("pen"),
            "a price, before the first request",
        ),
        card(refresh::ROUTE, None, "by tag, path and route"),
        card(data::ROUTE, data::href(), "a count of the stock"),
        card(
            supplies::ROUTE,
            supplies::href(),
            "the supplier's price list",
        ),
    ]
}

fn around_routes() -> Vec<Card> {
    use admin::{items, orders};
    use app::{admin, cors, icon};
    use cors::partners;
    vec![
        card(admin::ROUTE, admin::href(), "the stock room, with a key"),
        card(items::ROUTE, None, "a new item, validated"),
        card(items::slug::ROUTE, None, "a new price, or none"),
        card(orders::ROUTE, orders::href(), "the orders"),
        card(cors::ROUTE, cors::href(), "data for other origins"),
        card(partners::ROUTE, partners::href(), "a tower layer"),
        card(icon::ROUTE, icon::href(), "an icon, a sitemap, robots.txt"),
    ]
}
