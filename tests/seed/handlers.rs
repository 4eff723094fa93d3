//! "Convention", "Supported HTTP methods", "Route resolution" and "Segment config options".

use crate::shown::{ask, shows, shows_by};
use router_tests::example_app::start;

#[test]
fn route_handlers_are_functions_of_a_route_file() {
    shows(
        "
        $ curl -s http://localhost:3000/convention
        < 200
        The shop is open.
        ",
    );
}

#[test]
fn the_supported_methods_are_called_by_their_names() {
    shows_by(
        &start(),
        "
        $ curl -s -X POST -H 'content-type: application/json' -d '{\"slug\":\"ink\",\"count\":1}' http://localhost:3000/methods
        < 201
        {\"ink\":1}
        $ curl -s -X PATCH -H 'content-type: application/json' -d '{\"slug\":\"ink\",\"count\":2}' http://localhost:3000/methods
        < 200
        {\"ink\":3}
        $ curl -s -X DELETE http://localhost:3000/methods
        < 204
        $ curl -s http://localhost:3000/methods
        < 200
        {}
        ",
    );
}

#[test]
fn head_and_options_are_automatic() {
    shows(
        "
        $ curl -s -I http://localhost:3000/convention
        < 200
        < content-length: 17
        $ curl -s -X OPTIONS http://localhost:3000/convention
        < 204
        < allow: GET, HEAD, OPTIONS
        ",
    );
}

#[test]
fn an_unsupported_method_is_a_405() {
    shows(
        "
        $ curl -s -X PUT http://localhost:3000/methods
        < 405
        < allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST
        405 Method Not Allowed
        $ curl -s -X BREW http://localhost:3000/convention
        < 405
        < allow: GET, HEAD, OPTIONS
        405 Method Not Allowed
        ",
    );
}

#[test]
fn pages_and_routes_are_in_separate_segments() {
    shows(
        "
        $ curl -s -I http://localhost:3000/resolution
        < 200
        < content-type: text/html; charset=utf-8
        $ curl -s http://localhost:3000/resolution/api
        < 200
        < content-type: application/json
        [\"pen\",\"ink\",\"notebook\"]
        ",
    );
}

#[test]
fn a_page_has_no_other_methods_and_a_route_no_page() {
    shows(
        "
        $ curl -s -X POST http://localhost:3000/resolution
        < 405
        < allow: GET, HEAD, OPTIONS
        405 Method Not Allowed
        $ curl -s -X POST http://localhost:3000/resolution/api
        < 405
        < allow: GET, HEAD, OPTIONS
        405 Method Not Allowed
        ",
    );
}

#[test]
fn routes_have_no_layouts() {
    let program = start();
    let page = ask(&program, "http://localhost:3000/journal").body;
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert!(page.contains("<li><a href=\"/journal/ink\">"), "{page}");
    let route = ask(&program, "http://localhost:3000/journal/feed").body;
    assert_eq!(route, "ink\npaper\n");
}

#[test]
fn constants_configure_a_segment() {
    shows(
        "
        $ curl -s -d 'a wish that is longer than thirty-two bytes' http://localhost:3000/limits
        < 413
        413 Payload Too Large
        $ curl -s -d 'a short wish' http://localhost:3000/limits
        < 200
        noted: a short wish
        $ curl -s 'http://localhost:3000/limits?seconds=60'
        < 504
        504 Gateway Timeout
        ",
    );
}

#[test]
fn unmatched_paths_have_a_page() {
    shows(
        "
        $ curl -s -I http://localhost:3000/nowhere
        < 404
        < content-type: text/html; charset=utf-8
        ",
    );
}

#[test]
fn a_page_shows_the_source_of_a_folder() {
    let program = start();
    let page = ask(&program, "http://localhost:3000/source/items/%5Bslug%5D");
    assert_eq!(page.status, 200);
    for part in [
        "<h2>Dynamic segments</h2>",
        "<a href=\"/items/pen\">http://localhost:3000/items/pen</a>",
        "<code>app/items/[slug]/route.rs</code>",
        "pub async fn GET(",
        "<a class=\"button\" href=\"/\">Back to the shop</a>",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    for path in ["nothing", "items/route.rs", "..", "items/.."] {
        let response = ask(&program, &format!("http://localhost:3000/source/{path}"));
        assert_ne!(response.status, 200, "{path}");
    }
}

#[test]
fn middleware_wraps_the_routes_of_its_folder() {
    shows(
        "
        $ curl -s http://localhost:3000/admin
        < 401
        401 Unauthorized
        $ curl -s -H 'x-key: of-pens' http://localhost:3000/admin
        < 200
        The stock room, for Ada.
        ",
    );
}
