//! Cookies and `After`: what a handler does to its answer from the side.

use super::{Answer, answer, app, ask};
use axum::{body::Body, http::Request};
use std::{future::Future, net::SocketAddr, task::Poll, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Mutex, Semaphore},
    time::timeout,
};
use tower::ServiceExt;

/// Counts tasks that ran.
pub static RAN: Semaphore = Semaphore::const_new(0);
/// Counts tasks that were refused.
pub static REFUSED: Semaphore = Semaphore::const_new(0);
/// Counts streams that were dropped.
pub static GONE: Semaphore = Semaphore::const_new(0);
/// The counts are of one test at a time.
static ONE: Mutex<()> = Mutex::const_new(());

/// Waits for one more; long only where it fails.
async fn one_of(count: &Semaphore) {
    let permit = timeout(Duration::from_secs(30), count.acquire()).await;
    permit.expect("in time").unwrap().forget();
}

fn request(method: &str, path: &str, cookie: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap()
}

fn set(answer: &Answer) -> Vec<&str> {
    let headers = answer.headers.iter();
    let mut set: Vec<_> = headers
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| value.as_str())
        .collect();
    set.sort_unstable();
    set
}

async fn both(method: &str, path: &str, cookie: &str) -> Answer {
    let router = ask(app::router(), request(method, path, cookie)).await;
    let service = ask(app::service(), request(method, path, cookie)).await;
    assert_eq!(router.status, service.status, "{method} {path}");
    assert_eq!(router.body, service.body, "{method} {path}");
    if !path.ends_with("/keep") {
        assert_eq!(set(&router), set(&service), "{method} {path}");
    }
    service
}

#[tokio::test]
async fn cookies_reach_whatever_a_handler_answers() {
    for (path, status, expected) in [
        ("/effects/cookies/value", 200, &["how=value; Path=/"][..]),
        ("/effects/cookies/missing", 404, &["how=missing; Path=/"]),
        (
            "/effects/cookies/elsewhere",
            307,
            &["how=elsewhere; Path=/"],
        ),
        ("/effects/cookies/failed", 500, &["how=failed; Path=/"]),
        ("/effects/cookies/own", 200, &["how=mine; Path=/"]),
        ("/effects/cookies/unfit", 500, &[]),
        ("/effects/again", 200, &["again=1; Path=/"]),
        (
            "/effects/wrapped",
            200,
            &[
                "before=1; Path=/",
                "behind=1; Path=/",
                "both=inside; Path=/",
            ],
        ),
    ] {
        let answer = both("GET", path, "").await;
        assert_eq!(
            (answer.status, set(&answer)),
            (status, expected.to_vec()),
            "{path}"
        );
    }
    assert_eq!(both("GET", "/effects/wrapped", "").await.body, "\"1\"");
    let head = both("HEAD", "/effects/cookies/value", "").await;
    assert_eq!(set(&head), ["how=value; Path=/"]);
}

#[tokio::test]
async fn an_extractor_may_take_cookies() {
    let first = both("POST", "/effects/cookies/x", "").await;
    assert_eq!(
        (first.body.as_str(), set(&first)),
        ("first", vec!["visit=again; Path=/"])
    );
    let second = both("POST", "/effects/cookies/x", "visit=again").await;
    assert_eq!(second.body, "again");
}

#[tokio::test]
async fn signed_and_private_cookies_come_back_unchanged_or_not_at_all() {
    let answer = both("GET", "/effects/cookies/keep", "").await;
    let sent: Vec<_> = set(&answer)
        .into_iter()
        .map(|it| it.split(';').next().unwrap())
        .collect();
    let sent = sent.join("; ");
    let back = both("GET", "/effects/cookies/kept", &sent).await;
    assert_eq!(back.body, r#"["7","8"]"#);
    let changed = sent
        .replace("signed=", "signed=x")
        .replace("private=", "private=x");
    let back = both("GET", "/effects/cookies/kept", &changed).await;
    assert_eq!(back.body, "[null,null]");
}

#[tokio::test]
async fn tasks_run_once_the_body_is_sent() {
    let _one = ONE.lock().await;
    let response = app::service()
        .oneshot(request("GET", "/effects/after", ""))
        .await;
    let response = response.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(RAN.available_permits(), 0, "before the body is sent");
    assert_eq!(answer(response).await.body, "done");
    one_of(&RAN).await;
}

#[tokio::test]
async fn tasks_run_when_nobody_waits_for_the_answer() {
    let _one = ONE.lock().await;
    let mut call = Box::pin(app::service().oneshot(request("POST", "/effects/after", "")));
    std::future::poll_fn(|context| {
        assert!(call.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    assert_eq!(RAN.available_permits(), 0);
    drop(call);
    one_of(&RAN).await;
}

#[tokio::test]
async fn a_request_may_leave_so_many_tasks_behind() {
    let answer = ask(app::service(), request("PUT", "/effects/after", "")).await;
    assert_eq!(answer.status, 500);
    one_of(&REFUSED).await;
}

#[tokio::test]
async fn a_client_that_goes_away_ends_the_stream() {
    let _one = ONE.lock().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, app::service().into_make_service()).await });
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = b"GET /effects/endless HTTP/1.1\r\nhost: x\r\n\r\n";
    socket.write_all(request).await.unwrap();
    let mut received = Vec::new();
    while !received.windows(5).any(|it| it == b"first") {
        assert_ne!(socket.read_buf(&mut received).await.unwrap(), 0);
    }
    assert_eq!((GONE.available_permits(), RAN.available_permits()), (0, 0));
    drop(socket);
    one_of(&GONE).await;
    one_of(&RAN).await;
}
