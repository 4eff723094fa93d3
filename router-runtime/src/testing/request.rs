//! Requests of the test client.

use super::{
    error::ClientError,
    redirect::{self, OWN_HOST},
    response::TestResponse,
    session::{BODY_LIMIT, Session},
    stream::TestStream,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::ConnectInfo,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Request,
        header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST},
        response::Parts,
    },
};
use serde::Serialize;
use std::{error::Error, fmt, future::IntoFuture, mem, pin::Pin};
use tower::ServiceExt;

/// A request that is sent when it is awaited.
///
/// Awaiting it fails with a [`ClientError`] if the request is invalid, if the application redirects too often, or if the response
/// body ends early or is larger than 64 MiB. A response with an error status is not an error; see [`TestResponse::expect`].
///
/// ```
/// use router_runtime::testing::Client;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), router_runtime::testing::ClientError> {
/// # let router = axum::Router::new()
/// #     .route("/search", axum::routing::post(async |axum::Form(pairs): axum::Form<Vec<(String, String)>>| pairs[0].1.clone()));
/// let client = Client::new(router);
/// let request = client.post("/search").header("accept-language", "de").form(&[("q", "fountain pen")]);
/// assert_eq!(request.await?.text()?, "fountain pen");
/// # Ok(())
/// # }
/// ```
#[must_use = "a request is sent when it is awaited"]
pub struct TestRequest {
    pub(super) session: Session,
    method: Method,
    pub(super) link: String,
    headers: HeaderMap,
    body: Bytes,
    /// The first reason why the request cannot be sent.
    error: Option<ClientError>,
}

impl fmt::Debug for TestRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestRequest")
            .field("method", &self.method)
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}

impl TestRequest {
    pub(super) fn new(session: Session, method: Method, link: String) -> Self {
        Self {
            session,
            method,
            link,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            error: None,
        }
    }

    /// Adds a header. It replaces a header of the client with this name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                self.headers.append(name, value);
            }
            Err(error) => self.reject(&error.to_string()),
        }
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Serializes the value as JSON and sends it as the body, with `Content-Type: application/json` unless that header is set.
    pub fn json(self, value: &impl Serialize) -> Self {
        let text = serde_json::to_vec(value).map_err(|error| error.to_string());
        self.serialized(text, "application/json")
    }

    /// Serializes the value as a URL-encoded form, `name=Ada+Lovelace&item=ink`, and sends it as the body.
    pub fn form(self, value: &impl Serialize) -> Self {
        let text = serde_urlencoded::to_string(value).map_err(|error| error.to_string());
        self.serialized(text, "application/x-www-form-urlencoded")
    }

    fn serialized(
        mut self,
        text: Result<impl Into<Bytes>, String>,
        media_type: &'static str,
    ) -> Self {
        match text {
            Ok(text) => self.body = text.into(),
            Err(error) => self.reject(&format!("the body cannot be serialized: {error}")),
        }
        let media_type = HeaderValue::from_static(media_type);
        self.headers.entry(CONTENT_TYPE).or_insert(media_type);
        self
    }

    /// Records why the request cannot be sent.
    fn reject(&mut self, reason: &str) {
        let Self { method, link, .. } = self;
        let error = ClientError::new(format!("{method} {link} was not sent: {reason}"));
        self.error.get_or_insert(error);
    }

    /// Sends the request and returns the response as soon as its headers have arrived. Use it for streams, such as server-sent events.
    ///
    /// # Errors
    ///
    /// Fails if the request is invalid, if the application redirects too often, or if it fails to respond.
    ///
    /// ```
    /// use router_runtime::testing::Client;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), router_runtime::testing::ClientError> {
    /// # let handler = async || {
    /// #     let events = ["one", "two"].map(|text| axum::response::sse::Event::default().data(text));
    /// #     axum::response::Sse::new(tokio_stream::iter(events.map(Ok::<_, std::convert::Infallible>)))
    /// # };
    /// # let router = axum::Router::new().route("/events", axum::routing::get(handler));
    /// let mut events = Client::new(router).get("/events").stream().await?;
    /// assert_eq!(events.event().await?.as_deref(), Some("data: one"));
    /// assert_eq!(events.event().await?.as_deref(), Some("data: two"));
    /// assert_eq!(events.event().await?, None);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn stream(mut self) -> Result<TestStream, ClientError> {
        let (parts, body) = self.respond().await?;
        Ok(TestStream::new(self.method, self.link, parts, body))
    }

    async fn send(mut self) -> Result<TestResponse, ClientError> {
        let (parts, body) = self.respond().await?;
        read(self.method, self.link, parts, body).await
    }

    /// Sends the request and follows redirects.
    async fn respond(&mut self) -> Result<(Parts, Body), ClientError> {
        let mut visited = Vec::new();
        loop {
            let (parts, body) = self.respond_once().await?;
            let link = redirect::target(&self.link, &parts);
            let Some(link) = link.filter(|_| self.session.redirects > 0) else {
                return Ok((parts, body));
            };
            visited.push(mem::replace(&mut self.link, link));
            if visited.len() > self.session.redirects {
                let limit = self.session.redirects;
                let chain = visited.join(" → ");
                let link = self.link.clone();
                let response = read(self.method.clone(), link, parts, body).await?;
                return Err(response.error(&format!("more than {limit} redirects: {chain}")));
            }
            if redirect::becomes_get(parts.status, &self.method) {
                self.method = Method::GET;
                self.body = Bytes::new();
                self.headers.remove(CONTENT_TYPE);
            }
        }
    }

    async fn respond_once(&mut self) -> Result<(Parts, Body), ClientError> {
        let request = self.build()?;
        let response = self.session.service.clone().oneshot(request).await;
        let (parts, body) = response.map_err(|error| self.failed(&*error))?.into_parts();
        self.session.cookies().update(&parts.headers);
        Ok((parts, body))
    }

    /// Builds the request.
    pub(super) fn build(&mut self) -> Result<Request<Body>, ClientError> {
        let mut request = Request::new(Body::from(self.body.clone()));
        match self.link.parse() {
            Ok(uri) if self.link.starts_with('/') => *request.uri_mut() = uri,
            _ => self.reject(
                "expected a link that starts with `/` and is percent-encoded, as `href` returns it",
            ),
        }
        if let Some(error) = self.session.error.clone() {
            self.reject(&error.to_string());
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        *request.method_mut() = self.method.clone();
        let mut headers = self.headers.clone();
        for name in self.session.headers.keys() {
            if !headers.contains_key(name) {
                for value in self.session.headers.get_all(name) {
                    headers.append(name, value.clone());
                }
            }
        }
        let host = HeaderValue::from_static(OWN_HOST);
        headers.entry(HOST).or_insert(host);
        if !self.body.is_empty() {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        }
        if let Some(cookies) = self.session.cookies().header(request.uri().path()) {
            headers.entry(COOKIE).or_insert(cookies);
        }
        *request.headers_mut() = headers;
        let peer = ConnectInfo(self.session.peer);
        request.extensions_mut().insert(peer);
        Ok(request)
    }

    /// Returns the error for a request without a response.
    pub(super) fn failed(&self, error: &dyn Error) -> ClientError {
        let Self { method, link, .. } = self;
        ClientError::new(format!("{method} {link} has no response: {error}"))
    }
}

/// Reads a header.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), ClientError> {
    match (name.parse(), HeaderValue::from_str(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(ClientError::new(format!(
            "invalid header `{name}: {value}`"
        ))),
    }
}

/// Reads the body of a response to its end.
async fn read(
    method: Method,
    link: String,
    parts: Parts,
    body: Body,
) -> Result<TestResponse, ClientError> {
    match to_bytes(body, BODY_LIMIT).await {
        Ok(body) => Ok(TestResponse::new(method, link, parts, body)),
        Err(error) => {
            let response = TestResponse::new(method, link, parts, Bytes::new());
            Err(response.error(&format!("the response body ended early: {error}")))
        }
    }
}

impl IntoFuture for TestRequest {
    type Output = Result<TestResponse, ClientError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
