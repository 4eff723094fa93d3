//! Layers: around the application, and around folders with the state.

use super::{Journal, app, both, both_of, send};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method, StatusCode, Uri, header::ALLOW},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use router_runtime::{
    AppBuilder, ErrorCause, ErrorContext,
    prelude::{self, forbidden, redirect},
};
use router_tests::request::request_line;
use std::cell::Cell;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tower_http::{cors::CorsLayer, limit::RequestBodyLimitLayer};

/// An application in two layers, of which the outer one shows the pattern that was matched.
fn layered() -> AppBuilder<Journal> {
    app::builder(Journal::default())
        .layer(from_fn(inner))
        .layer(from_fn(outer))
}

async fn inner(mut request: Request, next: Next) -> Response {
    super::mark(&mut request, "inner");
    let mut response = next.run(request).await;
    super::trace(&mut response, "inner");
    response
}

async fn outer(path: Option<MatchedPath>, mut request: Request, next: Next) -> Response {
    super::mark(&mut request, "outer");
    let mut response = next.run(request).await;
    let path = path.as_ref().map_or("none", |path| path.as_str());
    let path = HeaderValue::from_str(path).unwrap();
    response.headers_mut().append("x-matched", path);
    super::trace(&mut response, "outer");
    response
}

#[tokio::test]
async fn a_layer_of_a_folder_takes_the_state_and_is_outside_of_its_function() {
    let journal = Journal::default();
    let builder = app::builder(journal.clone());
    let response = both_of(&builder, "/layered", &[], "").await;
    response.assert(200, "root, layer, function");
    assert_eq!(response.header_list("x-trace"), "function, layer, root");
    let lines = journal.lines();
    assert_eq!(lines[..2], ["root /layered", "layer /layered"]);
}

#[tokio::test]
async fn layers_of_a_method_are_inside_those_of_folders() {
    let journal = Journal::default();
    let builder = app::builder(journal.clone());
    for (line, body, traces) in [
        ("/limited", "root, outer, inner", "inner, outer, root"),
        ("HEAD /limited", "", "inner, outer, root"),
        ("POST /limited", "root, post", "root"),
        ("DELETE /limited", "root", "root"),
    ] {
        let response = both_of(&builder, line, &[], "").await;
        response.assert(200, body);
        assert_eq!(response.header_list("x-trace"), traces, "{line}");
    }
    let lines = journal.lines().into_iter();
    let noted: Vec<String> = lines.filter(|it| it.starts_with("post")).collect();
    assert_eq!(noted, ["post /limited"; 2]);
    for (line, status, body) in [
        ("OPTIONS /limited", 204, ""),
        ("PUT /limited", 405, "405 Method Not Allowed\n"),
    ] {
        let response = both_of(&builder, line, &[], "").await;
        response.assert(status, body);
        assert_eq!(response.header_list("x-trace"), "root", "{line}");
    }
    both_of(&builder, "/limited/inside", &[], "")
        .await
        .assert(200, "cached");
    both_of(&builder, "POST /limited/inside", &[], "")
        .await
        .assert(403, "403 Forbidden\n");
}

#[tokio::test]
async fn the_layers_of_an_application_are_around_every_response() {
    let builder = layered().readiness_path("/ready");
    for (line, headers, status, matched) in [
        ("/", &[][..], 200, "/"),
        ("/api/items/7", &[], 200, "/api/items/{id}"),
        ("HEAD /api", &[], 200, "/api"),
        ("OPTIONS /api/items/7", &[], 204, "/api/items/{id}"),
        ("PATCH /api/items/7", &[], 405, "/api/items/{id}"),
        ("/api/items/forbidden", &[], 403, "/api/items/{id}"),
        ("/api/items/panics", &[], 500, "/api/items/{id}"),
        ("/nothing", &[], 404, "none"),
        ("/ready", &[], 200, "none"),
        ("/", &[("host", "a b")], 400, "/"),
    ] {
        let response = both_of(&builder, line, headers, "").await;
        assert_eq!(response.status, status, "{line}");
        let trace = response.header_list("x-trace");
        assert!(trace.ends_with("inner, outer"), "{line}: {trace}");
        assert_eq!(response.header_list("x-matched"), matched, "{line}");
    }
    let response = both_of(&builder, "/api", &[], "").await;
    response.assert(200, "outer, inner, root, api");
    assert_eq!(response.header_list("x-trace"), "api, root, inner, outer");
}

/// axum matches the path as it was sent, so that `MatchedPath` may differ between the two.
#[tokio::test]
async fn layers_are_around_redirects_and_malformed_paths() {
    for (line, status) in [("/api/items/7/", 308), ("//api", 308), ("/%zz", 400)] {
        let request = || request_line(line, &[], "");
        for (way, response) in [
            ("router()", send(layered().router(), request()).await),
            ("service()", send(layered().service(), request()).await),
        ] {
            assert_eq!(response.status, status, "{way} {line}");
            let trace = response.header_list("x-trace");
            assert_eq!(trace, "inner, outer", "{way} {line}");
        }
    }
}

#[tokio::test]
async fn the_matched_path_has_the_base_path_and_outer_routers() {
    let builder = layered().base_path("/docs");
    let response = both_of(&builder, "/docs/api/items/7", &[], "").await;
    response.assert(200, "7 /docs/api/items/{id} outer, inner, root, api, 7 7 1");
    assert_eq!(response.header_list("x-matched"), "/docs/api/items/{id}");
    let response = both_of(&builder, "/api", &[], "").await;
    assert_eq!(response.status, 404);
    assert_eq!(response.header_list("x-matched"), "none");

    for router in [
        Router::new().nest("/x", layered().router()),
        Router::new().nest_service("/x", layered().service()),
    ] {
        let response = send(router, request_line("/x/api/items/7", &[], "")).await;
        response.assert(200, "7 /x/api/items/{id} outer, inner, root, api, 7 7 1");
        assert_eq!(response.header_list("x-matched"), "/x/api/items/{id}");
    }
}

#[tokio::test]
async fn a_layer_may_respond_itself_and_may_not_change_the_path() {
    async fn rewrite(mut request: Request, next: Next) -> Response {
        if request.method() == Method::TRACE {
            return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET")]).into_response();
        }
        *request.uri_mut() = Uri::from_static("/layered?x");
        next.run(request).await
    }
    let builder = app::builder(Journal::default()).layer(from_fn(rewrite));
    both_of(&builder, "/api", &[], "")
        .await
        .assert(200, "root, api");
    let response = both_of(&builder, "TRACE /api", &[], "").await;
    response.assert(405, "");
    assert_eq!(response.header_list("allow"), "GET");
}

#[tokio::test]
async fn a_layer_responds_to_preflights_of_every_path() {
    let builder = app::builder(Journal::default()).layer(CorsLayer::permissive());
    let preflight = [
        ("origin", "https://example.org"),
        ("access-control-request-method", "PUT"),
    ];
    for path in ["/api", "/nothing"] {
        let line = format!("OPTIONS {path}");
        let response = both_of(&builder, &line, &preflight, "").await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.header_list("access-control-allow-origin"), "*");
    }
    assert_eq!(both("OPTIONS /nothing").await.status, 404);
}

#[tokio::test]
async fn a_panic_of_a_layer_is_a_500() {
    async fn panics(_: Request, _: Next) -> Response {
        panic!("the layer panics")
    }
    let builder = app::builder(Journal::default())
        .layer(from_fn(panics))
        .layer(from_fn(outer));
    let response = both_of(&builder, "/api", &[], "").await;
    response.assert(500, "500 Internal Server Error\n");
    let length = response.body.len().to_string();
    let response = both_of(&builder, "HEAD /api", &[], "").await;
    response.assert(500, "");
    assert_eq!(response.header_list("content-length"), length);
}

/// Values of `Accept`, and the kind of error that each gets.
const KINDS: [(&str, &str); 3] = [
    ("*/*", "text/plain; charset=utf-8"),
    ("text/html", "text/html; charset=utf-8"),
    ("application/json", "application/problem+json"),
];

#[tokio::test]
async fn an_error_behind_a_layer_that_returns_none_is_sent_as_the_client_accepts_it() {
    let builder = app::builder(Journal::default());
    for (accept, kind) in KINDS {
        for (line, status) in [
            ("/valued", 403),
            ("/valued/cached", 404),
            ("/valued/cached", 404),
            ("POST /valued", 405),
        ] {
            let response = both_of(&builder, line, &[("accept", accept)], "").await;
            assert_eq!(response.status, status, "{line}");
            assert_eq!(response.header_list("content-type"), kind, "{line}");
        }
    }
}

thread_local! {
    static IS_RUDE: Cell<bool> = const { Cell::new(false) };
}

/// A value whose clone may panic.
pub(crate) struct Rude;

impl Clone for Rude {
    fn clone(&self) -> Self {
        assert!(!IS_RUDE.get(), "the value panics");
        Self
    }
}

#[tokio::test]
async fn a_panic_of_a_value_is_a_500() {
    let service = app::builder(Journal::default()).service();
    let request = || request_line("/valued/rude", &[], "");
    send(service.clone(), request()).await.assert(200, "polite");
    IS_RUDE.set(true);
    let response = send(service, request()).await;
    response.assert(500, "500 Internal Server Error\n");
}

#[tokio::test]
async fn a_layer_that_replaces_the_request_is_a_500() {
    async fn replace(_: Request, next: Next) -> Response {
        next.run(Request::new(Body::empty())).await
    }
    let journal = Journal::default();
    let builder = app::builder(journal.clone()).layer(from_fn(replace));
    for line in ["/", "/api", "/nothing", "POST /limited"] {
        let response = both_of(&builder, line, &[], "").await;
        response.assert(500, "500 Internal Server Error\n");
    }
    assert_eq!(journal.lines(), [""; 0], "nothing behind the layer runs");
    // The layers of a folder and of a method.
    let builder = app::builder(journal.clone());
    for line in ["/lost", "POST /lost"] {
        let response = both_of(&builder, line, &[], "").await;
        response.assert(500, "500 Internal Server Error\n");
    }
    assert!(!journal.lines().contains(&"lost".to_owned()));
    let response = both_of(&builder, "DELETE /lost", &[], "").await;
    response.assert(200, "not lost");
}

async fn check(request: Request, next: Next) -> prelude::Result<Response> {
    match request.uri().query() {
        Some("forbidden") => Err(forbidden()),
        Some("moved") => Err(redirect("/api")),
        Some(number) => Ok(number.parse::<u16>()?.to_string().into_response()),
        None => Ok(next.run(request).await),
    }
}

#[tokio::test]
async fn an_error_of_a_layer_is_sent_like_that_of_a_handler() {
    let builder = app::builder(Journal::default()).layer(from_fn(check));
    for (accept, kind) in KINDS {
        for (path, status) in [
            ("/api?forbidden", 403),
            ("/nothing?forbidden", 403),
            ("/api?x", 500),
            ("/api/items/panics", 500),
        ] {
            let response = both_of(&builder, path, &[("accept", accept)], "").await;
            assert_eq!(response.status, status, "{path}");
            assert_eq!(response.header_list("content-type"), kind, "{path}");
            assert_eq!(response.header_list("vary"), "accept", "{path}");
        }
    }
    let response = both_of(&builder, "/nothing?7", &[], "").await;
    response.assert(200, "7");

    let describe = |error: &ErrorContext| match error.cause() {
        ErrorCause::Error(cause) => format!("{} {cause}", error.uri()),
        other => format!("{other:?}"),
    };
    let builder = builder.base_path("/docs").render_error(describe);
    let response = both_of(&builder, "/docs/api?x", &[], "").await;
    response.assert(500, "/docs/api?x invalid digit found in string");
    let moved = both_of(&builder, "/docs/api?moved", &[], "").await;
    assert_eq!(moved.header_list("location"), "/docs/api");
}

#[tokio::test]
async fn a_layer_may_change_the_type_of_the_body() {
    let builder = app::builder(Journal::default());
    let limited = app::builder(Journal::default()).layer(RequestBodyLimitLayer::new(1));
    for (line, limit) in [("POST /measured", 6), ("PUT /measured", 3)] {
        let (short, long) = ("x".repeat(limit), "x".repeat(limit + 1));
        let response = both_of(&builder, line, &[], &short).await;
        response.assert(200, &short);
        let response = both_of(&builder, line, &[], &long).await;
        assert_eq!(response.status, 413, "{line}");
        let response = both_of(&limited, line, &[], &short).await;
        assert_eq!(response.status, 413, "{line}");
    }
}

#[tokio::test]
async fn layers_of_routes_are_only_around_routes() {
    let router = Router::new()
        .merge(layered().routes())
        .fallback(async || "fallback");
    let response = send(router.clone(), request_line("/api", &[], "")).await;
    assert_eq!(response.header_list("x-trace"), "api, root, inner, outer");
    let response = send(router, request_line("/nothing", &[], "")).await;
    response.assert(200, "fallback");
    assert_eq!(response.header_list("x-trace"), "");
}

#[tokio::test]
async fn layers_are_there_over_sockets() {
    let (first, second) = (listener().await, listener().await);
    let addresses = [first.local_addr().unwrap(), second.local_addr().unwrap()];
    let builder = layered();
    let (router, service) = (builder.router(), builder.service());
    tokio::spawn(async { axum::serve(first, router).await });
    tokio::spawn(async { axum::serve(second, service.into_make_service()).await });
    for (way, address) in ["router()", "service()"].into_iter().zip(addresses) {
        for (path, status) in [("/api", 200), ("/nothing", 404), ("/api/", 308)] {
            let mut socket = TcpStream::connect(address).await.unwrap();
            let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            socket.write_all(request.as_bytes()).await.unwrap();
            let mut response = String::new();
            socket.read_to_string(&mut response).await.unwrap();
            assert!(
                response.starts_with(&format!("HTTP/1.1 {status} ")),
                "{way} {path}: {response}"
            );
            assert!(
                response.contains("x-trace: inner\r\nx-trace: outer\r\n"),
                "{way} {path}: {response}"
            );
        }
    }
}

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}
