//! `layout.rs`: layouts wrap pages and nothing else.

use super::{Desk, Journal, Locked, pages, send_both};
use router_tests::{request::request_line, response::BufferedResponse};
use tower::ServiceExt;

async fn both(line: &str) -> BufferedResponse {
    let desk = Desk {
        journal: Journal::default(),
        locked: Locked("locked"),
    };
    let builder = pages::builder(desk);
    send_both(|| (builder.router(), builder.service()), line, &[], "").await
}

#[tokio::test]
async fn pages_nest_in_the_layouts_above_them_and_routes_do_not() {
    both("/").await.assert(200, "<html>home</html>");
    both("/data").await.assert(200, "data");
    let response = both("/items/pen").await;
    response.assert(
        200,
        "<html><nav>pens &amp; ink</nav><h1>pen /items/{slug}</h1><p>pen</p></html>",
    );
    assert_eq!(
        response.header_list("content-type"),
        "text/html; charset=utf-8"
    );
    both("/items/pen/parts/a/b").await.assert(
        200,
        "<html><nav>pens &amp; ink</nav><h1>pen /items/{slug}/parts/{*rest}</h1>pen: a, b</html>",
    );
    both("/items/a%3Cb").await.assert(
        200,
        "<html><nav>pens &amp; ink</nav><h1>a&#60;b /items/{slug}</h1><p>a<b</p></html>",
    );
}

#[tokio::test]
async fn the_page_decides_about_status_and_headers() {
    let response = both("/items/pen").await;
    assert_eq!(response.header_list("x-page"), "page");
    assert_eq!(response.header_list("x-layout"), "item");
    assert_eq!(
        response.header_list("set-cookie"),
        "page=1, by-page=1; Path=/, layout=1, by-layout=2; Path=/"
    );
    let response = both("/items/gone").await;
    assert_eq!(response.status, 410);
    assert!(
        response.body.ends_with("<p>gone</p></html>"),
        "{}",
        response.body
    );
    let whole = both("/items/pen").await.body.len();
    let head = both("HEAD /items/pen").await;
    head.assert(200, "");
    assert_eq!(head.header_list("content-length"), whole.to_string());
}

#[tokio::test]
async fn headers_about_the_bytes_of_a_page_are_removed() {
    let response = both("/items/dated").await;
    assert!(response.body.ends_with("<p>dated</p></html>"));
    for name in ["etag", "last-modified", "accept-ranges"] {
        assert_eq!(response.header_list(name), "", "{name}");
    }
    assert_eq!(response.header_list("vary"), "x-page, x-layout");
    // A partial response is not wrapped in a layout.
    let part = both("/items/part").await;
    part.assert(206, "<p>part</p>");
    assert_eq!(part.header_list("content-range"), "bytes 0-10/20");
}

#[tokio::test]
async fn page_and_layouts_may_each_take_the_request() {
    let desk = || Desk {
        journal: Journal::default(),
        locked: Locked(""),
    };
    let builder = pages::builder(desk());
    let ways = || (builder.router(), builder.service());
    let headers = [("x-sent", "main")];
    let response = send_both(ways, "/lent/pen", &headers, "").await;
    response.assert(
        200,
        "<html><main><pen /lent/{id} true>/lent/{id}</pen></main></html>",
    );
    assert_eq!(response.header_list("set-cookie"), "by-page=1; Path=/");
}

#[tokio::test]
async fn tasks_of_a_page_and_its_layouts_run_once_the_last_byte_is_sent() {
    let journal = Journal::default();
    let desk = Desk {
        journal: journal.clone(),
        locked: Locked(""),
    };
    let request = request_line("/lent/pen", &[("x-sent", "main")], "");
    let response = pages::service(desk).oneshot(request).await.unwrap();
    // Tasks that were started too early would run now.
    tokio::task::yield_now().await;
    assert_eq!(journal.lines(), [""; 0]);
    drop(response);
    tokio::task::yield_now().await;
    assert_eq!(journal.lines(), ["after the page", "after the layout"]);
}

#[tokio::test]
async fn tasks_of_the_outermost_layout_alone_run() {
    let journal = Journal::default();
    let desk = Desk {
        journal: journal.clone(),
        locked: Locked("task"),
    };
    let response = pages::service(desk).oneshot(request_line("/", &[], ""));
    let response = response.await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(journal.lines(), [""; 0]);
    drop(response);
    tokio::task::yield_now().await;
    assert_eq!(journal.lines(), ["after the root layout"]);
}

#[tokio::test]
async fn the_root_layout_wraps_not_found() {
    both("/nowhere")
        .await
        .assert(404, "<html>no /nowhere</html>");
    both("HEAD /nowhere").await.assert(404, "");
}

#[tokio::test]
async fn other_responses_than_html_pages_pass_through() {
    let missing = both("/items/missing").await;
    missing.assert(404, "<html>no /items/missing</html>");
    both("/items/json").await.assert(200, "\"json\"");
    both("/items/packed").await.assert(200, "<p>packed</p>");
    let refused = both("PUT /items/pen").await;
    refused.assert(405, "405 Method Not Allowed\n");
    let moved = both("/items/moved").await;
    assert_eq!(
        (moved.status, moved.header_list("location")),
        (307, "/items/pen".to_owned())
    );
}

#[tokio::test]
async fn a_layout_may_refuse_with_a_response_of_its_own() {
    let moved = both("/items/locked").await;
    moved.assert(307, "");
    assert_eq!(moved.header_list("location"), "/");
    let broken = both("/items/broken").await;
    broken.assert(500, "500 Internal Server Error\n");
}

#[tokio::test]
async fn a_stream_is_read_to_its_end_and_a_page_has_a_limit() {
    let response = both("/items/streamed").await;
    assert!(
        response.body.ends_with("<p>streamed</p></html>"),
        "{}",
        response.body
    );
    for broken in ["cut", "long", "latin"] {
        let response = both(&format!("/items/{broken}")).await;
        response.assert(500, "500 Internal Server Error\n");
    }
}

#[tokio::test]
async fn layouts_are_part_of_a_cached_response() {
    let journal = Journal::default();
    let desk = Desk {
        journal: journal.clone(),
        locked: Locked(""),
    };
    let builder = pages::builder(desk);
    for _ in 0..2 {
        let response = send_both(
            || (builder.router(), builder.service()),
            "/cached/ink?q=1",
            &[],
            "",
        );
        response.await.assert(200, "<html><main>ink</main></html>");
    }
    assert_eq!(journal.lines(), ["page of ink", "layout of ink"]);
}
