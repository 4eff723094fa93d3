//! Cookies and `After`: the effects of a handler beyond its return value.

use super::{app, send};
use axum::{body::Body, http::Request};
use router_tests::{request::request_with_body, response::BufferedResponse};
use std::{
    future::Future,
    io::Write,
    net::SocketAddr,
    sync::{Arc, Mutex as StdMutex},
    task::Poll,
    time::Duration,
};
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
/// Lets one test at a time use the counts.
static ONE: Mutex<()> = Mutex::const_new(());

/// Waits for one more count.
async fn one_of(count: &Semaphore) {
    let permit = timeout(Duration::from_secs(30), count.acquire()).await;
    permit.expect("in time").unwrap().forget();
}

fn request(method: &str, path: &str, cookie: &str) -> Request<Body> {
    request_with_body(method, path, &[("cookie", cookie)], "")
}

fn set(response: &BufferedResponse) -> Vec<&str> {
    let values = response.headers.get_all("set-cookie").iter();
    let mut set: Vec<_> = values.map(|value| value.to_str().unwrap()).collect();
    set.sort_unstable();
    set
}

async fn both(method: &str, path: &str, cookie: &str) -> BufferedResponse {
    let router = send(app::router(), request(method, path, cookie)).await;
    let service = send(app::service(), request(method, path, cookie)).await;
    let differ = format!("{method} {path}: `router()` is left, `service()` is right");
    assert_eq!(router.status, service.status, "{differ}");
    assert_eq!(router.body, service.body, "{differ}");
    if !path.ends_with("/keep") {
        assert_eq!(set(&router), set(&service), "{differ}");
    }
    service
}

#[tokio::test]
async fn cookies_reach_every_response_of_a_handler() {
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
        let response = both("GET", path, "").await;
        assert_eq!(
            (response.status, set(&response)),
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
    let response = both("GET", "/effects/cookies/keep", "").await;
    let sent: Vec<_> = set(&response)
        .into_iter()
        .map(|it| it.split(';').next().unwrap())
        .collect();
    let sent = sent.join("; ");
    let back = both("GET", "/effects/cookies/read", &sent).await;
    assert_eq!(back.body, r#"["7","8"]"#);
    let changed = sent
        .replace("signed=", "signed=x")
        .replace("private=", "private=x");
    let back = both("GET", "/effects/cookies/read", &changed).await;
    assert_eq!(back.body, "[null,null]");
}

#[tokio::test]
async fn tasks_run_once_the_body_is_sent() {
    let _one = ONE.lock().await;
    let response = app::service()
        .oneshot(request("GET", "/effects/after", ""))
        .await;
    let response = response.unwrap();
    // A spawned task would run now.
    tokio::task::yield_now().await;
    assert_eq!(RAN.available_permits(), 0, "before the body is sent");
    assert_eq!(BufferedResponse::read(response).await.body, "done");
    one_of(&RAN).await;
}

#[tokio::test]
async fn tasks_run_when_the_client_has_left() {
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

/// The log of this thread.
#[derive(Clone, Default)]
struct Log(Arc<StdMutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Write::write(&mut *self.0.lock().unwrap(), bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_cookie_after_the_response_is_a_warning() {
    let _one = ONE.lock().await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    for lines in 1..=2 {
        let service = app::service();
        let router = app::router();
        let response = if lines == 1 {
            send(service, request("GET", "/effects/late", "")).await
        } else {
            send(router, request("GET", "/effects/late", "")).await
        };
        assert_eq!(set(&response), ["early=1; Path=/"]);
        one_of(&RAN).await;
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let warning = "the change of the cookie \"late\" is lost";
        assert_eq!(text.matches(warning).count(), lines, "{text}");
        assert!(!text.contains("later"), "one warning a request: {text}");
    }
}

#[tokio::test]
async fn the_tasks_of_a_request_are_limited() {
    let response = send(app::service(), request("PUT", "/effects/after", "")).await;
    assert_eq!(response.status, 500);
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
