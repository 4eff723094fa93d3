//! Matching: the file that handles a path and a method.

use super::{both, both_ways, expect, literal, request};

#[tokio::test]
async fn paths_reach_their_files() {
    expect(&[
        ("GET", "/", "200 home"),
        ("GET", "/items/7", "200 7"),
        ("GET", "/items/a%20b", "200 a b"),
        ("GET", "/items/a%2Fb", "200 a/b"),
        ("GET", "/shop/x", "200 one: x"),
        ("GET", "/shop/x/edit", "200 edit: x"),
        ("GET", "/shop/x/edit/y", "200 rest: x|edit|y"),
        ("GET", "/shop/x/y", "200 rest: x|y"),
        ("GET", "/shop", "404 nothing at /shop"),
        ("GET", "/docs", "200 []"),
        ("GET", "/docs/a/b%20c", "200 [\"a\", \"b c\"]"),
        ("GET", "/about", "200 <h1>About</h1>"),
        ("GET", "/.well-known/x", "200 well known"),
        ("GET", "/caf%20%C3%A9", "200 coffee"),
        ("GET", "/nope", "404 nothing at /nope"),
        ("GET", "/Items/7", "404 nothing at /Items/7"),
    ])
    .await;
}

#[tokio::test]
async fn percent_encoded_folders_are_literal() {
    for (path, expected) in [
        ("/:slug", "200 colon"),
        ("/%7Bslug%7D", "200 braces"),
        ("/*", "200 star"),
        ("/$slug", "200 dollar"),
        ("/%3Cslug%3E", "200 angles"),
        ("/other", "404 404 Not Found"),
    ] {
        for (way, response) in both_ways(&literal::builder(), || request("GET", path, "")).await {
            let line = format!("{} {}", response.status, response.body);
            assert_eq!(line.trim_end(), expected.trim_end(), "{way} {path}");
        }
    }
}

#[tokio::test]
async fn unclean_paths_are_redirected_once_or_refused() {
    expect(&[
        ("GET", "/items/7/", "308 -> /items/7"),
        ("POST", "/items//7?a=1&b", "308 -> /items/7?a=1&b"),
        ("GET", "//items/7//", "308 -> /items/7"),
        ("GET", "/items\\7", "308 -> /items/7"),
        ("GET", "//evil.example/x", "308 -> /evil.example/x"),
        ("GET", "/%69tems/7", "308 -> /items/7"),
        ("GET", "/%69tems//7/", "308 -> /items/7"),
        ("GET", "/caf%20%c3%a9", "308 -> /caf%20%C3%A9"),
        ("GET", "/items/%zz", "400 400 Bad Request"),
        ("GET", "/items/%00", "400 400 Bad Request"),
        ("GET", "/items/%FF", "400 400 Bad Request"),
        ("GET", "/items/../x", "400 400 Bad Request"),
        ("GET", "/items/%2e%2e", "400 400 Bad Request"),
        ("GET", "/items/a%2F..%2Fb", "400 400 Bad Request"),
        ("GET", "/nope/%2e/", "400 400 Bad Request"),
    ])
    .await;
}

#[tokio::test]
async fn methods_that_no_file_exports_have_fixed_responses() {
    expect(&[
        (
            "POST",
            "/items/7",
            "405 allow DELETE, GET, HEAD, OPTIONS, PUT",
        ),
        (
            "TRACE",
            "/items/7",
            "405 allow DELETE, GET, HEAD, OPTIONS, PUT",
        ),
        ("PURGE", "/", "405 allow GET, HEAD, OPTIONS"),
        (
            "OPTIONS",
            "/items/7",
            "204 allow DELETE, GET, HEAD, OPTIONS, PUT",
        ),
        ("POST", "/about", "405 allow GET, HEAD, OPTIONS"),
        ("HEAD", "/limits/small", "405 allow OPTIONS, POST, PUT"),
    ])
    .await;
    let refused = both("POST", "/items/7", "").await;
    assert_eq!(refused.body, "405 Method Not Allowed\n");
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let response = both("HEAD", "/about", "").await;
    assert_eq!((response.status, response.body.as_str()), (200, ""));
    assert_eq!(response.header("content-length"), Some("14"));
    assert_eq!(
        response.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let unmatched = both("HEAD", "/nope", "").await;
    assert_eq!((unmatched.status, unmatched.body.as_str()), (404, ""));
}
