//! One call, from the request to where its redirects lead.

use super::{Answer, Client, ClientError};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, LOCATION},
    },
};
use serde::Serialize;
use std::{fmt, future::IntoFuture, pin::Pin};
use tower::ServiceExt;

/// The host that the application is asked for.
const OWN_HOST: &str = "localhost";
/// The most bytes of an answer, so that an endless one ends.
const LONGEST: usize = 64 << 20;

/// A request that is sent when it is awaited.
#[must_use = "a call is sent when it is awaited"]
pub struct Call {
    client: Client,
    method: Method,
    link: String,
    headers: HeaderMap,
    body: Bytes,
    /// What cannot be sent.
    wrong: Option<ClientError>,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}

impl Call {
    pub(super) fn new(client: Client, method: Method, link: String) -> Self {
        Self {
            client,
            method,
            link,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            wrong: None,
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            _ => self.wrong(&format!("`{name}: {value}` is no header")),
        }
        self
    }

    /// Sends this as the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends the value as JSON.
    pub fn json(self, value: &impl Serialize) -> Self {
        let text = serde_json::to_vec(value).map_err(|error| error.to_string());
        self.written(text, "application/json")
    }

    /// Sends the value as a form is sent, `name=Ada+Lovelace&item=ink`.
    pub fn form(self, value: &impl Serialize) -> Self {
        let text = serde_urlencoded::to_string(value).map_err(|error| error.to_string());
        self.written(text, "application/x-www-form-urlencoded")
    }

    fn written(mut self, text: Result<impl Into<Bytes>, String>, kind: &'static str) -> Self {
        match text {
            Ok(text) => self.body = text.into(),
            Err(error) => self.wrong(&format!("the body cannot be written: {error}")),
        }
        let kind = HeaderValue::from_static(kind);
        self.headers.entry(CONTENT_TYPE).or_insert(kind);
        self
    }

    fn wrong(&mut self, what: &str) {
        let Self { method, link, .. } = self;
        let error = ClientError::new(format!("{method} {link} was not sent: {what}"));
        self.wrong.get_or_insert(error);
    }

    async fn send(mut self) -> Result<Answer, ClientError> {
        let mut passed = Vec::new();
        loop {
            if let Some(wrong) = self.wrong.take() {
                return Err(wrong);
            }
            let answer = self.send_once().await?;
            let Some(link) = redirect(&self.link, &answer) else {
                return Ok(answer);
            };
            if self.client.redirects == 0 {
                return Ok(answer);
            }
            passed.push(std::mem::replace(&mut self.link, link));
            if passed.len() > self.client.redirects {
                let limit = self.client.redirects;
                let way = passed.join(" → ");
                return Err(answer.wrong(&format!("more than {limit} redirects: {way}")));
            }
            // Fetch, HTTP-redirect fetch, step 12: what browsers do.
            let becomes_get = match answer.status() {
                StatusCode::SEE_OTHER => self.method != Method::HEAD,
                StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
                _ => false,
            };
            if becomes_get {
                self.method = Method::GET;
                self.body = Bytes::new();
                self.headers.remove(CONTENT_TYPE);
            }
        }
    }

    async fn send_once(&mut self) -> Result<Answer, ClientError> {
        let mut request = Request::new(Body::from(self.body.clone()));
        match self.link.parse() {
            Ok(uri) if self.link.starts_with('/') => *request.uri_mut() = uri,
            _ => self.wrong("a link starts with a slash and is escaped, as `href` writes it"),
        }
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        *request.method_mut() = self.method.clone();
        let mut headers = self.headers.clone();
        let host = HeaderValue::from_static(OWN_HOST);
        headers.entry(HOST).or_insert(host);
        if !self.body.is_empty() {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        }
        if let Some(cookies) = self.client.jar().header(request.uri().path()) {
            headers.entry(COOKIE).or_insert(cookies);
        }
        *request.headers_mut() = headers;
        let asked = self.client.service.clone().oneshot(request).await;
        let (parts, body) = asked.unwrap_or_else(|never| match never {}).into_parts();
        self.client.jar().take(&parts.headers);
        let (method, link) = (self.method.clone(), self.link.clone());
        match to_bytes(body, LONGEST).await {
            Ok(body) => Ok(Answer::new(method, link, parts, body)),
            Err(error) => {
                let answer = Answer::new(method, link, parts, Bytes::new());
                Err(answer.wrong(&format!("its body broke off: {error}")))
            }
        }
    }
}

impl IntoFuture for Call {
    type Output = Result<Answer, ClientError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Where an answer redirects to, if that is in the application.
fn redirect(from: &str, answer: &Answer) -> Option<String> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = answer.header(LOCATION.as_str())?;
    let location = location.split('#').next().unwrap_or_default();
    let path = from.split('?').next().unwrap_or_default();
    let (scheme, after) = location.split_once("://").unwrap_or(("", location));
    if scheme == "http" || scheme == "https" {
        let rest = after.strip_prefix(OWN_HOST)?;
        return match rest.as_bytes().first() {
            None => Some("/".to_owned()),
            Some(b'/') => Some(rest.to_owned()),
            _ => None,
        };
    }
    match location.as_bytes() {
        [b'/', b'/', ..] => None,
        [b'/', ..] => Some(location.to_owned()),
        [] => Some(from.to_owned()),
        [b'?', ..] => Some(format!("{path}{location}")),
        _ => {
            let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
            Some(format!("{folder}{location}"))
        }
    }
}
