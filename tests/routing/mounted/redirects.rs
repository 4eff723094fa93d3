//! Redirects and links of handlers.

use super::{below_docs, get, mount, ways};
use crate::send;
use router_runtime::TrailingSlash::{Add, Remove};
use router_tests::request::request_line;

#[tokio::test]
async fn targets_of_handlers_get_the_base_path_and_the_slash() {
    for (path, removing, adding) in [
        ("/go/plain", "307 -> /docs/p/there", "307 -> /docs/p/there/"),
        (
            "/go/permanent",
            "308 -> /docs/p/there",
            "308 -> /docs/p/there/",
        ),
        ("/go/other", "303 -> /docs/p/there", "303 -> /docs/p/there/"),
        ("/go/href", "307 -> /docs/p/there", "307 -> /docs/p/there/"),
        ("/go/root", "307 -> /docs", "307 -> /docs/"),
        (
            "/go/query",
            "307 -> /docs/p/there?x=/#y",
            "307 -> /docs/p/there/?x=/#y",
        ),
        (
            "/go/complete",
            "307 -> /docs/p/there",
            "307 -> /docs/p/there/",
        ),
        (
            "/go/response",
            "307 -> /docs/p/there",
            "307 -> /docs/p/there/",
        ),
        (
            "/go/absolute",
            "307 -> https://example.org/p",
            "307 -> https://example.org/p",
        ),
        (
            "/go/host",
            "307 -> //example.org/p",
            "307 -> //example.org/p",
        ),
        ("/go/search", "307 -> ?page=2", "307 -> ?page=2"),
        ("/go/fragment", "307 -> #top", "307 -> #top"),
        ("/go/relative", "307 -> there", "307 -> there"),
        // A location that the handler sets itself is its own.
        ("/go/own", "302 -> /p/there", "302 -> /p/there"),
        ("/moved", "307 -> /docs/p/there", "307 -> /docs/p/there/"),
        ("/guarded", "303 -> /docs/p/login", "303 -> /docs/p/login/"),
        ("/laid", "307 -> /docs/p/there", "307 -> /docs/p/there/"),
        ("/stored", "308 -> /docs/p/there", "308 -> /docs/p/there/"),
        // Errors and links of data.
        (
            "/loaded/redirect",
            "307 -> /docs/p/there",
            "307 -> /docs/p/there/",
        ),
        (
            "/loaded/unstored-redirect",
            "307 -> /docs/p/there",
            "307 -> /docs/p/there/",
        ),
        (
            "/loaded/permanent",
            "308 -> /docs/p/there?x=/#y",
            "308 -> /docs/p/there/?x=/#y",
        ),
        (
            "/loaded/href",
            "307 -> /docs/p/there",
            "307 -> /docs/p/there/",
        ),
        (
            "/loaded/absolute",
            "307 -> https://example.org/p",
            "307 -> https://example.org/p",
        ),
        ("/loaded/own", "302 -> /p/there", "302 -> /p/there"),
        ("/loaded/links", "200 /docs/p/a%20b", "200 /docs/p/a%20b/"),
        ("/loaded/nested", "200 /docs/p/a%20b", "200 /docs/p/a%20b/"),
        (
            "/loaded/unstored-links",
            "200 /docs/p/a%20b",
            "200 /docs/p/a%20b/",
        ),
        (
            "/links",
            "200 /docs /docs/p/a%20b /docs/shop/x/y",
            "200 /docs/ /docs/p/a%20b/ /docs/shop/x/y/",
        ),
        ("/listed/one", "200 one", "200 one"),
        (
            "/listed/two",
            "404 nothing at /listed/two",
            "404 nothing at /listed/two/",
        ),
    ] {
        for (trailing_slash, end, expected) in [(Remove, "", removing), (Add, "/", adding)] {
            for (way, router) in ways(&below_docs(trailing_slash)) {
                let path = format!("/docs{path}{end}");
                // The second response may come from the cache.
                for _ in 0..2 {
                    let found = get(router.clone(), &path).await;
                    assert_eq!(found, expected, "{way} {trailing_slash:?} {path}");
                }
            }
        }
    }
    assert_eq!(mount::p::id::href("a"), "/p/a", "outside of a handler");
}

#[tokio::test]
async fn a_handler_behind_a_middleware_redirects_once() {
    for (way, router) in ways(&below_docs(Add)) {
        let request = request_line("/docs/guarded/", &[("x-key", "1")], "");
        let response = send(router, request).await;
        assert_eq!(
            response.header("location"),
            Some("/docs/p/inside/"),
            "{way}"
        );
    }
}

#[tokio::test]
async fn without_a_base_path_only_the_slash_is_added() {
    for (way, router) in ways(&mount::builder().trailing_slash(Add)) {
        for (path, expected) in [
            ("/go/plain/", "307 -> /p/there/"),
            ("/go/complete/", "307 -> /docs/p/there/"),
            ("/links/", "200 / /p/a%20b/ /shop/x/y/"),
        ] {
            assert_eq!(get(router.clone(), path).await, expected, "{way} {path}");
        }
    }
}

#[tokio::test]
async fn the_root_is_no_base_path() {
    for path in ["", "/"] {
        for (way, router) in ways(&mount::builder().base_path(path)) {
            assert_eq!(get(router.clone(), "/p/7").await, "200 7", "{way}");
            let redirect = get(router, "/go/plain").await;
            assert_eq!(redirect, "307 -> /p/there", "{way}");
        }
    }
    for wrong in ["docs", "/docs/", "/a//b", "/{a}", "/a?b", "//", "/a b"] {
        let refused = std::panic::catch_unwind(|| mount::builder().base_path(wrong));
        assert!(refused.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn both_spellings_of_a_path_are_invalidated() {
    for (way, router) in ways(&below_docs(Add)) {
        for line in ["POST /docs/data/7/", "DELETE /docs/data/7/"] {
            let first = get(router.clone(), "/docs/data/7/").await;
            assert_eq!(get(router.clone(), "/docs/data/7/").await, first, "{way}");
            assert_eq!(get(router.clone(), line).await, "409 ", "{way}");
            let second = get(router.clone(), "/docs/data/7/").await;
            assert_ne!(first, second, "{way} {line}");
        }
    }
}
