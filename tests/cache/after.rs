//! `After` in a cached `GET`: its work belongs to the making of an answer, not to its serving.

use super::house::{House, houses, patiently};

/// Asks until the work has run that often, then asks some more.
async fn expect(house: &House, body: &str, left: usize) {
    house.until("/after", body).await;
    patiently("the work left behind", async || {
        (house.lab.runs("after/left") >= left).then_some(())
    })
    .await;
    for _ in 0..3 {
        assert_eq!(house.get("/after").await.body, body);
    }
    house.settle().await;
    let runs = (house.lab.runs("after"), house.lab.runs("after/left"));
    assert_eq!(runs, (left, left), "made, and left behind");
}

#[tokio::test]
async fn work_after_a_cached_answer_runs_once_for_each_making() {
    for house in houses().await {
        expect(&house, "after 1", 1).await;
        // Stale: served once more, and made anew behind it.
        house.advance(61);
        expect(&house, "after 2", 2).await;
        // Expired: made while its client waits.
        house.method("POST", "/after").await;
        expect(&house, "after 3", 3).await;
        assert_eq!(house.lab.runs("after/lingers"), 1);
    }
}
