//! Compressed forms of responses that replace failures.

use crate::{BROWSER, TEXT, both_ways, plain};
use axum::http::StatusCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_response_that_replaces_failures_gets_its_form() {
    for app in both_ways().await {
        app.handlers().respond("saved", |_| TEXT.repeat(500));
        app.get("/saved").await;
        app.handlers()
            .respond("saved", |_| StatusCode::INTERNAL_SERVER_ERROR);
        app.cache.revalidate_path("/saved").await.unwrap();
        for coding in ["", "br", "br"] {
            let saved = app.get_with("/saved", &[BROWSER]).await;
            assert_eq!(
                (saved.state(), saved.value("content-encoding")),
                ("SIE".to_owned(), coding)
            );
            assert_eq!(plain(&saved), TEXT.repeat(500));
            app.cache.settled().await;
        }
    }
}
