//! Middleware and layers in stacks, compared with the same functions in an axum Router by hand.
//!
//! The folders of `stacked` differ in what they may read of a request, on which it depends how the router prepares the request. Random
//! requests make each middleware of a stack pass them on, change them, send them twice or respond itself.

use super::{send, stacked};
use axum::{
    Router,
    body::Body,
    extract::{
        Extension, FromRequest, FromRequestParts, MatchedPath, OriginalUri, Path, RawPathParams,
    },
    http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, request::Parts},
    middleware::from_fn,
    routing::get,
};

use proptest::{prelude::*, sample::select};
use router_runtime::extract::Cookies;
use router_tests::{
    request::request_line,
    response::{BufferedResponse, join},
    wait::wait_for,
};
use std::cell::RefCell;
use tokio::runtime::Builder;
use tower::{Layer, ServiceBuilder};
use tower_http::{body::Limited, limit::RequestBodyLimitLayer};

// The same files as modules, for the Router by hand.
#[path = "stacked/cached/route.rs"]
#[allow(dead_code, non_snake_case, non_upper_case_globals)]
mod cached;
#[path = "stacked/eager/middleware.rs"]
#[allow(dead_code)]
mod eager;
#[path = "stacked/eager/[id]/route.rs"]
#[allow(dead_code, non_snake_case)]
mod eager_route;
#[path = "stacked/erased/middleware.rs"]
#[allow(dead_code)]
mod erased;
#[path = "stacked/erased/[id]/route.rs"]
#[allow(dead_code, non_snake_case)]
mod erased_route;
#[path = "stacked/inner/middleware.rs"]
#[allow(dead_code, non_snake_case, non_upper_case_globals)]
mod inner;
#[path = "stacked/inner/[id]/middleware.rs"]
#[allow(dead_code, non_snake_case, non_upper_case_globals)]
mod innermost;
#[path = "stacked/keyed/middleware.rs"]
#[allow(dead_code)]
mod keyed;
#[path = "stacked/keyed/[id]/route.rs"]
#[allow(dead_code, non_snake_case)]
mod keyed_route;
#[path = "stacked/limited/middleware.rs"]
#[allow(dead_code)]
mod limited;
#[path = "stacked/limited/[id]/route.rs"]
#[allow(dead_code, non_snake_case)]
mod limited_route;
#[path = "stacked/near/[id]/route.rs"]
#[allow(dead_code, non_snake_case, non_upper_case_globals)]
mod near;
#[path = "stacked/middleware.rs"]
#[allow(dead_code, non_snake_case, non_upper_case_globals)]
mod outer;
#[path = "stacked/near/[id]/own/route.rs"]
#[allow(dead_code, non_snake_case, non_upper_case_globals)]
mod own;
#[path = "stacked/route.rs"]
#[allow(dead_code, non_snake_case, non_upper_case_globals)]
mod root;

#[path = "stacked/inner/seen/[id]/route.rs"]
#[allow(dead_code, non_snake_case)]
mod seen;

#[path = "stacked/spawned/middleware.rs"]
#[allow(dead_code)]
mod spawned;
#[path = "stacked/spawned/[id]/route.rs"]
#[allow(dead_code, non_snake_case)]
mod spawned_route;

/// The action of one middleware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Pass,
    Stop,
    Method,
    Note,
    Query,
}

/// An extension that a middleware adds.
#[derive(Clone)]
pub(crate) struct Note(pub(crate) &'static str);

/// Returns the action that a request demands of a middleware.
pub(crate) fn action(headers: &HeaderMap, name: &str) -> Action {
    match headers.get(name).map(HeaderValue::as_bytes) {
        Some(b"stop") => Action::Stop,
        Some(b"method") => Action::Method,
        Some(b"note") => Action::Note,
        Some(b"query") => Action::Query,
        _ => Action::Pass,
    }
}

/// Describes the extensions of axum's Router and those of middleware.
pub(crate) fn describe(
    matched: Option<&MatchedPath>,
    original: &Uri,
    uri: &Uri,
    note: Option<Extension<Note>>,
    parameters: &str,
) -> String {
    let matched = matched.map_or("none", MatchedPath::as_str);
    let note = note.map_or("none", |Extension(Note(note))| note);
    format!("{matched} {original} {uri} {note} {parameters}")
}

/// An extractor whose reads the router cannot see.
pub(crate) struct Seen(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = <Path<String> as FromRequestParts<S>>::Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Path(id) = Path::<String>::from_request_parts(parts, state).await?;
        let raw = RawPathParams::from_request_parts(parts, state).await;
        let raw = raw.map_or(0, |params| params.iter().count());
        let original = parts.extensions.get::<OriginalUri>();
        let original = original.map_or_else(Uri::default, |it| it.0.clone());
        let note = parts.extensions.get().cloned().map(Extension);
        let matched = parts.extensions.get();
        Ok(Self(describe(
            matched,
            &original,
            &parts.uri,
            note,
            &format!("{id} {raw}"),
        )))
    }
}

/// An extractor that takes the request, unless the last middleware is to stop it.
pub(crate) struct Whole(pub(crate) Request<Body>);

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = (StatusCode, &'static str);

    async fn from_request(request: Request<Body>, _: &S) -> Result<Self, Self::Rejection> {
        match action(request.headers(), "c") {
            Action::Stop => Err((StatusCode::UNPROCESSABLE_ENTITY, "whole stops")),
            _ => Ok(Self(request)),
        }
    }
}

/// The layers are around the choice of the method, which a middleware may change.
fn router_by_hand() -> Router {
    let outer = || from_fn(outer::middleware);
    let near = || get(near::GET).post(near::POST);
    let innermost = from_fn(innermost::middleware).layer(near());
    let limited = || {
        ServiceBuilder::new()
            .layer(RequestBodyLimitLayer::new(8))
            .map_request(|request: Request<Limited<Body>>| request.map(Body::new))
    };
    let inner = limited().service(from_fn(inner::middleware).layer(innermost));
    let seen = limited().service(from_fn(inner::middleware).layer(get(seen::GET)));
    let erased = from_fn(erased::read).layer(get(erased_route::GET));
    let keyed = from_fn(keyed::middleware).layer(get(keyed_route::GET));
    let eager = from_fn(eager::middleware).layer(get(eager_route::GET));
    let spawned = from_fn(spawned::middleware).layer(get(spawned_route::GET));
    let limited_route =
        Extension(Note("limited")).layer(get(limited_route::GET).post(limited_route::POST));
    let limited_route = limited().service(limited_route);
    Router::new()
        .route_service("/", outer().layer(get(root::GET)))
        .route_service("/near/{id}", outer().layer(near()))
        .route_service("/near/{id}/own", outer().layer(get(own::GET)))
        .route_service("/cached", outer().layer(get(cached::GET)))
        .route_service("/inner/{id}", outer().layer(inner))
        .route_service("/inner/seen/{id}", outer().layer(seen))
        .route_service("/erased/{id}", outer().layer(erased))
        .route_service("/keyed/{id}", outer().layer(keyed))
        .route_service("/eager/{id}", outer().layer(eager))
        .route_service("/limited/{id}", outer().layer(limited_route))
        .route_service("/spawned/{id}", outer().layer(spawned))
}

/// The parts of a response that axum and the application have in common. Errors of the router have texts of their own, and a method that
/// a file does not export has more names in `Allow`.
fn common(response: &BufferedResponse) -> (u16, String, [String; 3]) {
    let is_own = matches!(response.status, 404 | 405 | 413);
    let body = if is_own { "" } else { &response.body };
    let headers = ["x-trace", "x-matched", "x-seen"].map(|name| response.header_list(name));
    (response.status, body.to_owned(), headers)
}

fn requests() -> impl Strategy<Value = (String, Vec<(&'static str, &'static str)>, String)> {
    let methods = select(vec!["GET", "GET", "HEAD", "POST", "DELETE"]);
    let paths = select(vec![
        "/",
        "/near/7",
        "/near/a%2Fb?x=1",
        "/near/7/own",
        "/near/7/own?q",
        "/inner/7",
        "/inner/%C3%A9?y",
        "/inner/seen/7",
        "/inner/seen/a%2Fb?y",
        "/erased/7",
        "/erased/a%2Fb",
        "/keyed/7",
        "/keyed/7?x=1",
        "/keyed/7?x=no",
        "/keyed/7?conflict=1",
        "/eager/7",
        "/limited/7",
        "/limited/a%2Fb?y",
        "/spawned/7",
        "/cached",
        "/near",
        "/nothing/here",
    ]);
    let actions = || {
        select(vec![
            "pass", "pass", "pass", "stop", "method", "note", "query",
        ])
    };
    let bodies = select(vec!["", "short", "longer than eight"]);
    (methods, paths, actions(), actions(), actions(), bodies).prop_map(
        |(method, path, a, b, c, body)| {
            let headers = vec![("a", a), ("b", b), ("c", c)];
            let body = if method == "POST" { body } else { "" };
            (format!("{method} {path}"), headers, body.to_owned())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn stacks_respond_as_an_axum_router_by_hand((line, headers, body) in requests()) {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (by_hand, ways) = runtime.block_on(async {
            let request = || request_line(&line, &headers, &body);
            let mut by_hand = send(router_by_hand(), request()).await;
            if line.starts_with("HEAD") {
                // The server does not send it.
                by_hand.body.clear();
            }
            let builder = stacked::builder();
            let (service, router) = (builder.service(), builder.router());
            // The first request of a route may differ from later ones.
            let ways = [
                ("service()", send(service.clone(), request()).await),
                ("service(), again", send(service, request()).await),
                ("router()", send(router, request()).await),
            ];
            (by_hand, ways)
        });
        for (way, response) in &ways {
            prop_assert_eq!(common(response), common(&by_hand), "{} {} {:?}", way, line, headers);
        }
        let [_, (_, service), (_, router)] = ways;
        let ignored = ["age", "cache-status", "content-length"];
        BufferedResponse::same(&line, router, service, &ignored);
    }
}

thread_local! {
    static NOTES: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Notes the step of a request to `/collected`.
pub(crate) fn note(step: &'static str) {
    NOTES.with_borrow_mut(|notes| notes.push(step));
}

/// Returns the value of the cookie `sent`, and the header that the handler receives.
pub(crate) fn sent_cookies(cookies: &Cookies, headers: &HeaderMap) -> String {
    let sent = cookies.get("sent");
    let sent = sent.as_ref().map_or("none", |it| it.value());
    format!("{sent}, {}", join(headers, "cookie"))
}

#[tokio::test]
async fn cookies_are_those_that_the_client_sent() {
    let builder = stacked::builder();
    for path in ["/rewritten", "/replaced"] {
        let request = || request_line(path, &[("cookie", "sent=1")], "");
        for (way, response) in [
            ("service()", send(builder.service(), request()).await),
            ("router()", send(builder.router(), request()).await),
        ] {
            assert_eq!(response.status, 200, "{way} {path}");
            assert_eq!(response.body, "1, sent=2", "{way} {path}");
        }
    }
}

#[tokio::test]
async fn a_handler_leaves_its_effects_to_the_outermost_response() {
    let builder = stacked::builder();
    for way in ["service()", "router()"] {
        let headers = [("cookie", "sent=1")];
        let request = request_line("GET /collected", &headers, "");
        let response = if way == "service()" {
            send(builder.service(), request).await
        } else {
            send(builder.router(), request).await
        };
        assert_eq!(response.status, 200, "{way}");
        assert_eq!(response.body, "1", "{way}");
        let set = response.header_list("set-cookie");
        assert_eq!(set, "new=2; Path=/", "{way}");
        let has_run = async || NOTES.with_borrow(|it| it.contains(&"after").then_some(()));
        wait_for("the task after the response", has_run).await;
        assert_eq!(NOTES.take(), ["collected", "after"], "{way}");
    }
}
