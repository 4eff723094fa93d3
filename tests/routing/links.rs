//! `ROUTES`, `href`, `Params` and `ROUTE`.

use super::app;
use router_runtime::{RouteKind, RouteTable};

#[test]
fn links_are_typed_by_the_folder_and_percent_encoded() {
    assert_eq!(app::href(), "/");
    assert_eq!(app::items::slug::href("a b"), "/items/a%20b");
    assert_eq!(app::items::slug::href(7), "/items/7");
    assert_eq!(app::shop::rest::href(["a/b", "ü"]), "/shop/a%2Fb/%C3%BC");
    assert_eq!(app::docs::page::href(Vec::<String>::new()), "/docs");
    assert_eq!(app::feeds::id_xml::href("7"), "/feeds/7");
    assert_eq!(app::caf_é::href(), "/caf%20%C3%A9");
    assert_eq!(app::type_::href(), "/type");
    assert_eq!(app::_well_known::x::href(), "/.well-known/x");
}

#[test]
fn the_table_knows_every_route() {
    let table: &RouteTable = &app::ROUTES;
    let patterns: Vec<&str> = table.iter().map(|route| route.pattern).collect();
    assert!(patterns.contains(&"/docs/[[...page]]"));
    let slow = app::limits::slow::ROUTE.info();
    assert_eq!(slow.pattern, "/limits/slow");
    assert_eq!(slow.config.max_duration, Some(5));
    assert_eq!(slow.methods.to_string(), "GET, POST");
    assert_eq!(app::about::ROUTE.info().kind, RouteKind::Page);
    assert_eq!(
        app::about::ROUTE.info().file,
        "routing/app/(marketing)/about/page.rs"
    );
    assert_eq!(
        app::type_::ROUTE.info().methods.to_string(),
        "GET, POST, DELETE"
    );
}

#[tokio::test]
async fn handlers_are_called_by_the_names_of_their_folders() {
    let slug = router_runtime::prelude::Path("x".to_owned());
    assert_eq!(app::items::slug::GET(slug).await, "x");
    let params = app::items::slug::Params {
        slug: "y".to_owned(),
    };
    assert_eq!(app::items::slug::PUT(params).await, "y");
}
