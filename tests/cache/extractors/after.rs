//! `After` in a cached `GET`: its work runs when a response is generated, not when it is served.

use crate::both_ways;
use router_tests::{test_app::TestApp, wait::wait_for};

/// Sends requests until the work has run that often, and then a few more.
async fn expect(app: &TestApp, body: &str, left: usize) {
    app.get_until("/after", body).await;
    wait_for("the work left behind", async || {
        (app.state.runs("after/left") >= left).then_some(())
    })
    .await;
    for _ in 0..3 {
        assert_eq!(app.get("/after").await.body, body);
    }
    app.cache.settled().await;
    let runs = (app.state.runs("after"), app.state.runs("after/left"));
    assert_eq!(runs, (left, left), "made, and left behind");
}

#[tokio::test]
async fn work_after_a_cached_response_runs_once_for_each_run() {
    for app in both_ways().await {
        expect(&app, "after 1", 1).await;
        // Stale: served, and regenerated in the background.
        app.advance(61);
        expect(&app, "after 2", 2).await;
        // Expired: generated while the client waits.
        app.method("POST", "/after").await;
        expect(&app, "after 3", 3).await;
        assert_eq!(app.state.runs("after/lingers"), 1);
    }
}
