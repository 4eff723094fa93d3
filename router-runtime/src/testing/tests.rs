#[cfg(feature = "testing-websocket")]
mod websockets;

use super::*;
use axum::extract::ConnectInfo;
use axum::{
    Form, Json, Router,
    body::Body,
    http::{HeaderMap, StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Redirect},
    routing::{any, get, post},
};
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tower::Layer;

fn client() -> Client {
    let router = Router::new()
        .route("/text", get(async || "text"))
        .route(
            "/crlf",
            get(async || "data: 1\r\ndata: 2\r\n\r\ndata: 3\r\n\r\n"),
        )
        .route("/json", post(async |Json(value): Json<Value>| Json(value)))
        .route(
            "/form",
            post(async |Form(pairs): Form<Vec<(String, String)>>| Json(pairs)),
        )
        .route(
            "/echo",
            any(async |request: axum::extract::Request| {
                let host = request
                    .headers()
                    .get("host")
                    .and_then(|it| it.to_str().ok().map(str::to_owned));
                format!("{} {} {host:?}", request.method(), request.uri())
            }),
        )
        .route(
            "/cookies",
            get(async |headers: HeaderMap| {
                headers
                    .get("cookie")
                    .map_or(String::new(), |it| it.to_str().unwrap().to_owned())
            }),
        )
        .route(
            "/shop/cookies",
            get(async |headers: HeaderMap| {
                headers
                    .get("cookie")
                    .map_or(String::new(), |it| it.to_str().unwrap().to_owned())
            }),
        )
        .route(
            "/set",
            post(async |body: String| {
                let mut headers = HeaderMap::new();
                for line in body.lines() {
                    headers.append(SET_COOKIE, line.parse().unwrap());
                }
                headers
            }),
        )
        .route(
            "/to/{status}",
            any(
                async |axum::extract::Path(status): axum::extract::Path<u16>, body: String| {
                    let status = if body.is_empty() { 200 } else { status };
                    (StatusCode::from_u16(status).unwrap(), [("location", body)])
                },
            ),
        )
        .route("/round", get(async || Redirect::to("/round")))
        .route(
            "/away",
            get(async || Redirect::to("https://example.com/text")),
        )
        .route(
            "/set-and-go",
            get(async || ([(SET_COOKIE, "a=1")], Redirect::to("cookies")).into_response()),
        )
        .route(
            "/broken",
            get(async || {
                let pieces = [Ok("half"), Err(std::io::Error::other("cut"))];
                Body::from_stream(tokio_stream::iter(pieces))
            }),
        );
    Client::new(router)
}

#[tokio::test]
async fn every_method_reaches_the_application() {
    let client = client();
    for (request, method) in [
        (client.get("/echo?a=1"), "GET"),
        (client.post("/echo?a=1"), "POST"),
        (client.put("/echo?a=1"), "PUT"),
        (client.patch("/echo?a=1"), "PATCH"),
        (client.delete("/echo?a=1"), "DELETE"),
        (client.options("/echo?a=1"), "OPTIONS"),
        (
            client.request("PURGE".parse().unwrap(), "/echo?a=1"),
            "PURGE",
        ),
    ] {
        let response = request.await.unwrap();
        assert_eq!(
            response.text().unwrap(),
            format!("{method} /echo?a=1 Some(\"localhost\")")
        );
    }
    assert_eq!(client.head("/echo").await.unwrap().bytes().len(), 0);
    let response = client
        .get("/echo")
        .header("host", "shop.test")
        .await
        .unwrap();
    assert_eq!(response.text().unwrap(), "GET /echo Some(\"shop.test\")");
}

#[tokio::test]
async fn bodies_are_serialized_and_deserialized() {
    let client = client();
    let value = json!({"item": "pen", "count": 2});
    let response = client.post("/json").json(&value).await.unwrap();
    assert_eq!(response.json::<Value>().unwrap(), value);
    assert_eq!(response.header("content-type"), Some("application/json"));
    let pairs = [("name", "Ada Lovelace"), ("item", "ink & pen")];
    let response = client.post("/form").form(&pairs).await.unwrap();
    assert_eq!(response.json::<Value>().unwrap(), json!(pairs));
}

#[tokio::test]
async fn errors_contain_the_request_the_status_and_the_body() {
    let client = client();
    let response = client.get("/text").await.unwrap();
    assert_eq!(
        format!("{:?}", response.json::<u32>().unwrap_err()),
        "expected JSON for `u32`: expected ident at line 1 column 2\nGET /text returned 200 OK with a body of 4 bytes:\ntext"
    );
    assert_eq!(
        response
            .expect(StatusCode::CREATED)
            .unwrap_err()
            .to_string(),
        "expected status 201 Created\nGET /text returned 200 OK with a body of 4 bytes:\ntext"
    );
    assert_eq!(
        client.get("text").await.unwrap_err().to_string(),
        "GET text was not sent: expected a link that starts with `/` and is percent-encoded, as `href` returns it"
    );
    assert_eq!(
        client.get("/a b").await.unwrap_err().to_string(),
        "GET /a b was not sent: expected a link that starts with `/` and is percent-encoded, as `href` returns it"
    );
    let error = client.get("/text").header("a", "b\nc").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /text was not sent: invalid header `a: b\nc`"
    );
    let error = client.get("/broken").await.unwrap_err().to_string();
    assert!(
        error.starts_with("the response body ended early: "),
        "{error}"
    );
}

#[tokio::test]
async fn redirects_are_returned_or_followed_up_to_a_limit() {
    let client_without_redirects = client();
    let response = client_without_redirects.get("/round").await.unwrap();
    assert_eq!(
        (response.status(), response.header("location")),
        (StatusCode::SEE_OTHER, Some("/round"))
    );
    let follows = client().follow_redirects(2);
    for (status, method) in [
        (301, "GET"),
        (302, "GET"),
        (303, "GET"),
        (307, "POST"),
        (308, "POST"),
    ] {
        let response = follows
            .post(format!("/to/{status}"))
            .body("/echo?a=1")
            .await
            .unwrap();
        assert_eq!(
            response.text().unwrap(),
            format!("{method} /echo?a=1 Some(\"localhost\")"),
            "{status}"
        );
        assert_eq!(response.path(), "/echo?a=1");
    }
    for (location, path) in [
        ("http://localhost/echo", "/echo"),
        ("../echo", "/to/../echo"),
        ("?x", "/to/303?x"),
        ("/echo#part", "/echo"),
    ] {
        let follows = client().follow_redirects(1);
        let response = follows.post("/to/303").body(location).await.unwrap();
        assert_eq!(response.path(), path, "{location}");
    }
    let external = follows.get("/away").await.unwrap();
    assert_eq!(
        external.status(),
        StatusCode::SEE_OTHER,
        "redirects to other hosts are not followed"
    );
    for location in ["http://localhost.example.com/echo", "//example.com/echo"] {
        let external = follows.post("/to/307").body(location).await.unwrap();
        assert_eq!(
            external.status(),
            StatusCode::TEMPORARY_REDIRECT,
            "{location}"
        );
    }
    let error = follows.get("/round").await.unwrap_err().to_string();
    assert!(
        error.starts_with("more than 2 redirects: /round → /round → /round\n"),
        "{error}"
    );
}

#[tokio::test]
async fn cookies_are_stored_between_requests() {
    let client = client().follow_redirects(1);
    let text = async |path: &str| client.get(path).await.unwrap().text().unwrap().to_owned();
    assert_eq!(
        text("/set-and-go").await,
        "a=1",
        "cookies of redirects are stored"
    );
    let set = "b=2; Path=/shop; HttpOnly\nc=3; Max-Age=100; Secure\na=4";
    client.post("/set").body(set).await.unwrap();
    assert_eq!(text("/cookies").await, "c=3; a=4");
    assert_eq!(text("/shop/cookies").await, "b=2; c=3; a=4");
    assert_eq!(client.cookie("b").as_deref(), Some("2"));
    let deletions =
        "a=; Max-Age=0\nc=; Expires=Thu, 01 Jan 1970 00:00:00 GMT\nb=5; Max-Age=0; Path=/other";
    client.post("/set").body(deletions).await.unwrap();
    assert_eq!(text("/shop/cookies").await, "b=2");
    client.set_cookie("session", "s");
    assert_eq!(text("/cookies").await, "session=s");
    assert_eq!(client.clone().cookie("session").as_deref(), Some("s"));
}

#[tokio::test]
async fn the_address_and_default_headers_are_those_of_the_client() {
    let show = async |ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: HeaderMap| {
        let all = headers.get_all("x-a").iter();
        let all: Vec<_> = all.map(|value| value.to_str().unwrap()).collect();
        format!("{peer} {}", all.join(","))
    };
    let client = Client::new(Router::new().route("/", get(show)));
    let text = async |client: &Client| client.get("/").await.unwrap().text().unwrap().to_owned();
    assert_eq!(text(&client).await, "127.0.0.1:49152 ");
    let other = client.clone().peer(([192, 0, 2, 7], 80).into());
    let other = other.header("x-a", "1").header("X-A", "2");
    assert_eq!(text(&other).await, "192.0.2.7:80 1,2");
    let own = other.get("/").header("x-a", "3").await.unwrap();
    assert_eq!(own.text().unwrap(), "192.0.2.7:80 3");
    let invalid = client.header("x-a", "a\nb").header("x a", "");
    assert_eq!(
        invalid.get("/").await.unwrap_err().to_string(),
        "GET / was not sent: invalid header `x-a: a\nb`"
    );
}

#[tokio::test]
async fn any_tower_service_is_an_application() {
    let cors = tower_http::cors::CorsLayer::permissive();
    let client = Client::new(cors.layer(Router::new().route("/text", get(async || "text"))));
    let response = client
        .get("/text")
        .header("origin", "http://a")
        .await
        .unwrap();
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    let limited = tower_http::limit::RequestBodyLimitLayer::new(3);
    let limited = limited.layer(Router::new().route("/text", get(async || "text")));
    let response = Client::new(limited)
        .post("/text")
        .body("four")
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let failing = tower::service_fn(async |_: axum::extract::Request| {
        Err::<axum::response::Response, _>(std::io::Error::other("broken"))
    });
    assert_eq!(
        Client::new(failing)
            .get("/text")
            .await
            .unwrap_err()
            .to_string(),
        "GET /text has no response: broken"
    );
}

/// A client of an endless stream, which notes whether the body was dropped.
fn endless() -> (Client, Arc<Mutex<bool>>) {
    struct Noted(Arc<Mutex<bool>>);
    impl Drop for Noted {
        fn drop(&mut self) {
            *self.0.lock().unwrap() = true;
        }
    }
    let dropped = Arc::new(Mutex::new(false));
    let flag = Arc::clone(&dropped);
    let events = move || {
        let noted = Noted(Arc::clone(&flag));
        let pieces = ["data: 1\n", "\ndata: 2\ndata: 3\n\n:", " x\n\n"]
            .into_iter()
            .cycle();
        let pieces = pieces.map(move |piece| {
            let _ = &noted;
            Ok::<_, std::io::Error>(piece)
        });
        async { Body::from_stream(tokio_stream::iter(pieces)) }
    };
    (Client::new(Router::new().route("/", get(events))), dropped)
}

#[tokio::test]
async fn a_stream_is_read_while_it_arrives() {
    let (client, dropped) = endless();
    let mut stream = client.get("/").stream().await.unwrap();
    assert_eq!(stream.status(), StatusCode::OK);
    for event in ["data: 1", "data: 2\ndata: 3", ": x", "data: 1"] {
        assert_eq!(stream.event().await.unwrap().as_deref(), Some(event));
    }
    assert_eq!(
        &stream.chunk().await.unwrap().unwrap()[..],
        b"data: 2\ndata: 3\n\n:"
    );
    assert_eq!(&stream.chunk().await.unwrap().unwrap()[..], b" x\n\n");
    assert!(!*dropped.lock().unwrap());
    drop(stream);
    assert!(*dropped.lock().unwrap());

    let client = self::client();
    let mut stream = client.get("/crlf").stream().await.unwrap();
    for event in ["data: 1\ndata: 2", "data: 3"] {
        assert_eq!(stream.event().await.unwrap().as_deref(), Some(event));
    }
    let mut stream = client.get("/text").stream().await.unwrap();
    assert_eq!(
        stream.event().await.unwrap(),
        None,
        "an event without its empty line"
    );
    let mut stream = client.get("/broken").stream().await.unwrap();
    assert_eq!(&stream.chunk().await.unwrap().unwrap()[..], b"half");
    let error = stream.chunk().await.unwrap_err().to_string();
    assert!(
        error.starts_with("the response body ended early: "),
        "{error}"
    );
}

#[tokio::test]
async fn redirects_are_followed_before_a_stream_is_read() {
    let follows = client().follow_redirects(1);
    let mut stream = follows.get("/set-and-go").stream().await.unwrap();
    assert_eq!(&stream.chunk().await.unwrap().unwrap()[..], b"a=1");
    assert_eq!(stream.chunk().await.unwrap(), None);
}
