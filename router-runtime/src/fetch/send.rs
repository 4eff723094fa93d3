//! One request to an upstream, with limits on time and size.

use super::{
    client::FetchClient, error::FetchErrorKind, label::RequestLabel, response::FetchResponse,
};
use crate::cache::Clock;
use axum::{
    body::Bytes,
    http::{
        HeaderMap, Method,
        header::{AUTHORIZATION, COOKIE},
    },
};
use reqwest::{Response, Url};
use std::{sync::Arc, time::Duration};

/// A validated request with its limits.
#[derive(Clone)]
pub(super) struct PreparedRequest {
    pub(super) client: FetchClient,
    pub(super) clock: Clock,
    pub(super) label: RequestLabel,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    pub(super) timeout: Duration,
    pub(super) body_limit: usize,
}

impl PreparedRequest {
    /// Returns `true` if the request is a `GET` or `HEAD` without credentials.
    pub(super) fn is_public(&self) -> bool {
        let has_credentials = self.headers.contains_key(AUTHORIZATION)
            || self.headers.contains_key(COOKIE)
            || !self.url.username().is_empty()
            || self.url.password().is_some();
        matches!(self.method, Method::GET | Method::HEAD) && !has_credentials
    }

    pub(super) async fn send(self) -> Result<FetchResponse, FetchErrorKind> {
        let (clock, timeout) = (self.clock.clone(), self.timeout);
        let deadline = clock.now().saturating_add(timeout);
        tokio::select! {
            result = self.send_without_timeout() => result,
            () = clock.sleep_until(deadline) => Err(FetchErrorKind::TimedOut(timeout)),
        }
    }

    async fn send_without_timeout(self) -> Result<FetchResponse, FetchErrorKind> {
        let client = self.client.get().as_ref();
        let client = client.map_err(|error| FetchErrorKind::Client(Arc::clone(error) as _))?;
        let request = client.request(self.method, self.url).headers(self.headers);
        let request = match self.body {
            Some(body) => request.body(body),
            None => request,
        };
        let mut response = request.send().await.map_err(kind_of)?;
        let body = read(&mut response, self.body_limit).await?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        Ok(FetchResponse::new(self.label, status, headers, body))
    }
}

async fn read(response: &mut Response, limit: usize) -> Result<Bytes, FetchErrorKind> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(kind_of)? {
        if chunk.len() > limit - body.len() {
            return Err(FetchErrorKind::BodyTooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.into())
}

/// Converts an error of the client. The URL is removed, because its query may contain a secret.
fn kind_of(error: reqwest::Error) -> FetchErrorKind {
    let error = error.without_url();
    if error.is_redirect() {
        FetchErrorKind::TooManyRedirects
    } else if error.is_connect() {
        FetchErrorKind::Connect(Arc::new(error))
    } else {
        FetchErrorKind::Transport(Arc::new(error))
    }
}
