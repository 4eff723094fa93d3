use super::RequestExt;
use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, header::COOKIE},
};
use serde_json::{Value, json};

fn build(uri: &str, body: impl Into<Body>) -> Request {
    Request::builder()
        .method("POST")
        .uri(uri)
        .header(COOKIE, "a=1")
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn a_request_is_read_through_its_methods() {
    let mut request = build("/?page=2&tag=a&tag=b%20c", r#"{"x":1}"#);
    let pairs = request.query_pairs();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(pairs, [("page", "2"), ("tag", "a"), ("tag", "b c")]);
    assert_eq!(request.cookies().get("a").unwrap().value(), "1");
    assert_eq!(request.json::<Value>().await.unwrap(), json!({"x": 1}));
    assert_eq!(request.bytes().await.unwrap(), "", "the body is taken");
    assert_eq!(request.method(), "POST", "the rest is not");
    let wrong = request.query::<Vec<(u8, u8)>>().unwrap_err();
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn bodies_are_decoded_as_by_fetch_or_rejected() {
    let text = |body: &'static [u8]| async move { build("/", body).text().await.unwrap() };
    assert_eq!(text(b"\xef\xbb\xbfhi").await, "hi");
    assert_eq!(text(b"caf\xe9").await, "caf\u{fffd}");
    let marked = build("/", "\u{feff}[1]").json::<Vec<u8>>().await;
    assert_eq!(marked.unwrap(), [1]);
    let json = |body: &'static str| async move {
        let result = build("/", body).json::<u8>().await;
        result.unwrap_err().status()
    };
    assert_eq!(json("").await, StatusCode::BAD_REQUEST);
    assert_eq!(json("1 2").await, StatusCode::BAD_REQUEST);
    assert_eq!(json("\"x\"").await, StatusCode::UNPROCESSABLE_ENTITY);
    let long = build("/", vec![b'x'; 3 << 20]).text().await;
    assert_eq!(long.unwrap_err().status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(json("\u{feff}\u{feff}1").await, StatusCode::BAD_REQUEST);
    let form = build("/", "a=1").form::<Vec<(String, u8)>>().await;
    assert_eq!(
        form.unwrap_err().status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
}
