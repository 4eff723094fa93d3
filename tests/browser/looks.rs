//! All pages: they fit their window, and fingers find their controls.

use crate::{
    driver::is_skipped,
    window::{Place, Window},
};
use router_tests::{
    example_app::start,
    program::Program,
    transcript::{Connection, Request},
};
use serde_json::json;
use std::collections::BTreeSet;

/// The pages that the home page does not link.
const MORE: [&str; 4] = ["/", "/journal/ink", "/nowhere", "/form/orders/1"];

fn ask(program: &Program, arguments: &str) -> router_tests::transcript::Response {
    let request = Request::parse(&format!("curl {arguments}")).unwrap();
    let connection = Connection::open(program.address, &request).unwrap();
    connection.read_all().unwrap()
}

/// The paths of all HTML pages.
fn pages(program: &Program) -> Vec<String> {
    let order = ask(program, "-d 'name=Ada&item=ink' http://h/form");
    assert_eq!(order.header("location"), Some("/form/orders/1"));
    let home = ask(program, "http://h/").body;
    let links = home.split("href=\"").skip(1);
    let links = links.filter_map(|rest| Some(rest.split_once('"')?.0.replace("&amp;", "&")));
    let mut pages: BTreeSet<_> = links.collect();
    pages.extend(MORE.map(str::to_owned));
    let is_html = |path: &String| {
        let kind = ask(program, &format!("-I 'http://h{path}'"));
        let kind = kind.header("content-type").unwrap_or_default();
        kind.starts_with("text/html")
    };
    pages.into_iter().filter(is_html).collect()
}

/// The controls that are smaller than a finger tip, 44 by 44 pixels.
const SMALL: &str = "
    const controls = 'button, select, input:not([type=checkbox]), .check, .button, header a, .cards li, .methods a';
    return [...document.querySelectorAll(controls)]
        .filter(it => it.checkVisibility())
        .map(it => [it.outerHTML.slice(0, 80), it.getBoundingClientRect()])
        .filter(([, box]) => box.width < 44 || box.height < 44)
        .map(([text, box]) => `${text}: ${box.width} × ${box.height}`)";

#[tokio::test]
async fn every_page_fits_a_desk_and_a_phone() {
    if is_skipped() {
        return;
    }
    let program = start();
    let pages = pages(&program);
    assert!(pages.len() > 30, "{pages:?}");
    for place in Place::ALL {
        let window = Window::open(&program, place).await;
        for page in &pages {
            window.go(page).await;
            let name = page.replace(['/', '%', '?', '&', '='], "_");
            window.photograph(&format!("page{name}")).await;
            assert_eq!(window.evaluate(SMALL).await, json!([]), "{page}");
            let home = window.evaluate("return document.querySelector('header a').pathname");
            assert_eq!(home.await, "/", "{page} leads back");
        }
        window.close().await;
    }
}
