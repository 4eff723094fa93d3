//! `Cache-Control`, and the field next to it for CDNs: cases 5, 9, 10 and 25, and the changes of middleware and rules.

use crate::{app, both_ways, both_ways_with};
use axum::{
    Router,
    body::Body,
    http::{HeaderName, Request},
};
use router_runtime::{CacheOptions, CdnHeader, cache::OptionsError, prelude::*, rules::HeaderRule};
use router_tests::{
    handlers::Handlers,
    request::request,
    response::BufferedResponse,
    test_app::{self, TestApp},
};

const SHARED: &str = "public, max-age=0, s-maxage=60";
const FOR_CDNS: &str = "max-age=60, stale-while-revalidate=31535940";
const PRIVATE: &str = "private, max-age=0";

/// `Cache-Control` and `CDN-Cache-Control`.
fn headers(response: &BufferedResponse) -> [Option<&str>; 2] {
    ["cache-control", "cdn-cache-control"].map(|name| response.header(name))
}

async fn expect(app: &TestApp, sent: Request<Body>, expected: [Option<&str>; 2]) {
    let shown = format!("{sent:?}");
    let response = app.send(sent).await;
    assert_eq!(headers(&response), expected, "{shown}");
}

#[tokio::test]
async fn case_09_one_field_for_browsers_and_one_for_cdns() {
    // R=2: `public, max-age=0, s-maxage=2` and `max-age=2, stale-while-revalidate=31535998`.
    for app in both_ways().await {
        for (path, shared, for_cdns) in [
            (
                "/two",
                "public, max-age=0, s-maxage=2",
                "max-age=2, stale-while-revalidate=31535998",
            ),
            ("/minute", SHARED, FOR_CDNS),
            (
                "/short",
                "public, max-age=0, s-maxage=2",
                "max-age=2, stale-while-revalidate=8",
            ),
        ] {
            for _ in 0..2 {
                expect(
                    &app,
                    request("GET", path, &[]),
                    [Some(shared), Some(for_cdns)],
                )
                .await;
                expect(
                    &app,
                    request("HEAD", path, &[]),
                    [Some(shared), Some(for_cdns)],
                )
                .await;
            }
            // The second half of its lifetime: stale.
            app.advance(5);
        }
        let part = request("GET", "/minute", &[("range", "bytes=0-1")]);
        expect(&app, part, [Some(SHARED), Some(FOR_CDNS)]).await;
    }
}

#[tokio::test]
async fn case_09_stale_and_prerendered_responses() {
    for app in both_ways().await {
        app.get("/minute").await;
        app.advance(61);
        let stale = app.get("/minute").await;
        assert_eq!(stale.state(), "STALE");
        assert_eq!(headers(&stale), [Some(SHARED), Some(FOR_CDNS)]);
    }
    let builder = app::builder(Handlers::default());
    let _ = builder.prerender().await;
    let (router, service) = (builder.router(), builder.service());
    for (service, path) in [
        (Router::new().fallback_service(service.clone()), "/minute"),
        (router.clone(), "/minute"),
        (Router::new().nest("/below", router), "/below/minute"),
        (
            Router::new().nest_service("/below", service),
            "/below/minute",
        ),
    ] {
        let response = BufferedResponse::of(service, request("GET", path, &[])).await;
        assert_eq!(response.state(), "HIT", "{path}");
        assert_eq!(headers(&response), [Some(SHARED), Some(FOR_CDNS)]);
    }
}

#[tokio::test]
async fn case_25_a_304_has_the_field_for_cdns() {
    for app in both_ways().await {
        let etag = app.get("/minute").await;
        let etag = etag.header("etag").unwrap();
        for etags in [etag.to_owned(), format!("W/{etag}")] {
            let conditional = [("if-none-match", &*etags)];
            for _ in 0..2 {
                let response = app.get_with("/minute", &conditional).await;
                assert_eq!(response.status, 304);
                assert_eq!(headers(&response), [Some(SHARED), Some(FOR_CDNS)]);
            }
        }
    }
}

#[tokio::test]
async fn case_10_only_the_handler_decides() {
    for app in both_ways().await {
        app.state
            .respond("minute", |_| [("cache-control", "max-age=5")]);
        for _ in 0..2 {
            let sent = request("GET", "/minute", &[]);
            expect(&app, sent, [Some("max-age=5"), None]).await;
        }
        app.state
            .respond("two", |_| [("cdn-cache-control", "max-age=5")]);
        let shared = "public, max-age=0, s-maxage=2";
        for _ in 0..2 {
            let sent = request("GET", "/two", &[]);
            expect(&app, sent, [Some(shared), Some("max-age=5")]).await;
        }
    }
}

#[tokio::test]
async fn a_failure_takes_the_field_for_cdns_with_it() {
    for app in both_ways().await {
        app.state.respond("minute", |_| {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            (status, [("cdn-cache-control", "max-age=60")])
        });
        let response = app.get("/minute").await;
        assert_eq!(response.header("cdn-cache-control"), None);
        assert!(response.value("cache-control").contains("no-store"));
    }
}

#[tokio::test]
async fn the_field_for_cdns_has_the_name_that_the_options_give() {
    let name = HeaderName::from_static("surrogate-control");
    let named = CdnHeader::Named(name);
    for app in both_ways_with(|options| options.cdn_header(named.clone())).await {
        for path in ["/minute", "/changed"] {
            for _ in 0..2 {
                let response = app.get(path).await;
                assert_eq!(headers(&response), [Some(SHARED), None]);
                assert_eq!(response.header("surrogate-control"), Some(FOR_CDNS));
            }
            let etag = [("if-none-match", "*")];
            let response = app.get_with(path, &etag).await;
            assert_eq!(response.header("surrogate-control"), Some(FOR_CDNS));
        }
        let response = app.get_with("/changed", &[("x-change", "cookie")]).await;
        assert_eq!(response.header("surrogate-control"), None);
    }
    for app in both_ways_with(|options| options.cdn_header(CdnHeader::NextJs)).await {
        let next = "s-maxage=60, stale-while-revalidate=31535940";
        for path in ["/minute", "/changed"] {
            expect(&app, request("GET", path, &[]), [Some(next), None]).await;
        }
        let changed = request("GET", "/changed", &[("x-change", "cookie")]);
        expect(&app, changed, [Some(PRIVATE), None]).await;
    }
    for name in ["cache-control", "set-cookie", "content-type", "vary"] {
        let name = HeaderName::from_static(name);
        let options = CacheOptions::new().cdn_header(CdnHeader::Named(name.clone()));
        let error = options.check().unwrap_err();
        assert_eq!(error, OptionsError::CdnHeader(name.clone()));
        assert!(error.to_string().contains(&*format!("`{name}`")), "{error}");
    }
}

#[tokio::test]
async fn a_middleware_decides_about_the_responses_that_it_changes() {
    for app in both_ways().await {
        let changes = [
            (None, [Some(SHARED), Some(FOR_CDNS)]),
            // A session layer.
            (Some("cookie"), [Some(PRIVATE), None]),
            (Some("jar"), [Some(PRIVATE), None]),
            (Some("rebuilt"), [Some(PRIVATE), None]),
            // An authorization.
            (Some("private"), [Some("private"), None]),
            (Some("public, max-age=9"), [Some("public, max-age=9"), None]),
            (Some("other"), [None, None]),
            (Some("remove"), [None, None]),
            (Some("cdn"), [Some(SHARED), Some("max-age=1")]),
            (Some(SHARED), [Some(SHARED), Some(FOR_CDNS)]),
            (None, [Some(SHARED), Some(FOR_CDNS)]),
        ];
        for (change, expected) in changes {
            let mut sent = vec![];
            sent.extend(change.map(|change| ("x-change", change)));
            for method in ["GET", "HEAD"] {
                expect(&app, request(method, "/changed", &sent), expected).await;
            }
            sent.push(("range", "bytes=0-1"));
            expect(&app, request("GET", "/changed", &sent), expected).await;
            sent.push(("if-none-match", "*"));
            expect(&app, request("GET", "/changed", &sent), expected).await;
        }
        let session = [("x-change", "cookie")];
        let response = app.get_with("/changed", &session).await;
        assert_eq!(response.line(), "200 HIT changed 1");
        assert_eq!(response.header("set-cookie"), Some("session=1"));
        // Other responses belong to their handlers.
        expect(
            &app,
            request("POST", "/changed", &session),
            [Some("max-age=5"), None],
        )
        .await;
        expect(
            &app,
            request("GET", "/changed/held", &session),
            [None, None],
        )
        .await;
        // A metadata file is shared by default.
        let icon = "/changed/icon.svg";
        let default = "public, max-age=0, must-revalidate";
        expect(&app, request("GET", icon, &[]), [Some(default), None]).await;
        expect(&app, request("GET", icon, &session), [Some(PRIVATE), None]).await;
    }
}

#[tokio::test]
async fn a_middleware_keeps_a_handler_from_sharing_cookies() {
    for app in both_ways().await {
        app.state.respond("changed", |_| {
            [
                ("cache-control", "public, max-age=60"),
                ("surrogate-control", "max-age=60"),
            ]
        });
        for _ in 0..2 {
            let response = app.get_with("/changed", &[("x-change", "cookie")]).await;
            assert_eq!(headers(&response), [Some(PRIVATE), None]);
            assert_eq!(response.header("surrogate-control"), None);
        }
        // Not stored: the handler's own cookie, and its own decision.
        app.cache.revalidate_path("/changed").await.unwrap();
        app.state.respond("changed", |_| {
            [("cache-control", "no-store"), ("set-cookie", "a=b")]
        });
        let sent = request("GET", "/changed", &[("x-change", "cookie")]);
        expect(&app, sent, [Some("no-store"), None]).await;
    }
}

#[tokio::test]
async fn a_header_rule_decides_about_the_responses_that_it_changes() {
    let build = |state: Handlers| {
        app::builder(state).headers([
            HeaderRule::new("/minute").set("x-frame-options", "DENY"),
            HeaderRule::new("/two").set("cache-control", "private"),
            HeaderRule::new("/short").set("set-cookie", "session=1"),
            HeaderRule::new("/static").set("cdn-cache-control", "max-age=1"),
            HeaderRule::new("/changed").set("set-cookie", "session=1"),
            HeaderRule::new("/plain").set("set-cookie", "session=1"),
        ])
    };
    for app in test_app::both_ways(build, |options| options).await {
        for _ in 0..2 {
            for (path, expected) in [
                ("/minute", [Some(SHARED), Some(FOR_CDNS)]),
                ("/two", [Some("private"), None]),
                ("/short", [Some(PRIVATE), None]),
                (
                    "/static",
                    [
                        Some("public, max-age=0, s-maxage=31536000"),
                        Some("max-age=1"),
                    ],
                ),
                ("/changed", [Some(PRIVATE), None]),
                ("/plain", [None, None]),
            ] {
                expect(&app, request("GET", path, &[]), expected).await;
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_shared_leaves_as_private() {
    for app in both_ways().await {
        let authorized = [("authorization", "Basic eDp5")];
        for path in [
            "/guarded",
            "/guarded/open",
            "/guarded/icon.svg",
            "/guarded/sitemap.xml",
            "/own",
            "/keyed",
        ] {
            for method in ["GET", "HEAD", "GET"] {
                expect(
                    &app,
                    request(method, path, &authorized),
                    [Some(PRIVATE), None],
                )
                .await;
            }
            let mut conditional = authorized.to_vec();
            conditional.push(("if-none-match", "*"));
            let response = app.get_with(path, &conditional).await;
            assert_eq!(
                (response.status, headers(&response)),
                (304, [Some(PRIVATE), None])
            );
        }
        expect(&app, request("GET", "/guarded", &[]), [None, None]).await;
        expect(
            &app,
            request("GET", "/guarded/plain", &authorized),
            [None, None],
        )
        .await;
        assert_eq!(app.state.runs("guarded"), 1);
        // The handler cannot share it either.
        app.cache.revalidate_path("/own").await.unwrap();
        app.state.respond("own", |_| {
            [
                ("cache-control", "public, s-maxage=60"),
                ("cloudflare-cdn-cache-control", "max-age=60"),
            ]
        });
        for _ in 0..2 {
            let response = app.get("/own").await;
            assert_eq!(headers(&response), [Some(PRIVATE), None]);
            assert_eq!(response.header("cloudflare-cdn-cache-control"), None);
        }
    }
}

#[test]
fn the_routes_say_whether_they_are_shared() {
    for (pattern, is_shared) in [
        ("/minute", true),
        ("/changed", true),
        ("/own", false),
        ("/guarded", false),
        ("/guarded/open", false),
        ("/guarded/plain", false),
        ("/guarded/icon.svg", false),
        ("/guarded/sitemap.xml", false),
        // Its key does not belong to the constants.
        ("/keyed", true),
    ] {
        let route = app::ROUTES.iter().find(|route| route.pattern == pattern);
        assert_eq!(route.unwrap().config.cache_shared, is_shared, "{pattern}");
    }
}

#[tokio::test]
async fn a_client_cannot_change_the_decision_of_another() {
    for app in both_ways().await {
        for _ in 0..2 {
            let one = app.get_with("/changed", &[("x-change", "cookie")]);
            let other = app.get("/changed");
            let (one, other) = tokio::join!(one, other);
            assert_eq!(headers(&one), [Some(PRIVATE), None]);
            assert_eq!(headers(&other), [Some(SHARED), Some(FOR_CDNS)]);
        }
    }
}
