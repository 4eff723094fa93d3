//! When an answer is fresh, stale, expired or invalidated.

use super::{Lab, MINUTE, settle};
use crate::{
    cache::tags::{Mark, Tag},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use std::time::Duration;

#[tokio::test]
async fn case_03_the_edge_of_freshness() {
    let lab = Lab::new(&MINUTE);
    assert_eq!(lab.get().await, "200 MISS body 1");
    lab.advance(59.999);
    assert_eq!(lab.get().await, "200 HIT body 1");
    settle().await;
    assert_eq!(lab.runs(), 1);
    lab.advance(0.001);
    assert_eq!(lab.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(lab.runs(), 2);
}

#[tokio::test]
async fn case_04_stale_while_a_new_answer_is_made() {
    let lab = Lab::new(&MINUTE);
    lab.get().await;
    lab.advance(60.0);
    let gate = lab.gate();
    for _ in 0..3 {
        assert_eq!(lab.get().await, "200 STALE body 1");
        settle().await;
    }
    gate.add_permits(1);
    settle().await;
    assert_eq!(lab.get().await, "200 HIT body 2");
    assert_eq!(lab.runs(), 2);
}

#[tokio::test]
async fn case_05_static_for_ever() {
    let lab = Lab::new(&RouteConfigBuilder::new("app/a/route.rs").dynamic("force-static"));
    lab.get().await;
    lab.advance(10.0 * 31_536_000.0);
    assert_eq!(lab.get().await, "200 HIT body 1");
}

#[tokio::test]
async fn case_06_past_expire_a_request_waits() {
    let config = RouteConfigBuilder::new("app/a/route.rs")
        .revalidate(RevalidateValue(2).get())
        .cache_expire(10);
    let lab = Lab::new(&config);
    lab.get().await;
    lab.advance(9.9);
    assert_eq!(lab.get().await, "200 STALE body 1");
    settle().await;
    lab.advance(11.0);
    assert_eq!(lab.get().await, "200 EXPIRED body 3");
}

#[tokio::test]
async fn case_64_a_path_is_invalidated() {
    let lab = Lab::new(&MINUTE);
    lab.get().await;
    lab.get_at("/b").await;
    lab.engine.mark([Tag::path("/a")], Mark::Hard);
    assert_eq!(lab.get().await, "200 EXPIRED body 3");
    assert_eq!(lab.get().await, "200 HIT body 3");
    assert_eq!(lab.get_at("/b").await.line, "200 HIT body 2");
}

#[tokio::test]
async fn case_67_a_tag_is_invalidated_softly() {
    let lab = Lab::new(&MINUTE.cache_tags(&["t"]));
    lab.get().await;
    let soft = Mark::Soft { deadline: None };
    lab.engine.mark([Tag::user("t").unwrap()], soft);
    assert_eq!(lab.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(lab.get().await, "200 HIT body 2");
}

#[tokio::test]
async fn case_68_a_soft_mark_with_a_deadline() {
    let lab = Lab::new(&MINUTE.cache_tags(&["t"]));
    lab.get().await;
    lab.get_at("/b").await;
    let deadline = Some(lab.clock.now() + Duration::from_secs(1));
    let soft = Mark::Soft { deadline };
    lab.engine.mark([Tag::user("t").unwrap()], soft);
    lab.advance(0.5);
    assert_eq!(lab.get().await, "200 STALE body 1");
    settle().await;
    lab.advance(1.0);
    assert_eq!(lab.get_at("/b").await.line, "200 EXPIRED body 4");
    assert_eq!(lab.get().await, "200 HIT body 3");
}

#[tokio::test]
async fn case_69_a_hard_mark_on_a_stale_answer() {
    let lab = Lab::new(&MINUTE.cache_tags(&["t"]));
    lab.get().await;
    lab.advance(61.0);
    lab.engine.mark([Tag::user("t").unwrap()], Mark::Hard);
    assert_eq!(lab.get().await, "200 EXPIRED body 2");
}
