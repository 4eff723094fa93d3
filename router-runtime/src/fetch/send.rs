//! One request to an upstream and its answer, within bounds of time and size.

use super::{
    client::FetchClient,
    error::{Asked, FetchErrorKind},
    response::FetchResponse,
};
use crate::cache::Clock;
use axum::{
    body::Bytes,
    http::{HeaderMap, Method},
};
use reqwest::{Response, Url};
use std::{sync::Arc, time::Duration};

/// All that is sent, and how long and how much is waited for.
#[derive(Clone)]
pub(super) struct Exchange {
    pub(super) client: FetchClient,
    pub(super) clock: Clock,
    pub(super) asked: Asked,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    pub(super) patience: Duration,
    pub(super) body_limit: usize,
}

impl Exchange {
    pub(super) async fn run(self) -> Result<FetchResponse, FetchErrorKind> {
        let (clock, patience) = (self.clock.clone(), self.patience);
        let deadline = clock.now().saturating_add(patience);
        tokio::select! {
            answer = self.answer() => answer,
            () = clock.sleep_until(deadline) => Err(FetchErrorKind::TimedOut(patience)),
        }
    }

    async fn answer(self) -> Result<FetchResponse, FetchErrorKind> {
        let client = self.client.get().as_ref();
        let client = client.map_err(|error| FetchErrorKind::Client(Arc::clone(error) as _))?;
        let request = client.request(self.method, self.url).headers(self.headers);
        let request = match self.body {
            Some(body) => request.body(body),
            None => request,
        };
        let mut answer = request.send().await.map_err(problem)?;
        let body = read(&mut answer, self.body_limit).await?;
        let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
        Ok(FetchResponse::new(self.asked, status, headers, body))
    }
}

async fn read(answer: &mut Response, limit: usize) -> Result<Bytes, FetchErrorKind> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(problem)? {
        if chunk.len() > limit - body.len() {
            return Err(FetchErrorKind::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.into())
}

/// What went wrong, without the URL, whose query may be a secret.
fn problem(error: reqwest::Error) -> FetchErrorKind {
    let error = error.without_url();
    if error.is_redirect() {
        FetchErrorKind::Redirects
    } else if error.is_connect() {
        FetchErrorKind::Connect(Arc::new(error))
    } else {
        FetchErrorKind::Broken(Arc::new(error))
    }
}
