use super::*;
use crate::config::{builder::RouteConfigBuilder, revalidate::RevalidateValue};
use axum::http::Response;
use std::time::Duration;

fn policy() -> Policy {
    let config = RouteConfigBuilder::new("").revalidate(RevalidateValue(60).get());
    Policy::of(&config.build(), "/", "route").unwrap().unwrap()
}

pub(super) fn entry(headers: &[(&str, &str)], body: &'static str) -> Entry {
    let mut response = Response::builder();
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let (parts, ()) = response.body(()).unwrap().into_parts();
    let ended = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_900);
    Entry::new(parts, body.as_bytes(), &policy(), "/", ended).unwrap()
}

#[test]
fn what_belongs_to_a_connection_a_client_or_a_moment_is_not_kept() {
    let entry = entry(
        &[
            ("connection", "x-a, close"),
            ("x-a", "1"),
            ("keep-alive", "timeout=5"),
            ("te", "trailers"),
            ("trailer", "x"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("proxy-authenticate", "Basic"),
            ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
            ("age", "7"),
            ("cache-status", "other; hit"),
            ("content-length", "99"),
            ("content-type", "text/plain"),
            ("x-own", "kept"),
        ],
        "hello",
    );
    let mut names: Vec<&str> = entry.headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "age",
            "cache-control",
            "cache-status",
            "content-length",
            "content-type",
            "etag",
            "last-modified",
            "x-own"
        ]
    );
    assert_eq!(entry.headers["content-length"], "5");
    assert_eq!(
        entry.headers["last-modified"],
        "Tue, 14 Nov 2023 22:13:20 GMT"
    );
}

#[test]
fn an_etag_follows_from_body_type_and_encoding_alone() {
    let etag = |headers: &[(&str, &str)], body| entry(headers, body).etag;
    let one = etag(&[("content-type", "text/plain")], "hello");
    assert_eq!(one.len(), 24);
    assert_eq!(
        one,
        etag(&[("content-type", "text/plain"), ("x-b", "1")], "hello")
    );
    assert_ne!(one, etag(&[("content-type", "text/html")], "hello"));
    assert_ne!(one, etag(&[("content-type", "text/plain")], "hello!"));
    assert_ne!(
        one,
        etag(
            &[("content-type", "text/plain"), ("content-encoding", "gzip")],
            "hello"
        )
    );
    assert_eq!(etag(&[("etag", "W/\"mine\"")], "hello"), "W/\"mine\"");
}

#[test]
fn a_handlers_own_words_are_kept() {
    let entry = entry(
        &[
            ("cache-control", "max-age=5"),
            ("last-modified", "Tue, 14 Nov 2023 00:00:00 GMT"),
        ],
        "",
    );
    assert_eq!(entry.headers["cache-control"], "max-age=5");
    assert_eq!(
        entry.headers["last-modified"],
        "Tue, 14 Nov 2023 00:00:00 GMT"
    );
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit_and_none_of_it_is_lost() {
    async fn text(body: Body) -> String {
        String::from_utf8(axum::body::to_bytes(body, usize::MAX).await.unwrap().into()).unwrap()
    }
    let parts = || {
        let (sender, receiver) = tokio::sync::mpsc::channel::<Bytes>(4);
        for part in ["hello ", "", "world"] {
            sender.try_send(Bytes::from(part)).unwrap();
        }
        Body::new(Received(receiver))
    };
    assert!(matches!(collect(parts(), 11).await, Collected::Whole(body) if body == "hello world"));
    assert!(
        matches!(collect(Body::from("hello"), 5).await, Collected::Whole(body) if body == "hello")
    );
    for (body, all) in [
        (parts(), "hello world"),
        (Body::from("hello world"), "hello world"),
    ] {
        match collect(body, 10).await {
            Collected::TooLarge(body) => assert_eq!(text(body).await, all),
            other => panic!("{other:?}"),
        }
    }
}

struct Received(tokio::sync::mpsc::Receiver<Bytes>);

impl HttpBody for Received {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, axum::Error>>> {
        let data = self.0.poll_recv(context);
        data.map(|data| data.map(|data| Ok(hyper::body::Frame::data(data))))
    }
}
