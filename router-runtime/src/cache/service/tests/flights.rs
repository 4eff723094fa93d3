//! Who runs the handler, and whose answer stays.

use super::{Lab, MINUTE, settle};
use crate::cache::tags::{Mark, Tag};
use axum::{http::header::SET_COOKIE, response::IntoResponse};

#[tokio::test]
async fn case_51_a_cold_stampede_makes_one_run() {
    let lab = Lab::new(&MINUTE);
    let gate = lab.gate();
    let requests: Vec<_> = (0..1_000).map(|_| lab.start("/a")).collect();
    settle().await;
    gate.add_permits(1);
    let mut collapsed = 0;
    for request in requests {
        let line = request.await.unwrap().line;
        collapsed += usize::from(line == "200 MISS+ body 1");
        assert!(line.ends_with("body 1"), "{line}");
    }
    assert_eq!((lab.runs(), collapsed), (1, 999));
}

#[tokio::test]
async fn case_52_a_client_that_leaves_does_not_stop_the_run() {
    let lab = Lab::new(&MINUTE);
    let gate = lab.gate();
    let leader = lab.start("/a");
    settle().await;
    let follower = lab.start("/a");
    settle().await;
    leader.abort();
    settle().await;
    gate.add_permits(1);
    assert_eq!(follower.await.unwrap().line, "200 MISS+ body 1");
    assert_eq!(lab.runs(), 1);
}

#[tokio::test]
async fn case_53_a_thousand_stale_requests_make_one_run_and_none_waits() {
    let lab = Lab::new(&MINUTE);
    lab.get().await;
    lab.advance(60.0);
    let gate = lab.gate();
    for _ in 0..1_000 {
        // The gate is shut: an answer means that nobody waited.
        assert_eq!(lab.get().await, "200 STALE body 1");
    }
    gate.add_permits(1);
    settle().await;
    assert_eq!(lab.runs(), 2);
}

#[tokio::test]
async fn case_54_requests_for_what_cannot_be_stored_run_in_parallel() {
    let lab = Lab::new(&MINUTE);
    lab.plan(|run| async move { ([(SET_COOKIE, "a=1")], format!("body {run}")).into_response() });
    assert_eq!(lab.get().await, "200 MISS body 1");
    let gate = lab.gate();
    let requests: Vec<_> = (0..100).map(|_| lab.start("/a")).collect();
    settle().await;
    assert_eq!(lab.runs(), 101, "all run at the same time");
    gate.add_permits(100);
    for request in requests {
        request.await.unwrap();
    }
}

#[tokio::test]
async fn case_55_a_storable_answer_takes_the_mark_away() {
    let lab = Lab::new(&MINUTE);
    lab.plan(|run| async move { ([(SET_COOKIE, "a=1")], format!("body {run}")).into_response() });
    lab.get().await;
    assert_eq!(lab.get().await, "200 BYPASS body 2");
    lab.plan(|run| async move { format!("body {run}").into_response() });
    lab.get().await;
    assert_eq!(lab.get().await, "200 HIT body 3");
}

#[tokio::test]
async fn case_56_errors_and_timeouts_leave_no_mark() {
    let lab = Lab::new(&MINUTE);
    for status in [500, 503, 429] {
        lab.reply(status);
        lab.get().await;
        assert_eq!(lab.engine.store.count(), 0, "{status}");
    }
    lab.gate();
    let hung = lab.start("/a");
    settle().await;
    lab.advance(30.0);
    hung.await.unwrap();
    assert_eq!(lab.engine.store.count(), 0);
}

#[tokio::test]
async fn case_59_beyond_the_limits_requests_run_alone_and_then_get_503() {
    let lab = Lab::with(&MINUTE, |options| options.max_flights(2).max_alone(1));
    let gate = lab.gate();
    let requests = [lab.start("/a"), lab.start("/b"), lab.start("/c")];
    settle().await;
    assert_eq!(lab.get_at("/d").await.line, "503 BYPASS ");
    gate.add_permits(3);
    let mut lines = Vec::new();
    for request in requests {
        let line = request.await.unwrap().line;
        lines.push(line[..line.len() - 1].to_owned());
    }
    let expected = ["200 MISS body ", "200 MISS body ", "200 BYPASS body "];
    assert_eq!(lines, expected);
    assert_eq!(lab.engine.store.count(), 2, "what ran alone is not stored");
}

#[tokio::test]
async fn case_59_who_waits_too_long_runs_alone() {
    let lab = Lab::new(&MINUTE);
    let gate = lab.gate();
    let leader = lab.start("/a");
    settle().await;
    let follower = lab.start("/a");
    settle().await;
    lab.advance(10.0);
    settle().await;
    assert_eq!(lab.runs(), 2);
    gate.add_permits(2);
    assert_eq!(leader.await.unwrap().line, "200 MISS body 1");
    assert_eq!(follower.await.unwrap().line, "200 BYPASS body 2");
}

#[tokio::test]
async fn case_60_an_answer_from_before_a_hard_mark_is_never_a_hit() {
    let lab = Lab::new(&MINUTE);
    let gate = lab.gate();
    let before = lab.start("/a");
    settle().await;
    lab.engine.mark([Tag::path("/a")], Mark::Hard);
    gate.add_permits(1);
    assert_eq!(before.await.unwrap().line, "200 MISS body 1");
    gate.add_permits(1);
    assert_eq!(lab.get().await, "200 MISS body 2");
    assert_eq!(lab.get().await, "200 HIT body 2");
}

#[tokio::test]
async fn case_61_and_63_a_request_after_the_mark_does_not_join_and_the_newer_answer_stays() {
    let lab = Lab::new(&MINUTE);
    let old = lab.gate();
    let before = lab.start("/a");
    settle().await;
    lab.engine.mark([Tag::path("/a")], Mark::Hard);
    let new = lab.gate();
    let after = lab.start("/a");
    settle().await;
    assert_eq!(lab.runs(), 2);
    // The younger flight ends first.
    new.add_permits(1);
    assert_eq!(after.await.unwrap().line, "200 MISS body 2");
    old.add_permits(1);
    assert_eq!(before.await.unwrap().line, "200 MISS body 1");
    assert_eq!(lab.get().await, "200 HIT body 2");
}

#[tokio::test]
async fn case_61_a_third_flight_waits_for_its_turn() {
    let lab = Lab::new(&MINUTE);
    let gate = lab.gate();
    let mut requests = Vec::new();
    for _ in 0..3 {
        requests.push(lab.start("/a"));
        settle().await;
        lab.engine.mark([Tag::path("/a")], Mark::Hard);
    }
    assert_eq!((lab.runs(), lab.engine.flights.len()), (2, 2));
    gate.add_permits(3);
    for (request, body) in requests.into_iter().zip(1..) {
        let line = request.await.unwrap().line;
        assert!(line.ends_with(&format!("body {body}")), "{line}");
    }
}

#[tokio::test]
async fn case_62_a_soft_mark_during_a_flight_makes_its_answer_stale() {
    let lab = Lab::new(&MINUTE.cache_tags(&["t"]));
    let gate = lab.gate();
    let before = lab.start("/a");
    settle().await;
    let soft = Mark::Soft { deadline: None };
    lab.engine.mark([Tag::user("t").unwrap()], soft);
    gate.add_permits(1);
    before.await.unwrap();
    gate.add_permits(9);
    assert_eq!(lab.get().await, "200 STALE body 1");
    settle().await;
    assert_eq!(lab.get().await, "200 HIT body 2");
    assert_eq!(lab.runs(), 2);
}
