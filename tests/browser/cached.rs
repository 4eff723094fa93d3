//! Cached responses in the browser's own cache.

use crate::{
    app,
    driver::is_skipped,
    window::{Place, Window},
};
use router_runtime::{CacheOptions, CdnHeader};
use router_tests::test_app;

#[tokio::test]
async fn the_first_fetch_after_an_invalidation_shows_the_new_body() {
    if is_skipped() {
        return;
    }
    for app in test_app::both_ways(app::builder, |options| options).await {
        let window = Window::open_at(app.address(), Place::DeskByDay).await;
        window.go("/plain").await;
        assert_eq!(window.fetch("/minute").await, "minute 1");
        assert_eq!(window.fetch("/minute").await, "minute 1");
        assert_eq!(app.state.runs("minute"), 1);
        app.cache.revalidate_path("/minute").await.unwrap();
        assert_eq!(window.fetch("/minute").await, "minute 2");

        // The period ends, and another client has the response regenerated.
        app.advance(61);
        assert_eq!(app.get("/minute").await.line(), "200 STALE minute 2");
        app.get_until("/minute", "minute 3").await;
        assert_eq!(window.fetch("/minute").await, "minute 3");
        assert_eq!(app.state.runs("minute"), 3);
        window.close().await;
    }
}

/// The reason for the field for CDNs.
#[tokio::test]
async fn the_string_of_next_shows_the_old_body_once() {
    if is_skipped() {
        return;
    }
    let options = |options: CacheOptions| options.cdn_header(CdnHeader::NextJs);
    for app in test_app::both_ways(app::builder, options).await {
        let window = Window::open_at(app.address(), Place::DeskByDay).await;
        window.go("/plain").await;
        assert_eq!(window.fetch("/minute").await, "minute 1");
        app.cache.revalidate_path("/minute").await.unwrap();
        assert_eq!(window.fetch("/minute").await, "minute 1");
        window.close().await;
    }
}
