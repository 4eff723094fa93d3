//! Texts of errors, and pages for errors, that harm where they can.

use super::{Journal, failing, send_both};
use axum::body::{Body, Bytes};
use http_body_util::BodyExt;
use router_tests::{request::request_line, response::BufferedResponse};
use std::{
    convert::Infallible,
    iter::repeat_with,
    sync::atomic::{AtomicUsize, Ordering},
};
use tower::ServiceExt;

/// A text that forges markup, headers, a second response and colours.
pub const TEXT: &str =
    "<script>alert(1)</script>\r\nset-cookie: a=b\r\n\r\nHTTP/1.1 200 OK\r\n\u{1b}[31m\0\u{202e}";

/// The text of an error that is not for clients.
pub const SECRET: &str = "password=hunter2";

const BROWSER: (&str, &str) = ("accept", "text/html,*/*;q=0.8");
const JSON: (&str, &str) = ("accept", "application/json");

/// The number of endless bodies.
static OPEN: AtomicUsize = AtomicUsize::new(0);

struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        OPEN.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A body without end.
pub fn endless() -> Body {
    OPEN.fetch_add(1, Ordering::AcqRel);
    let guard = Guard;
    let chunks = repeat_with(move || {
        let _open = &guard;
        Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 1 << 14]))
    });
    Body::from_stream(tokio_stream::iter(chunks))
}

async fn both(path: &str, headers: &[(&str, &str)]) -> BufferedResponse {
    let builder = failing::builder(Journal::default());
    send_both(|| (builder.router(), builder.service()), path, headers, "").await
}

#[tokio::test]
async fn a_hostile_text_is_data_in_every_form() {
    let response = both("/rude/x", &[]).await;
    response.assert(409, TEXT);
    assert_eq!(
        response.header_list("content-type"),
        "text/plain; charset=utf-8"
    );
    let page = both("/rude/x?default", &[BROWSER]).await;
    assert_eq!(page.status, 409);
    assert!(
        page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("<script"), "{}", page.body);
    let problem = both("/rude/x?default", &[JSON]).await;
    let problem: serde_json::Value = serde_json::from_str(&problem.body).unwrap();
    assert_eq!(problem["detail"], TEXT);
    for response in [page, response] {
        assert!(response.header("set-cookie").is_none());
    }
}

#[tokio::test]
async fn a_hostile_text_is_not_a_header() {
    let response = both("/rude/x?header", &[]).await;
    assert_eq!(response.status, 500);
    for name in ["x-text", "set-cookie"] {
        assert!(response.header(name).is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_huge_text_arrives_complete() {
    let response = both("/rude/huge", &[]).await;
    assert_eq!((response.status, response.body.len()), (409, 10 << 20));
    let problem = both("/rude/huge?default", &[JSON]).await;
    assert!(problem.body.len() > 10 << 20);
}

#[tokio::test]
async fn the_text_of_another_error_is_not_for_clients() {
    for query in ["", "?default", "?header", "?panic", "?fail"] {
        for accept in [BROWSER, JSON, ("accept", "*/*")] {
            let response = both(&format!("/rude/secret{query}"), &[accept]).await;
            assert!(response.status >= 500, "{query}");
            let sent = format!("{response:?}");
            assert!(!sent.contains("hunter2"), "{query} {sent}");
        }
    }
}

#[tokio::test]
async fn an_error_page_that_fails_leaves_the_error_to_the_renderer() {
    both("/rude/x?panic", &[])
        .await
        .assert(500, "500 Internal Server Error\n");
    both("/rude/x?fail", &[]).await.assert(502, TEXT);
    let page = both("/rude/x?fail", &[BROWSER]).await;
    assert_eq!(page.status, 502);
    assert!(!page.body.contains("<script"), "{}", page.body);
}

#[tokio::test]
async fn an_endless_error_page_is_bounded_in_a_layout_and_ends_with_the_client() {
    // The layout reads at most 4 MiB of it.
    both("/rude/x?endless-page", &[])
        .await
        .assert(500, "500 Internal Server Error\n");
    assert_eq!(OPEN.load(Ordering::Acquire), 0);
    let service = failing::builder(Journal::default()).service();
    let request = request_line("/rude/x?endless", &[], "");
    let mut response = service.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 409);
    for _ in 0..100 {
        let frame = response.body_mut().frame().await.unwrap().unwrap();
        assert_eq!(frame.into_data().unwrap().len(), 1 << 14);
    }
    assert_eq!(OPEN.load(Ordering::Acquire), 1);
    drop(response);
    assert_eq!(OPEN.load(Ordering::Acquire), 0);
}

#[tokio::test]
async fn long_paths_of_strangers_have_their_not_found_page() {
    // The longest path of the crate http.
    let letters = "x".repeat(65_500);
    let folders = "/x".repeat(32_000);
    let escapes = "%C3%A9".repeat(10_000);
    for (path, start) in [
        (format!("/{letters}"), "<html>root: /xxx"),
        (folders.clone(), "<html>root: /x/x/x"),
        (format!("/shop{folders}"), "<html><main>shop: There is"),
        (format!("/team/{letters}/y"), "<html>team xxx"),
        (format!("/team/{escapes}/y"), "<html>team ééé"),
        (format!("/{escapes}"), "<html>root: /%C3%A9%C3%A9"),
    ] {
        let response = both(&path, &[]).await;
        assert_eq!(response.status, 404, "{start}");
        assert!(response.body.starts_with(start), "{:.60}", response.body);
    }
}
