//! The application in `app/` and requests made of arbitrary bytes, for all targets.

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::Response,
};
use http_body_util::BodyExt as _;
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use router_runtime::{AppBuilder, CacheOptions, routes, testing::Clock};
use std::{convert::Infallible, future::Future};
use tower::{Service, ServiceExt as _};

routes!("app");

/// The application with a cache of its own and a clock that stops.
pub fn application() -> AppBuilder<()> {
    app::builder()
        .public_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/public"))
        .cache(
            CacheOptions::new()
                .max_bytes(1 << 20)
                .max_entry(1 << 16)
                .clock(Clock::new()),
        )
}

/// Runs a future to its end on the one runtime of the process.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// A part of a text: one that the program knows, or any.
#[derive(Arbitrary, Debug)]
pub enum Piece<'a> {
    Known(u8),
    Text(&'a str),
}

/// Joins pieces to a text.
pub fn text(pieces: &[Piece<'_>], known: &[&str]) -> String {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Known(at) => known[usize::from(*at) % known.len()],
        Piece::Text(text) => text,
    });
    pieces.collect()
}

/// Pieces of targets of the application.
pub const TARGETS: &[&str] = &[
    "/",
    "/items",
    "/items/new",
    "/files/",
    "/docs",
    "/docs/a",
    "/keyed",
    "/fixed/1",
    "/api/",
    "/api/missing",
    "/forms",
    "/caf%20%C3%A9",
    "/cookies",
    "/note.txt",
    "..",
    ".",
    "%2e",
    "%2F",
    "%",
    "%00",
    "\\",
    "?",
    "page=1",
    "&",
    "q=",
    "#",
    "*",
    "http://here",
    ":",
    "//",
    "é",
];

const METHODS: &[&str] = &[
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "PURGE",
];

/// Names of headers that the runtime reads.
pub const HEADERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cache-control",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "origin",
    "pragma",
    "purpose",
    "range",
    "transfer-encoding",
    "upgrade",
    "x-forwarded-host",
    "x-plan",
    "x-refused",
    "access-control-request-method",
];

/// Pieces of values of headers.
pub const VALUES: &[&str] = &[
    "en",
    "de",
    ";q=0.5",
    ", ",
    "*",
    "theme=",
    "lang=",
    "; ",
    "dark",
    "%zz",
    "%41",
    "\"",
    "W/",
    "bytes=",
    "0-",
    "-1",
    "5-2",
    "no-cache",
    "no-store",
    "only-if-cached",
    "max-age=0",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "here",
    ":80",
    "application/json",
    "multipart/form-data",
    "=",
];

/// A request made of pieces.
#[derive(Arbitrary, Debug)]
pub struct Input<'a> {
    method: u8,
    target: Vec<Piece<'a>>,
    headers: Vec<(u8, Vec<Piece<'a>>)>,
    body: &'a [u8],
}

impl Input<'_> {
    /// The request, if the HTTP implementation would let it through.
    pub fn request(&self) -> Option<Request> {
        let method = METHODS[usize::from(self.method) % METHODS.len()];
        let mut request = Request::new(Body::from(self.body.to_vec()));
        *request.method_mut() = Method::from_bytes(method.as_bytes()).ok()?;
        *request.uri_mut() = Uri::try_from(text(&self.target, TARGETS)).ok()?;
        *request.headers_mut() = headers(&self.headers);
        Some(request)
    }
}

/// The headers whose values are valid.
pub fn headers(pieces: &[(u8, Vec<Piece<'_>>)]) -> HeaderMap {
    let headers = pieces.iter().filter_map(|(name, value)| {
        let name = HeaderName::from_static(HEADERS[usize::from(*name) % HEADERS.len()]);
        Some((
            name,
            HeaderValue::from_bytes(text(value, VALUES).as_bytes()).ok()?,
        ))
    });
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(name, value);
    }
    map
}

/// A `GET` of a path of the application.
pub fn get(target: &str, headers: HeaderMap) -> Option<Request> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = Uri::try_from(target).ok()?;
    *request.headers_mut() = headers;
    Some(request)
}

/// The same request again. Its body is not read.
pub fn same(request: &Request) -> Request {
    let mut copy = Request::new(Body::empty());
    request.method().clone_into(copy.method_mut());
    request.uri().clone_into(copy.uri_mut());
    request.headers().clone_into(copy.headers_mut());
    copy
}

/// A whole response.
#[derive(Debug, PartialEq)]
pub struct Buffered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// `None` if the body ended with an error.
    pub body: Option<Bytes>,
}

impl Buffered {
    /// The response of a service, without the headers that depend on the time.
    pub async fn of<S>(service: S, request: Request) -> Self
    where
        S: Service<Request, Response = Response, Error = Infallible>,
    {
        let response = match service.oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        let mut headers = parts.headers;
        headers.remove(header::DATE);
        headers.remove(header::AGE);
        let body = body.collect().await.ok().map(|body| body.to_bytes());
        Self {
            status: parts.status,
            headers,
            body,
        }
    }

    /// The first value of a header.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        self.body
            .as_deref()
            .map(str::from_utf8)
            .and_then(Result::ok)
            .unwrap_or_default()
    }
}
