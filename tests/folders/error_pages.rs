//! `not-found.rs` and `error.rs`: the pages for errors of pages, and for unmatched paths.

use super::{Journal, failing, send_both};
use axum::{
    extract::Request,
    handler::Handler,
    response::{IntoResponse, Response},
};
use router_tests::response::BufferedResponse;
use std::{
    future::{Ready, pending, ready},
    time::Duration,
};

async fn both_with(journal: &Journal, line: &str, headers: &[(&str, &str)]) -> BufferedResponse {
    let builder = failing::builder(journal.clone());
    send_both(|| (builder.router(), builder.service()), line, headers, "").await
}

async fn both(line: &str) -> BufferedResponse {
    both_with(&Journal::default(), line, &[]).await
}

#[tokio::test]
async fn the_nearest_not_found_page_responds_in_the_layouts_of_its_folder() {
    both("/shop/missing").await.assert(
        404,
        "<html><main>shop: There is nothing at this address. /shop/[id]</main></html>",
    );
    both("/team/none")
        .await
        .assert(404, "<html>team none: /team/none</html>");
    // It may set another status.
    both("/club").await.assert(410, "<html>club</html>");
    let whole = both("/shop/missing").await.body.len();
    let head = both("HEAD /shop/missing").await;
    head.assert(404, "");
    assert_eq!(head.header_list("content-length"), whole.to_string());
}

#[tokio::test]
async fn the_nearest_not_found_page_responds_to_unmatched_paths() {
    for (path, expected) in [
        ("/nowhere", "<html>root: /nowhere NoRoute</html>"),
        (
            "/shop/a/b",
            "<html><main>shop: There is nothing at this address. no route</main></html>",
        ),
        (
            "/shop/%61/b",
            "<html><main>shop: There is nothing at this address. no route</main></html>",
        ),
        ("/team/red/x/y", "<html>team red: /team/red/x/y</html>"),
        ("/team", "<html>root: /team NoRoute</html>"),
        // A group has no path of its own, but its folders do.
        ("/club/x", "<html>root: /club/x NoRoute</html>"),
        ("/api/x", "\"no such method\""),
    ] {
        both(path).await.assert(404, expected);
        both(&format!("HEAD {path}")).await.assert(404, "");
        both(&format!("POST {path}")).await.assert(404, expected);
    }
}

#[tokio::test]
async fn the_nearest_error_page_responds_to_other_errors() {
    for (path, status, expected) in [
        ("/shop/sold", 409, "409 Conflict for all"),
        ("/shop/io", 500, "500 Internal Server Error for all"),
        ("/shop/panic", 500, "500 Internal Server Error for all"),
        ("/shop/slow", 504, "504 Gateway Timeout for all"),
        // The error page of the folder fails with its layout, so that of the folder above responds.
        ("/shop/broken", 502, "502 Bad Gateway for all"),
    ] {
        let response = both(path).await;
        response.assert(status, &format!("<html><main>{expected}</main></html>"));
        assert_eq!(response.header_list("x-error"), "shop", "{path}");
    }
    let ada = [("x-reader", "Ada")];
    let response = both_with(&Journal::default(), "/shop/sold", &ada).await;
    response.assert(409, "<html><main>409 Conflict for Ada</main></html>");
    // Headers of the page remain.
    assert_eq!(response.header_list("set-cookie"), "seen=sold; Path=/");
    let page = both("/shop/pen").await;
    page.assert(200, "<html><main>page pen</main></html>");
    both("/shop/moved").await.assert(307, "");
}

#[tokio::test]
async fn without_a_page_the_renderer_responds() {
    both("/").await.assert(403, "403 Forbidden\n");
    // Routes have no pages for errors.
    both("/api/data").await.assert(404, "404 Not Found\n");
    both("POST /api/data").await.assert(403, "403 Forbidden\n");
    both("PUT /shop/pen")
        .await
        .assert(405, "405 Method Not Allowed\n");
    // The error page itself fails.
    let failed = both("/listed/a").await;
    failed.assert(418, "the error page fails");
    assert_eq!(failed.header_list("set-cookie"), "seen=listed; Path=/");
    let json = [("accept", "application/json")];
    let failed = both_with(&Journal::default(), "/listed/a", &json).await;
    assert_eq!(
        failed.header_list("content-type"),
        "application/problem+json"
    );
}

#[tokio::test]
async fn a_path_that_is_not_generated_has_the_page_of_its_folder() {
    both("/listed/b")
        .await
        .assert(404, "<html>root: /listed/b NoRoute</html>");
}

#[tokio::test]
async fn a_cached_error_is_stored_once_and_its_page_runs_for_each_request() {
    let journal = Journal::default();
    let builder = failing::builder(journal.clone());
    for _ in 0..2 {
        let ways = || (builder.router(), builder.service());
        let response = send_both(ways, "/cached/taken", &[], "").await;
        response.assert(409, "<html>taken</html>");
    }
    // A 409 is not stored.
    let runs = ["page of taken", "error page of /cached/taken"];
    assert_eq!(journal.lines(), runs.repeat(4));
    for _ in 0..2 {
        let ways = || (builder.router(), builder.service());
        let response = send_both(ways, "/cached/none", &[], "").await;
        response.assert(404, "<html>root: /cached/none Returned(\"\")</html>");
    }
    assert_eq!(journal.lines(), ["page of none"]);
}

#[tokio::test]
async fn the_option_replaces_the_file_of_the_app_folder_only() {
    let builder = failing::builder(Journal::default()).not_found(async || "custom");
    for (path, expected) in [
        ("/nowhere", "custom"),
        ("/cached/none", "custom"),
        (
            "/shop/missing",
            "<html><main>shop: There is nothing at this address. /shop/[id]</main></html>",
        ),
    ] {
        let ways = || (builder.router(), builder.service());
        send_both(ways, path, &[], "").await.assert(404, expected);
    }
}

/// A handler that panics before it returns a future.
#[derive(Clone)]
struct Panicking;

impl Handler<(), Journal> for Panicking {
    type Future = Ready<Response>;

    fn call(self, request: Request, _: Journal) -> Self::Future {
        assert_eq!(request.uri().path(), "/", "the handler panics");
        ready("home".into_response())
    }
}

#[tokio::test]
async fn a_panic_of_the_option_is_a_500() {
    let builder = failing::builder(Journal::default()).not_found(Panicking);
    for path in ["/nowhere", "/cached/none"] {
        let ways = || (builder.router(), builder.service());
        let response = send_both(ways, path, &[], "").await;
        response.assert(500, "500 Internal Server Error\n");
    }
}

#[tokio::test]
async fn a_page_for_errors_has_the_time_limit_of_the_page() {
    both("/stuck").await.assert(504, "504 Gateway Timeout\n");
    let builder = failing::builder(Journal::default())
        .max_duration(Duration::from_millis(50))
        .not_found(async || pending::<()>().await);
    for path in ["/nowhere", "/cached/none"] {
        let ways = || (builder.router(), builder.service());
        let response = send_both(ways, path, &[], "").await;
        response.assert(504, "504 Gateway Timeout\n");
    }
}
