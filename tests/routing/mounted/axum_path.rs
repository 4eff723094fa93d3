//! Extractors of axum below a catch-all next to a parameter, which the matcher of axum does not accept.

use super::{get, mount, ways};
use axum::Router;

/// They show the pattern of the folder, although a route `[id]/edit` is next to each catch-all.
#[tokio::test]
async fn extractors_of_axum_show_the_pattern_of_the_folder() {
    for (line, expected) in [
        ("/shop/a", r#"Some("a") [("rest", "a")]"#),
        ("/shop/a/b", r#"Some("a/b") [("rest", "a/b")]"#),
        (
            "/shop/a/b%2Fc/d",
            r#"Some("a/b/c/d") [("rest", "a/b/c/d")]"#,
        ),
        ("POST /shop/a", "a"),
        ("POST /shop/a/b/c", "a/b/c"),
        (
            "PUT /shop/a/b",
            r#"[("rest", "a/b")] /shop/{*rest} /shop/a/b"#,
        ),
        ("PATCH /shop/a/b", r#"{"rest": "a/b"} None"#),
        ("/shop/a/edit", "edit a /shop/{id}/edit"),
        ("POST /shop/a/edit/x", "a/edit/x"),
        ("/tags", "None []"),
        ("/tags/a", r#"Some("a") [("tags", "a")]"#),
        ("/tags/a/b", r#"Some("a/b") [("tags", "a/b")]"#),
        ("PUT /tags", "[] /tags /tags"),
        (
            "PUT /tags/a/b",
            r#"[("tags", "a/b")] /tags/{*tags} /tags/a/b"#,
        ),
        ("PATCH /tags", "{} None"),
        ("/tags/a/edit", "edit a /tags/{id}/edit"),
    ] {
        let expected = format!("200 {expected}");
        for (way, router) in ways(&mount::builder()) {
            assert_eq!(get(router, line).await, expected, "{way} {line}");
        }
        let below = line.replace(" /", " /docs/").replace("//", "/");
        let below = match below.strip_prefix('/') {
            Some(path) => format!("/docs/{path}"),
            None => below,
        };
        let expected = expected.replace(" /shop", " /docs/shop");
        let expected = expected.replace(" /tags", " /docs/tags");
        for (way, router) in ways(&mount::builder().base_path("/docs")) {
            assert_eq!(get(router, &below).await, expected, "{way} {below}");
        }
    }
}

/// An outer Router adds its parameters in front, as in axum.
#[tokio::test]
async fn parameters_of_an_outer_router_come_first() {
    for (way, router) in [
        (
            "router()",
            Router::new().nest("/{tenant}", mount::builder().routes()),
        ),
        (
            "service()",
            Router::new().nest_service("/{tenant}", mount::builder().service()),
        ),
    ] {
        for (line, expected) in [
            (
                "PUT /acme/shop/a/b",
                r#"[("tenant", "acme"), ("rest", "a/b")] /{tenant}/shop/{*rest} /acme/shop/a/b"#,
            ),
            (
                "PATCH /acme/tags/a/b",
                r#"{"tags": "a/b", "tenant": "acme"} Some("/{tenant}")"#,
            ),
            (
                "PUT /acme/tags/a/b",
                r#"[("tenant", "acme"), ("tags", "a/b")] /{tenant}/tags/{*tags} /acme/tags/a/b"#,
            ),
        ] {
            let expected = format!("200 {expected}");
            assert_eq!(get(router.clone(), line).await, expected, "{way} {line}");
        }
    }
}
