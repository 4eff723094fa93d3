//! "Extended APIs", "Cookies", "Headers", "Redirects", "Dynamic route segments" and "URL query parameters"; the parameters of a handler.

use crate::shown::{ask, shows};
use router_tests::example_app::start;

#[test]
fn the_headers_of_a_request_are_read_and_those_of_a_response_set() {
    shows(
        "
        $ curl -s -H 'accept-language: de' http://localhost:3000/headers
        < 200
        < content-language: de
        < vary: accept-language
        Guten Tag
        $ curl -s -H 'accept-language: fr' http://localhost:3000/headers
        < 200
        < content-language: en
        Good day
        ",
    );
}

#[test]
fn a_redirect_is_a_307() {
    shows(
        "
        $ curl -s http://localhost:3000/redirects
        < 307
        < location: /items/pen
        ",
    );
}

#[test]
fn a_permanent_redirect_is_a_308_for_every_method() {
    shows(
        "
        $ curl -s -X POST http://localhost:3000/redirects/old
        < 308
        < location: /redirects
        $ curl -s http://localhost:3000/redirects/old
        < 308
        < location: /redirects
        ",
    );
}

#[test]
fn a_dynamic_segment_is_passed_to_the_handler() {
    shows(
        "
        $ curl -s http://localhost:3000/items/ink
        < 200
        {\"slug\":\"ink\",\"name\":\"Ink, blue & black\",\"shelf\":[\"writing\",\"inks\"],\"cents\":800}
        $ curl -s http://localhost:3000/items/%69nk
        < 200
        {\"slug\":\"ink\",\"name\":\"Ink, blue & black\",\"shelf\":[\"writing\",\"inks\"],\"cents\":800}
        $ curl -s http://localhost:3000/items/ink/blue
        < 404
        …
        ",
    );
}

#[test]
fn a_catch_all_matches_every_segment_below() {
    shows(
        "
        $ curl -s http://localhost:3000/guides/pens/care/a%2Fb
        < 200
        Guide: pens > care > a/b
        $ curl -s http://localhost:3000/guides
        < 404
        …
        ",
    );
}

#[test]
fn an_optional_catch_all_also_matches_no_segment() {
    shows(
        "
        $ curl -s http://localhost:3000/catalog
        < 200
        [\"pen\",\"ink\",\"notebook\"]
        $ curl -s http://localhost:3000/catalog/writing/pens
        < 200
        [\"pen\"]
        ",
    );
}

#[test]
fn links_are_built_from_the_folders() {
    shows(
        "
        $ curl -s http://localhost:3000/items
        < 200
        {\"ink\":\"/items/ink\",\"notebook\":\"/items/notebook\",\"pen\":\"/items/pen\"}
        ",
    );
}

#[test]
fn the_query_is_read_into_a_type() {
    shows(
        "
        $ curl -s 'http://localhost:3000/search?q=e&limit=1'
        < 200
        [\"pen\"]
        $ curl -s 'http://localhost:3000/search?limit=many'
        < 400
        Failed to deserialize query string: limit: invalid digit found in string
        ",
    );
}

#[test]
fn cookies_are_read_set_and_deleted() {
    shows(
        "
        $ curl -s -X POST -d 'ink=royal+blue' http://localhost:3000/cookies
        < 204
        < set-cookie: ink=royal%20blue; HttpOnly; SameSite=Lax; Path=/
        $ curl -s -H 'cookie: ink=royal%20blue' http://localhost:3000/cookies
        < 200
        Your ink is royal blue.
        ",
    );
    let response = ask(&start(), "-X DELETE http://localhost:3000/cookies");
    let deleted = response.header("set-cookie").unwrap();
    assert!(deleted.starts_with("ink=;"), "{deleted}");
    assert!(
        deleted.contains("Max-Age=0") || deleted.contains("Expires="),
        "{deleted}"
    );
}

#[test]
fn query_cookies_and_body_are_read_from_the_request() {
    shows(
        "
        $ curl -s -H 'cookie: name=Ada' -d '{\"item\":\"ink\"}' 'http://localhost:3000/requests?count=2'
        < 200
        < content-type: application/json
        < set-cookie: last=ink; Path=/
        {\"for\":\"Ada\",\"wish\":\"2 × ink\"}
        $ curl -s -d '{\"item\":\"ink\"}' 'http://localhost:3000/requests?count=some'
        < 400
        …
        ",
    );
}

/// The second request may arrive before the letter is sent, but not in each of many attempts.
#[test]
fn work_runs_after_the_response() {
    let program = start();
    let response = ask(&program, "-X POST http://localhost:3000/after");
    assert_eq!(
        (response.status, &*response.body),
        (202, "the letter is on its way")
    );
    let sent =
        (0..1000).any(|_| ask(&program, "http://localhost:3000/after").body == "1 letters sent");
    assert!(sent);
}

#[test]
fn metadata_files_serve_crawlers_and_browsers() {
    shows(
        "
        $ curl -s http://localhost:3000/robots.txt
        < 200
        < content-type: text/plain
        User-Agent: *
        Disallow: /admin

        Sitemap: http://localhost:3000/sitemap.xml
        $ curl -s -I http://localhost:3000/sitemap.xml
        < 200
        < content-type: application/xml
        $ curl -s -I http://localhost:3000/icon.svg
        < 200
        < content-type: image/svg+xml
        $ curl -s -I http://localhost:3000/icon
        < 200
        < content-type: image/svg+xml
        $ curl -s -I http://localhost:3000/favicon.ico
        < 200
        < content-type: image/x-icon
        $ curl -s -I http://localhost:3000/manifest.webmanifest
        < 200
        < content-type: application/manifest+json
        ",
    );
}
