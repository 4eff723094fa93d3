//! Base path, redirects and header rules, and their order.

use super::{Journal, app, both_of, panic_message, send};
use router_runtime::{
    AppBuilder, TrailingSlash,
    rules::{Condition, HeaderRule, Redirect},
};
use router_tests::request::request_line;

fn below_docs() -> AppBuilder<Journal> {
    app::builder(Journal::default()).base_path("/docs")
}

async fn line(builder: &AppBuilder<Journal>, line: &str) -> String {
    let response = both_of(builder, line, &[], "").await;
    match response.header_list("location").as_str() {
        "" => format!("{} {}", response.status, response.body),
        location => format!("{} -> {location}", response.status),
    }
}

async fn expect(builder: &AppBuilder<Journal>, table: &[(&str, &str)]) {
    for (target, expected) in table {
        assert_eq!(line(builder, target).await, *expected, "{target}");
    }
}

#[tokio::test]
async fn a_base_path_is_the_prefix_of_every_path() {
    expect(
        &below_docs(),
        &[
            ("/docs", "200 home"),
            ("/docs?q", "200 home"),
            ("/docs/api", "200 root, api"),
            (
                "/docs/api/items/7",
                "200 7 /docs/api/items/{id} root, api, 7 7 1",
            ),
            (
                "/docs/api/icon.svg",
                &format!("200 {}", include_str!("app/api/icon.svg")),
            ),
            ("/icon.svg", "404 nothing here"),
            ("/docs/rewriting/a", "200 a /rewriting/a"),
            ("/", "404 nothing here"),
            ("/api", "404 nothing here"),
            ("/docsapi", "404 nothing here"),
            ("/DOCS/api", "404 nothing here"),
            ("/docs/nothing", "404 nothing here"),
            ("/docs/?q", "308 -> /docs?q"),
            ("/docs//?q", "308 -> /docs?q"),
            ("/docs//api/", "308 -> /docs/api"),
            ("/docs/api/items/7/?q", "308 -> /docs/api/items/7?q"),
            ("//docs/api", "308 -> /docs/api"),
            ("/docs\\api", "308 -> /docs/api"),
            ("/docs/%61pi", "308 -> /docs/api"),
            ("/docs/%2e%2e/api", "400 400 Bad Request\n"),
            ("OPTIONS /docs/re-exported", "204 "),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_base_path_with_the_other_rules_of_slashes() {
    let builder = below_docs().trailing_slash(TrailingSlash::Add);
    expect(
        &builder,
        &[
            ("/docs", "308 -> /docs/"),
            ("/docs/", "200 home"),
            ("/docs/api?q", "308 -> /docs/api/?q"),
            ("/docs/api/", "200 root, api"),
        ],
    )
    .await;
    let builder = below_docs().trailing_slash(TrailingSlash::Ignore);
    expect(
        &builder,
        &[
            ("/docs", "200 home"),
            ("/docs/", "200 home"),
            ("/docs//", "308 -> /docs"),
            ("/docs/api", "200 root, api"),
            ("/docs/api/", "200 root, api"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_base_path_below_another_router() {
    let nested = axum::Router::new().nest("/v1", below_docs().router());
    for (path, expected) in [("/v1/docs/api", ""), ("/v1/docs/api/", "/v1/docs/api")] {
        let response = send(nested.clone(), request_line(path, &[], "")).await;
        assert_eq!(response.header_list("location"), expected, "{path}");
    }
}

fn with_rules() -> AppBuilder<Journal> {
    below_docs()
        .redirects([
            Redirect::permanent("/old/:slug", "/new/:slug"),
            Redirect::temporary("/api", "/elsewhere").has(Condition::header("x-moved")),
            Redirect::temporary("/", "/start").has(Condition::query("start")),
            Redirect::temporary("/host", "/other").without_base_path(),
            Redirect::temporary("/secret", "https://example.org/"),
        ])
        .headers([
            HeaderRule::new("/:path*").set("x-rule", ":path"),
            HeaderRule::new("/:path*")
                .without_base_path()
                .set("x-host", "1"),
        ])
}

#[tokio::test]
async fn rules_come_after_the_clean_path_and_before_everything_else() {
    let builder = with_rules();
    expect(
        &builder,
        &[
            ("/docs/old/a?b=c", "308 -> /docs/new/a?b=c"),
            ("/docs/old/a/", "308 -> /docs/old/a"),
            ("/old/a", "404 nothing here"),
            ("POST /docs/old/a", "308 -> /docs/new/a"),
            ("/docs/api", "200 root, api"),
            ("/docs?start=1", "307 -> /docs/start?start=1"),
            ("/host", "307 -> /other"),
            ("/docs/host", "404 nothing here"),
            // Rules run before the middleware that requires a key.
            ("/docs/secret", "307 -> https://example.org/"),
        ],
    )
    .await;
    let moved = both_of(&builder, "/docs/api", &[("x-moved", "1")], "").await;
    assert_eq!(
        (moved.status, moved.header_list("location")),
        (307, "/docs/elsewhere".to_owned())
    );
    assert_eq!(
        moved.header_list("x-rule") + &moved.header_list("x-host"),
        ""
    );
}

#[tokio::test]
async fn headers_reach_every_response_but_redirects() {
    let builder = with_rules();
    for (target, rule, host) in [
        ("/docs/re-exported", "re-exported", "1"),
        ("/docs/nothing/here", "nothing/here", "1"),
        ("OPTIONS /docs/re-exported", "re-exported", "1"),
        ("PUT /docs/re-exported", "re-exported", "1"),
        ("HEAD /docs/re-exported", "re-exported", "1"),
        ("/docs/lists/a/b", "lists/a/b", "1"),
        ("/nowhere", "", "1"),
        ("/docs/api/", "", ""),
        ("/docs/old/a", "", ""),
    ] {
        let response = both_of(&builder, target, &[], "").await;
        assert_eq!(response.header_list("x-rule"), rule, "{target}");
        assert_eq!(response.header_list("x-host"), host, "{target}");
    }
}

#[tokio::test]
async fn rules_match_every_spelling_of_a_path() {
    let rule = |source: &str| HeaderRule::new(source).set("x-guard", "on");
    let builder = app::builder(Journal::default())
        .trailing_slash(TrailingSlash::Ignore)
        .headers([rule("/api/items/7")])
        .redirects([Redirect::temporary("/api/items/9", "/api")]);
    for path in [
        "/api/items/7",
        "/api/items/%37",
        "/api/items/7/",
        "/api/items/%37/",
    ] {
        let response = both_of(&builder, path, &[], "").await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.header_list("x-guard"), "on", "{path}");
    }
    expect(&builder, &[("/api/items/%39", "307 -> /api")]).await;
}

#[tokio::test]
async fn headers_reach_malformed_paths() {
    let builder = with_rules();
    for (path, rule) in [
        ("/docs/lists/%ff", "lists/\u{fffd}"),
        ("/docs/lists/%2e%2e/x", "lists/../x"),
        ("/docs/%zz", "%zz"),
        ("/%ff", ""),
    ] {
        let response = both_of(&builder, path, &[], "").await;
        assert_eq!(response.status, 400, "{path}");
        assert_eq!(response.header_list("x-host"), "1", "{path}");
        if rule.is_ascii() {
            assert_eq!(response.header_list("x-rule"), rule, "{path}");
        }
    }
}

#[tokio::test]
async fn a_redirect_to_the_clean_path_carries_cors_headers() {
    let builder = below_docs().headers([
        HeaderRule::new("/api/:path*")
            .set("Access-Control-Allow-Origin", "https://a.example")
            .set("Vary", "Origin")
            .set("X-Other", "1"),
        HeaderRule::new("/").set("Access-Control-Max-Age", "60"),
    ]);
    for (path, location, origin, age) in [
        ("/docs/api/", "/docs/api", "https://a.example", ""),
        ("/docs//api/x/", "/docs/api/x", "https://a.example", ""),
        ("/docs/%61pi", "/docs/api", "https://a.example", ""),
        ("/docs/lists//", "/docs/lists", "", ""),
        ("/docs/", "/docs", "", "60"),
    ] {
        let response = both_of(&builder, path, &[], "").await;
        assert_eq!(response.status, 308, "{path}");
        let header = |name| response.header_list(name);
        assert_eq!(header("location"), location, "{path}");
        assert_eq!(header("access-control-allow-origin"), origin, "{path}");
        assert_eq!(header("access-control-max-age"), age, "{path}");
        assert_eq!(header("vary").is_empty(), origin.is_empty(), "{path}");
        assert_eq!(header("x-other"), "", "{path}");
    }
}

#[tokio::test]
async fn rules_below_another_router_keep_its_prefix() {
    let rules = [Redirect::permanent("/old/:slug", "/new/:slug")];
    let router = app::builder(Journal::default()).redirects(rules).router();
    let nested = axum::Router::new().nest("/v1", router);
    let response = send(nested, request_line("/v1/old/a", &[], "")).await;
    assert_eq!(response.header_list("location"), "/v1/new/a");
}

#[test]
fn an_invalid_rule_panics_with_its_name() {
    let rules = [Redirect::permanent("/a/:b", "/c/:d")];
    assert_eq!(
        panic_message(|| drop(app::builder(Journal::default()).redirects(rules))),
        "redirect from `/a/:b` to `/c/:d`: unknown parameter `d` in the destination"
    );
    let rules = [Redirect::permanent("/a", "/a?b=1")];
    assert!(
        panic_message(|| drop(app::builder(Journal::default()).redirects(rules)))
            .contains("`/a` would be redirected without end")
    );
    let rules = [HeaderRule::new("/a").set("x y", "z")];
    assert_eq!(
        panic_message(|| drop(app::builder(Journal::default()).headers(rules))),
        "header rule for `/a`: invalid header name `x y`"
    );
    for (path, expected) in [
        (
            "docs",
            "base path `docs`: a base path must begin with a slash",
        ),
        (
            "/docs/",
            "base path `/docs/`: a base path must not end with a slash; omit it for an application at the root",
        ),
        (
            "/a//b",
            "base path `/a//b`: a base path must consist of letters, digits and punctuation that needs no escape",
        ),
        (
            "/{x}",
            "base path `/{x}`: a base path must consist of letters, digits and punctuation that needs no escape",
        ),
    ] {
        let message = panic_message(|| drop(app::builder(Journal::default()).base_path(path)));
        assert_eq!(message, expected);
    }
}
