//! Futures of data that fail.

use super::*;
use crate::respond::Error;
use axum::{
    body::{Body, Bytes},
    http::StatusCode,
    response::IntoResponse,
};

#[tokio::test(start_paused = true)]
async fn an_error_reaches_all_waiters_and_is_not_stored() {
    let cache = TestCache::new();
    let gate = Arc::new(Semaphore::new(0));
    gate.close();
    let waiting: Vec<_> = (0..3)
        .map(|_| cache.start(DataOptions::new(), &gate))
        .collect();
    for waiting in waiting {
        let error = waiting.await.unwrap().unwrap_err();
        assert!(error.cause::<tokio::sync::AcquireError>().is_some());
    }
    let error = cache.fail(DataOptions::new()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no data for the key \"count\": its future failed"
    );
    assert_eq!(
        error.cause::<io::Error>().unwrap().to_string(),
        "the bank is closed"
    );
    let runs = cache.runs();
    assert_eq!(cache.count(DataOptions::new()).await, runs + 1);
}

#[tokio::test(start_paused = true)]
async fn stale_data_is_used_while_its_future_fails_and_attempts_become_rarer() {
    let cache = TestCache::new();
    let options = DataOptions::new().revalidate(2).expire(1_000);
    assert_eq!(cache.count(options.clone()).await, 1);
    let mut attempts = Vec::new();
    for second in 2..62 {
        cache.advance(if second == 2 { 2 } else { 1 });
        let before = cache.runs();
        assert_eq!(cache.fail(options.clone()).await.unwrap(), 1);
        settle().await;
        if cache.runs() > before {
            attempts.push(second);
        }
    }
    assert!(
        (4..=6).contains(&attempts.len()),
        "3, 6, 12, 24 s, ± 20 %: {attempts:?}"
    );
    cache.advance(1_000);
    let error = cache.fail(options.clone()).await.unwrap_err();
    assert!(matches!(error.kind(), DataErrorKind::Failed(_)), "expired");
    assert_eq!(cache.fail(options.stale_if_error(60)).await.unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_panic_and_a_hung_future_are_failures() {
    let cache = TestCache::new();
    let items = cache.runs();
    let panics = async move {
        assert_eq!(items, 1, "a bug of the application");
        Ok::<usize, Infallible>(items)
    };
    let error = cache
        .data
        .cached("count", DataOptions::new(), panics)
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), DataErrorKind::Panicked), "{error}");
    let gate = Arc::new(Semaphore::new(0));
    let hung = cache.start(DataOptions::new(), &gate);
    settle().await;
    cache.advance(31);
    let error = hung.await.unwrap().unwrap_err();
    assert!(matches!(error.kind(), DataErrorKind::TimedOut), "{error}");
    let runs = cache.runs();
    assert_eq!(cache.count(DataOptions::new()).await, runs + 1);
}

#[tokio::test(start_paused = true)]
async fn after_lock_wait_one_caller_runs_its_future_and_the_others_wait() {
    let cache = TestCache::new();
    let gate = Arc::new(Semaphore::new(0));
    let first = cache.start(DataOptions::new(), &gate);
    settle().await;
    let waiting = [(); 3].map(|()| cache.start(DataOptions::new(), &gate));
    settle().await;
    cache.advance(11);
    settle().await;
    assert_eq!(cache.runs(), 2);
    gate.add_permits(2);
    assert_eq!(first.await.unwrap().unwrap(), 1);
    for second in waiting {
        assert_eq!(second.await.unwrap().unwrap(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn too_many_callers_are_an_error() {
    let cache = TestCache::with(|options| options.max_waiters(2));
    let gate = Arc::new(Semaphore::new(0));
    let first = cache.start(DataOptions::new(), &gate);
    settle().await;
    let second = cache.start(DataOptions::new(), &gate).await.unwrap();
    let error = second.unwrap_err();
    assert!(matches!(error.kind(), DataErrorKind::Busy), "{error}");
    gate.add_permits(1);
    assert_eq!(first.await.unwrap().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_error_whose_body_never_ends_is_its_status() {
    let cache = TestCache::new();
    let data = cache.data.clone();
    let waiting = tokio::spawn(async move {
        let make = async {
            let body = Body::from_stream(tokio_stream::pending::<io::Result<Bytes>>());
            let response = (StatusCode::CONFLICT, [("etag", "\"1\"")], body);
            Err::<usize, _>(Error::from_response(response))
        };
        let options = DataOptions::new().revalidate(0);
        data.cached("k", options, make).await
    });
    settle().await;
    assert!(!waiting.is_finished());
    cache.advance(31);
    let ended = tokio::time::timeout(Duration::from_secs(60), waiting).await;
    let response = ended.unwrap().unwrap().unwrap_err().into_response();
    assert_eq!(response.status(), StatusCode::CONFLICT);
    assert!(response.headers().is_empty());
}
