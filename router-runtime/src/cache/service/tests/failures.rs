//! What a failing handler does to an answer.

use super::{Lab, MINUTE, settle};
use crate::{
    cache::tags::{Mark, Tag},
    config::{builder::RouteConfigBuilder, revalidate::RevalidateValue},
};
use axum::response::IntoResponse;

const TWO: RouteConfigBuilder =
    RouteConfigBuilder::new("app/a/route.rs").revalidate(RevalidateValue(2).get());

#[tokio::test]
async fn case_39_and_42_a_failure_keeps_the_old_answer_and_its_age() {
    for status in [500, 503, 429] {
        let lab = Lab::new(&MINUTE);
        lab.get().await;
        lab.reply(status);
        lab.advance(61.0);
        assert_eq!(lab.get().await, "200 STALE body 1");
        settle().await;
        assert_eq!(lab.runs(), 2);
        for age in [62, 63] {
            lab.advance(1.0);
            let got = lab.get_at("/a").await;
            assert_eq!(got.line, "200 SIE body 1", "{status}");
            assert_eq!(got.age, Some(age));
            settle().await;
        }
        assert_eq!(lab.runs(), 2, "it is left alone for a while");
    }
}

#[tokio::test]
async fn case_40_a_failing_handler_is_tried_ever_more_seldom() {
    let lab = Lab::new(&TWO);
    lab.get().await;
    lab.reply(500);
    lab.advance(2.0);
    let mut tries = Vec::new();
    // Ten requests a second for two minutes.
    for tick in 0..1_200 {
        let before = lab.runs();
        lab.get().await;
        settle().await;
        assert!(lab.runs() <= before + 1);
        if lab.runs() > before {
            tries.push(f64::from(tick) / 10.0);
        }
        lab.advance(0.1);
    }
    let pauses: Vec<f64> = tries.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (pause, step) in pauses.iter().zip([3.0, 6.0, 12.0, 24.0, 48.0]) {
        assert!(
            (step * 0.8..=step * 1.2 + 0.2).contains(pause),
            "{pauses:?}"
        );
    }
    assert!(pauses.len() >= 4, "{pauses:?}");
}

#[tokio::test]
async fn case_41_errors_do_not_move_expire() {
    let lab = Lab::new(&TWO.cache_expire(10));
    lab.get().await;
    lab.reply(500);
    for _ in 0..9 {
        lab.advance(1.0);
        lab.get().await;
        settle().await;
    }
    assert_eq!(lab.get().await, "200 SIE body 1");
    lab.advance(2.0);
    let runs = lab.runs();
    assert_eq!(lab.get().await, format!("500 EXPIRED body {}", runs + 1));
}

#[tokio::test]
async fn case_44_a_panic_keeps_the_old_answer_and_frees_the_key() {
    let lab = Lab::new(&MINUTE);
    lab.get().await;
    lab.plan(|_| async { panic!("a handler that panics") });
    lab.advance(60.0);
    assert_eq!(lab.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(lab.engine.flights.len(), 0);
    assert_eq!(lab.get().await, "200 SIE body 1");
    settle().await;
    assert_eq!(lab.runs(), 2, "a panic is a failure");
    lab.plan(|run| async move { format!("body {run}").into_response() });
    lab.advance(60.0);
    lab.get().await;
    settle().await;
    assert_eq!(lab.get().await, "200 HIT body 3");
}

#[tokio::test]
async fn case_43_a_panic_on_a_cold_key_answers_all_who_wait() {
    let lab = Lab::new(&MINUTE);
    lab.plan(|_| async {
        tokio::task::yield_now().await;
        panic!("a handler that panics")
    });
    let requests: Vec<_> = (0..10).map(|_| lab.start("/a")).collect();
    for request in requests {
        let line = request.await.unwrap().line;
        assert!(line.starts_with("500 MISS"), "{line}");
    }
    assert_eq!(lab.runs(), 1);
    lab.reply(200);
    assert_eq!(lab.get().await, "200 MISS body 2");
}

#[tokio::test]
async fn case_45_a_hung_handler_on_a_warm_key() {
    let lab = Lab::new(&MINUTE);
    lab.get().await;
    let gate = lab.gate();
    lab.advance(60.0);
    assert_eq!(lab.get().await, "200 STALE body 1");
    settle().await;
    lab.advance(29.0);
    assert_eq!(lab.get().await, "200 STALE body 1");
    lab.advance(1.0);
    settle().await;
    assert_eq!(lab.engine.flights.len(), 0, "the handler was stopped");
    gate.add_permits(9);
    assert_eq!(lab.get().await, "200 SIE body 1");
    settle().await;
    assert_eq!(lab.runs(), 2);
    lab.advance(36.0);
    lab.get().await;
    settle().await;
    assert_eq!(lab.get().await, "200 HIT body 3");
}

#[tokio::test]
async fn case_46_a_hung_handler_on_a_cold_key() {
    let lab = Lab::new(&MINUTE);
    let gate = lab.gate();
    let first = lab.start("/a");
    settle().await;
    lab.advance(30.0);
    assert_eq!(first.await.unwrap().line, "504 MISS ");
    gate.add_permits(1);
    assert_eq!(lab.get().await, "200 MISS body 2");
}

#[tokio::test]
async fn case_74_a_hard_mark_then_an_error() {
    for (config, purge, line) in [
        (MINUTE, false, "500 EXPIRED body 2"),
        (MINUTE.stale_if_error(60), false, "200 SIE body 1"),
        (MINUTE.stale_if_error(60), true, "500 MISS body 2"),
    ] {
        let lab = Lab::new(&config);
        lab.get().await;
        lab.reply(500);
        if purge {
            lab.engine.purge(&Tag::path("/a"));
        } else {
            lab.engine.mark([Tag::path("/a")], Mark::Hard);
        }
        assert_eq!(lab.get().await, line);
        if line.contains("SIE") {
            lab.advance(59.0);
            assert_eq!(lab.get().await, line);
            settle().await;
            lab.advance(60.0);
            assert!(lab.get().await.starts_with("500 EXPIRED"));
        }
    }
}
