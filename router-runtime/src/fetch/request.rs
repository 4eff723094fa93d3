//! A request to an upstream, told piece by piece.

use super::{
    Fetch,
    choice::{Choice, Contradiction, Said, choose},
    error::{Asked, FetchError, FetchErrorKind},
    exchange::Exchange,
    fill::{Unkept, fill},
    name,
    response::FetchResponse,
};
use crate::data::{DataOptions, LookupError};
use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE, COOKIE},
    },
};
use reqwest::Url;
use serde::Serialize;
use std::{fmt, io, sync::Arc, time::Duration};

/// How long an answer may take, where the call does not say.
const PATIENCE: Duration = Duration::from_secs(10);
/// The bytes of an answer, where the call does not say.
const BODY_LIMIT: usize = 8 << 20;

/// A request that [`send`](Self::send) sends, or finds the answer of.
///
/// What it says of keeping means what it means for Next.js' `fetch`. Nothing is kept unless it, or `fetch_cache` in its file, says so.
#[must_use = "a request is sent by `send`"]
pub struct FetchRequest {
    fetch: Fetch,
    method: Method,
    /// What was told, if it is no URL.
    url: Result<Url, String>,
    headers: HeaderMap,
    body: Option<Bytes>,
    patience: Duration,
    body_limit: usize,
    said: Said,
    tags: Vec<String>,
    /// What cannot be sent.
    wrong: Option<String>,
}

impl fmt::Debug for FetchRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchRequest")
            .field("asked", &self.asked().0)
            .field("said", &self.said)
            .field("tags", &self.tags)
            .finish_non_exhaustive()
    }
}

impl FetchRequest {
    pub(super) fn new(fetch: Fetch, method: Method, told: &str) -> Self {
        let url = Url::parse(told).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        Self {
            fetch,
            method,
            url: url.ok_or_else(|| told.to_owned()),
            headers: HeaderMap::new(),
            body: None,
            patience: PATIENCE,
            body_limit: BODY_LIMIT,
            said: Said::default(),
            tags: Vec::new(),
            wrong: None,
        }
    }

    /// Adds to the query of the URL, as a form is sent: `[("page", "2")]`, or a struct.
    pub fn query(mut self, query: &impl Serialize) -> Self {
        match (serde_urlencoded::to_string(query), &mut self.url) {
            (Ok(more), Ok(url)) if !more.is_empty() => {
                let whole = match url.query() {
                    Some(before) if !before.is_empty() => format!("{before}&{more}"),
                    _ => more,
                };
                url.set_query(Some(&whole));
            }
            (Err(error), _) => self.wrong(format!("its query cannot be written: {error}")),
            _ => {}
        }
        self
    }

    /// Adds a header.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(mut value)) => {
                // No log of a client shows it.
                value.set_sensitive(matches!(name, AUTHORIZATION | COOKIE));
                self.headers.append(name, value);
            }
            // Neither is shown: it may be a secret.
            (Err(_), _) => self.wrong("the name of a header is none".to_owned()),
            (Ok(name), Err(_)) => self.wrong(format!("the value of its header `{name}` is none")),
        }
        self
    }

    /// Sends this as the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Sends the value as JSON.
    pub fn json(mut self, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(text) => self.body = Some(text.into()),
            Err(error) => self.wrong(format!("its body cannot be written: {error}")),
        }
        let kind = HeaderValue::from_static("application/json");
        self.headers.entry(CONTENT_TYPE).or_insert(kind);
        self
    }

    /// How long the answer may take, its body included: 10 s without it.
    pub fn timeout(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// How many bytes the body of the answer may have: 8 MiB without it.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// The seconds that the answer is fresh. Who asks later gets the old one while a new one is fetched; 0: it is not kept.
    ///
    /// An answer of the application that is made of it and kept for longer is kept so long instead.
    pub fn revalidate(mut self, seconds: u32) -> Self {
        self.said.revalidate = Some(seconds);
        self
    }

    /// The answer is kept until one of the tags is invalidated, or as long as `revalidate` says.
    pub fn force_cache(mut self) -> Self {
        self.said.force_cache = true;
        self
    }

    /// The answer is not kept.
    pub fn no_store(mut self) -> Self {
        self.said.no_store = true;
        self
    }

    /// What invalidates the answer, and the answers of the application that are made of it.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Several of them: at most 128 tags of at most 256 bytes.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// The answer: the one that is kept, or what the upstream says.
    ///
    /// # Errors
    ///
    /// Where there is none: see [`FetchErrorKind`](super::FetchErrorKind).
    pub async fn send(self) -> Result<FetchResponse, FetchError> {
        let asked = self.asked();
        self.answer(&asked)
            .await
            .map_err(|problem| asked.wrong(problem))
    }

    async fn answer(self, asked: &Asked) -> Result<FetchResponse, FetchErrorKind> {
        if let Some(wrong) = self.wrong {
            return Err(FetchErrorKind::Request(wrong.into()));
        }
        let Fetch {
            data,
            client,
            place,
        } = self.fetch;
        let exchange = Exchange {
            client,
            clock: data.clock().clone(),
            asked: asked.clone(),
            method: self.method,
            url: self.url.map_err(|_| FetchErrorKind::Url)?,
            headers: self.headers,
            body: self.body,
            patience: self.patience,
            body_limit: self.body_limit,
        };
        let contradiction =
            |it: Contradiction| FetchErrorKind::Contradiction(it.to_string().into());
        let choice = choose(place.fetch_cache, self.said, name::is_plain(&exchange));
        let choice = choice.map_err(contradiction)?;
        if choice == Choice::NotKept && place.is_error && data.is_for_response() {
            return Err(contradiction(Contradiction::Dynamic));
        }
        let keep = DataOptions::new().tags(self.tags.iter().map(String::as_str));
        let Choice::Kept(period) = choice else {
            data.add_tags(&keep.revalidate(0))
                .map_err(FetchErrorKind::Tag)?;
            return exchange.run().await;
        };
        let keep = match period {
            Some(period) => keep.revalidate(period),
            None => keep,
        };
        let name = name::name(&exchange, period, &self.tags);
        match data.lookup(&name, &keep, fill(exchange)).await {
            Ok(kept) => FetchResponse::of_kept(asked.clone(), &kept)
                .ok_or_else(|| lost("what was kept cannot be read")),
            Err(LookupError::Tag(error)) => Err(FetchErrorKind::Tag(error)),
            Err(LookupError::Busy) => Err(FetchErrorKind::Busy),
            Err(LookupError::Failed(response)) => match response.extensions().get() {
                Some(Unkept(ended)) => ended.clone(),
                None if response.status() == StatusCode::GATEWAY_TIMEOUT => {
                    Err(FetchErrorKind::TimedOut(data.generation_timeout()))
                }
                None => Err(lost("what fetches panicked")),
            },
        }
    }

    fn asked(&self) -> Asked {
        let shown = match &self.url {
            Ok(url) => name::shown(&self.method, url),
            Err(told) => name::shown_as_told(&self.method, told),
        };
        Asked(shown.into())
    }

    /// Notes why it cannot be sent; the first reason stays.
    fn wrong(&mut self, reason: String) {
        self.wrong.get_or_insert(reason);
    }
}

fn lost(what: &'static str) -> FetchErrorKind {
    FetchErrorKind::Broken(Arc::new(io::Error::other(what)))
}
