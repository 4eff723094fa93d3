//! Any bytes as a form: the client is at fault, never the server.
#![no_main]

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, Method, header::CONTENT_TYPE},
};
use fuzz::{Buffered, Piece, application, run, text};
use libfuzzer_sys::fuzz_target;

const PIECES: &[&str] = &[
    "--",
    "b",
    "\r\n",
    "--b\r\n",
    "\r\n--b--\r\n",
    "Content-Disposition: form-data; ",
    "name=",
    "\"",
    "a",
    "; filename=",
    "filename*=UTF-8''%e2",
    "Content-Type: text/plain\r\n",
    "\r\n\r\n",
    "; charset=",
    "utf-16",
    "multipart/mixed",
    "%22",
    "=",
    "&",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "\\",
    "\0",
];

fuzz_target!(|input: (u8, Vec<Piece<'_>>, Vec<Piece<'_>>, &[u8])| {
    let (content_type, other, pieces, bytes) = input;
    let content_type = match content_type % 4 {
        0 => text(&other, PIECES),
        1 => format!("multipart/form-data; boundary={}", text(&other, PIECES)),
        2 => "application/x-www-form-urlencoded".to_owned(),
        _ => "multipart/form-data; boundary=b".to_owned(),
    };
    let Ok(content_type) = HeaderValue::from_bytes(content_type.as_bytes()) else {
        return;
    };
    let body = [text(&pieces, PIECES).as_bytes(), bytes].concat();
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = "/forms".parse().expect("a path");
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    let response = run(Buffered::of(application().service(), request));
    assert!(
        response.status.is_success() || response.status.is_client_error(),
        "{response:?}"
    );
});
