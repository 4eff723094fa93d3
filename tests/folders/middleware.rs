//! `middleware.rs`: the order, the scope and the failures of middleware.

use super::{Journal, app, both, both_of, send};
use router_runtime::{ErrorCause, ErrorContext, TrailingSlash};
use router_tests::request::request_line;

#[tokio::test]
async fn outer_folders_wrap_inner_ones() {
    let response = both("/api/items/7").await;
    response.assert(200, "7 /api/items/{id} root, api, 7 7 1");
    assert_eq!(response.header_list("x-trace"), "item, api, root");
    let response = both("/api").await;
    response.assert(200, "root, api");
    assert_eq!(response.header_list("x-trace"), "api, root");
    assert_eq!(both("/").await.header_list("x-trace"), "root");
    both("/api/items/7/parts/8")
        .await
        .assert(200, "7 8 7 8 root, api, 7 7 2");
    let response = both("/re-exported").await;
    assert_eq!(response.header_list("x-trace"), "shared, root");
    let response = both("/api/icon.svg").await;
    response.assert(200, include_str!("app/api/icon.svg"));
    assert_eq!(response.header_list("x-trace"), "api, root");
}

#[tokio::test]
async fn it_runs_for_405_and_options_and_head() {
    let response = both("DELETE /api/items/7").await;
    response.assert(405, "405 Method Not Allowed\n");
    assert_eq!(response.header_list("x-trace"), "item, api, root");
    assert_eq!(response.header_list("allow"), "GET, HEAD, OPTIONS, POST");
    let response = both("OPTIONS /api/items/7").await;
    response.assert(204, "");
    assert_eq!(response.header_list("x-trace"), "item, api, root");
    assert_eq!(response.header_list("content-length"), "");
    let response = both("HEAD /api").await;
    response.assert(200, "");
    assert_eq!(response.header_list("x-trace"), "api, root");
    assert_eq!(
        response.header_list("content-length"),
        "root, api".len().to_string()
    );
}

#[tokio::test]
async fn it_runs_neither_for_404_nor_before_a_redirect() {
    let response = both("/api/nothing").await;
    response.assert(404, "nothing here");
    assert_eq!(response.header_list("x-trace"), "");
    let response = both("/api/items/7/?q").await;
    response.assert(308, "");
    assert_eq!(response.header_list("location"), "/api/items/7?q");
    assert_eq!(response.header_list("x-trace"), "");
    // Parameters that `generate_static_params` does not list, with `dynamic_params = false`.
    let key = [("x-key", "1")];
    let builder = app::builder(Journal::default());
    both_of(&builder, "/lists/a/b", &key, "")
        .await
        .assert(200, "a+b");
    both_of(&builder, "/lists/b", &key, "")
        .await
        .assert(404, "nothing here");
    both_of(&builder, "/lists/b", &[], "")
        .await
        .assert(404, "nothing here");
}

#[tokio::test]
async fn a_path_with_escapes_goes_through_it_too() {
    let response = both("/api/items/a%2Fb").await;
    response.assert(200, "a/b /api/items/{id} root, api, a/b a/b 1");
    let builder = app::builder(Journal::default()).trailing_slash(TrailingSlash::Ignore);
    let response = both_of(&builder, "/api/items/7/", &[], "").await;
    assert_eq!(response.header_list("x-trace"), "item, api, root");
    response.assert(200, "7 /api/items/{id}/ root, api, 7 7 1");
}

#[tokio::test]
async fn a_group_has_its_own() {
    both("/lists/a/b").await.assert(401, "401 Unauthorized\n");
    both("/lists").await.assert(200, "lists");
}

#[tokio::test]
async fn it_guards_cached_responses() {
    let journal = Journal::default();
    let builder = app::builder(journal.clone());
    let key = [("x-key", "1")];
    for _ in 0..2 {
        both_of(&builder, "/secret", &[], "")
            .await
            .assert(401, "401 Unauthorized\n");
        let response = both_of(&builder, "/secret", &key, "").await;
        response.assert(200, "secret");
        assert_eq!(response.header_list("x-trace"), "root");
    }
    let made = |journal: &Journal| {
        let lines = journal.lines();
        lines.iter().filter(|line| *line == "secret made").count()
    };
    assert_eq!(made(&journal), 1);
    let head = both_of(&builder, "HEAD /secret", &key, "").await;
    head.assert(200, "");
    assert_eq!(head.header_list("content-length"), "6");
    both_of(&builder, "POST /secret", &[], "")
        .await
        .assert(401, "401 Unauthorized\n");
    both_of(&builder, "/secret", &key, "")
        .await
        .assert(200, "secret");
    assert_eq!(
        made(&journal),
        0,
        "a write that was refused expires nothing"
    );
    both_of(&builder, "POST /secret", &key, "")
        .await
        .assert(202, "");
    both_of(&builder, "/secret", &key, "")
        .await
        .assert(200, "secret");
    assert_eq!(made(&journal), 1);
}

#[tokio::test]
async fn a_layer_covers_its_folder() {
    let origin = [("origin", "http://elsewhere.example")];
    let builder = app::builder(Journal::default());
    for path in ["/cors", "/cors/deep"] {
        let response = both_of(&builder, path, &origin, "").await;
        response.assert(200, "open to all");
        assert_eq!(response.header_list("access-control-allow-origin"), "*");
        let preflight = [origin[0], ("access-control-request-method", "PUT")];
        let response = both_of(&builder, &format!("OPTIONS {path}"), &preflight, "").await;
        assert_eq!(
            (response.status, response.header_list("allow")),
            (200, String::new())
        );
        assert_eq!(response.header_list("access-control-allow-methods"), "*");
    }
    let response = both_of(&builder, "/api", &origin, "").await;
    assert_eq!(response.header_list("access-control-allow-origin"), "");
}

#[tokio::test]
async fn it_knows_the_state_and_the_matched_path() {
    let journal = Journal::default();
    let builder = app::builder(journal.clone());
    both_of(&builder, "/api/items/7", &[], "").await;
    let note = "root /api/items/{id}".to_owned();
    assert_eq!(journal.lines(), [note.clone(), note]);
}

fn describe(error: &ErrorContext) -> String {
    match error.cause() {
        ErrorCause::Error(error) => format!("error: {error}"),
        ErrorCause::Panic(message) => format!("panic: {message}"),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn failures_in_it_are_handled_as_in_a_handler() {
    let forbidden = both("/api/items/forbidden").await;
    forbidden.assert(403, "403 Forbidden\n");
    let broken = both("/api/items/broken").await;
    broken.assert(500, "500 Internal Server Error\n");
    let panicked = both("/api/items/panics").await;
    panicked.assert(500, "500 Internal Server Error\n");
    assert_eq!(panicked.header_list("x-trace"), "");
    let builder = app::builder(Journal::default()).render_error(describe);
    let response = both_of(&builder, "/api/items/panics", &[], "").await;
    response.assert(500, "panic: the middleware panics");
    let response = both_of(&builder, "/api/items/broken", &[], "").await;
    response.assert(500, "error: invalid digit found in string");
}

#[tokio::test]
async fn it_may_change_all_but_the_path() {
    both("/rewriting/a").await.assert(200, "a /rewriting/a");
    both("/rewriting/a?path")
        .await
        .assert(200, "a /rewriting/a?query=1");
    both("/rewriting/a?method").await.assert(200, "posted 0");
    both("/rewriting/a?body").await.assert(418, "no next");
    let fresh = both("/rewriting/a?fresh").await;
    fresh.assert(500, "500 Internal Server Error\n");
    both("HEAD /rewriting/a?body").await.assert(418, "");
}

#[tokio::test]
async fn a_body_limit_holds_behind_it() {
    let builder = app::builder(Journal::default());
    let response = both_of(&builder, "POST /rewriting/a", &[], "12345678").await;
    response.assert(200, "posted 8");
    let response = both_of(&builder, "POST /rewriting/a", &[], "123456789").await;
    assert_eq!(response.status, 413);
    // A small compressed body may decompress to a large one.
    let response = both_of(&builder, "POST /rewriting/a?unpack", &[], "1").await;
    assert_eq!(response.status, 413);
}

#[tokio::test]
async fn it_takes_the_extractors_of_this_crate() {
    let builder = app::builder(Journal::default());
    for _ in 0..2 {
        let host = [("host", "shop.example")];
        let response = both_of(&builder, "/own/a%2Fb", &host, "").await;
        response.assert(200, "/own/{id} a/b");
        assert_eq!(response.header_list("x-seen"), "a/b http://shop.example");
        assert_eq!(response.header_list("set-cookie"), "own=a%2Fb; Path=/");
        assert_eq!(response.header_list("x-trace"), "root");
    }
}

#[tokio::test]
async fn it_works_below_another_router() {
    let nested = || axum::Router::new().nest("/v1/{tenant}", app::router(Journal::default()));
    let response = send(nested(), request_line("/v1/blue/re-exported", &[], "")).await;
    response.assert(200, "re-exported");
    assert_eq!(response.header_list("x-trace"), "shared, root");
    let response = send(nested(), request_line("/v1/blue/api", &[], "")).await;
    response.assert(200, "root, api");
}
