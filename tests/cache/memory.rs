//! Cases 88, 89 and 91 at full size, in a separate process: the cache stays within its limit.
#![cfg(target_os = "linux")]

use axum::{body::Body, http::Request};
use router_runtime::{prelude::*, routes};
use router_tests::handlers::Handlers;
use std::fs;
use tower::{Service, ServiceExt};

routes!("cache/app", state = Handlers);

const MIB: usize = 1 << 20;
/// Twice the cap.
const ALLOWED: usize = 128 * MIB;

/// The memory of this process that is in use.
fn resident() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    let pages: usize = pages.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

/// The length of a response, and true where it is a hit.
async fn get<S>(app: &S, path: &str) -> (usize, bool)
where
    S: Service<Request<Body>, Response = Response> + Clone,
    S::Error: std::fmt::Debug,
{
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.headers()["cache-status"].to_str().unwrap();
    let is_hit = status.contains("; hit");
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    (body.unwrap().len(), is_hit)
}

/// A single test, because the tests of a process share its memory.
#[tokio::test]
async fn case_88_89_91_a_million_keys() {
    let handlers = Handlers::default();
    let app = app::service(handlers.clone());
    let before = resident();

    // 81 MB of bodies that fit, then six of 13.5 MB that do not.
    for (count, length) in [(41, 2 * MIB), (6, 81_000_000 / 6)] {
        for id in 0..count {
            let name = format!("slug/{length}-{id}");
            handlers.plan(&name, move |_| async move {
                Ok(vec![b'x'; length].into_response())
            });
            for _ in 0..2 {
                assert_eq!(get(&app, &format!("/{name}")).await.0, length);
            }
        }
        let grown = resident().saturating_sub(before);
        assert!(grown < ALLOWED, "{} MiB after {count} bodies", grown / MIB);
        assert!(grown > 20 * MIB, "nothing is cached");
    }

    // A scan of a million paths, each with an empty 404 that is requested once, over a hundred that are requested often.
    let hot: Vec<String> = (0..100).map(|id| format!("/slug/hot{id}")).collect();
    for path in hot.iter().chain(&hot).chain(&hot) {
        get(&app, path).await;
    }
    let (mut requests, mut hits) = (0, 0);
    for id in 0..1_000_000 {
        get(&app, &format!("/empty/{id}")).await;
        if id % 10 == 0 {
            requests += 1;
            hits += usize::from(get(&app, &hot[id / 10 % hot.len()]).await.1);
        }
    }
    let grown = resident().saturating_sub(before);
    assert!(grown < ALLOWED, "{} MiB after empty responses", grown / MIB);
    assert!(hits * 100 >= requests * 95, "{hits} hits of {requests}");
}
