//! Requests to upstreams.

use super::{
    cache_key::cache_key,
    cache_mode::{CacheMode, CallOptions, ConflictingOptions, cache_mode},
    cached_send::{UncachedOutcome, cached_send},
    context::{FetchContext, FileDefaults},
    error::{FetchError, FetchErrorKind},
    label::RequestLabel,
    response::FetchResponse,
    send::PreparedRequest,
};
use crate::data::{DataCache, DataOptions, LookupError};
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

/// The default time limit of a request.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The default limit of a response body in bytes.
const BODY_LIMIT: usize = 8 << 20;

/// A request that [`send`](Self::send) sends or serves from the cache.
///
/// [`revalidate`](Self::revalidate), [`force_cache`](Self::force_cache) and [`no_store`](Self::no_store) have the meaning of the options
/// of Next.js' [`fetch`](https://nextjs.org/docs/app/api-reference/functions/fetch). Without them, the response is not cached unless the
/// file exports `fetch_cache`.
///
/// ```no_run
/// # async fn example(fetch: router_runtime::Fetch) -> Result<(), router_runtime::fetch::FetchError> {
/// let request = fetch.get("https://shop.example/items").query(&[("page", 2)]).header("accept-language", "de");
/// let page = request.revalidate(60).tags(["items", "items:2"]).send().await?;
/// # Ok(()) }
/// ```
#[must_use = "a request is sent by `send`"]
pub struct FetchRequest {
    context: FetchContext,
    label: RequestLabel,
    method: Method,
    url: Option<Url>,
    headers: HeaderMap,
    body: Option<Bytes>,
    timeout: Duration,
    body_limit: usize,
    options: CallOptions,
    tags: Vec<String>,
    /// The first reason why the request cannot be sent.
    invalid: Option<String>,
}

impl fmt::Debug for FetchRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchRequest")
            .field("request", &self.label)
            .field("options", &self.options)
            .field("tags", &self.tags)
            .finish_non_exhaustive()
    }
}

impl FetchRequest {
    pub(super) fn new(context: FetchContext, method: Method, text: &str) -> Self {
        let url = Url::parse(text).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let label = match &url {
            Some(url) => RequestLabel::new(&method, url),
            None => RequestLabel::of_invalid_url(&method, text),
        };
        Self {
            context,
            label,
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            timeout: TIMEOUT,
            body_limit: BODY_LIMIT,
            options: CallOptions::default(),
            tags: Vec::new(),
            invalid: None,
        }
    }

    /// Serializes the value as form data, such as `[("page", "2")]` or a struct, and appends it to the query of the URL.
    pub fn query(mut self, query: &impl Serialize) -> Self {
        match (serde_urlencoded::to_string(query), &mut self.url) {
            (Ok(more), Some(url)) if !more.is_empty() => {
                let complete = match url.query() {
                    Some(before) if !before.is_empty() => format!("{before}&{more}"),
                    _ => more,
                };
                url.set_query(Some(&complete));
            }
            (Err(error), _) => self.reject(format!("the query cannot be serialized: {error}")),
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
        // Errors do not contain the invalid value, which may be a secret.
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(matches!(name, AUTHORIZATION | COOKIE));
                self.headers.append(name, value);
            }
            (Err(_), _) => self.reject("invalid header name".to_owned()),
            (Ok(name), Err(_)) => self.reject(format!("invalid value for the header `{name}`")),
        }
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// Serializes the value as JSON and sends it as the body, with `Content-Type: application/json` unless that header is set.
    pub fn json(mut self, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(text) => self.body = Some(text.into()),
            Err(error) => self.reject(format!("the body cannot be serialized: {error}")),
        }
        let media_type = HeaderValue::from_static("application/json");
        self.headers.entry(CONTENT_TYPE).or_insert(media_type);
        self
    }

    /// Sets the time limit for the complete response, including its body. The default is 10 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the limit of the response body in bytes. The default is 8 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Caches the response for this many seconds; then it is stale and revalidated in the background. With 0, it is not cached.
    ///
    /// A cached response of the application that is generated from it is fresh for at most this period as well.
    pub fn revalidate(mut self, seconds: u32) -> Self {
        self.options.revalidate = Some(seconds);
        self
    }

    /// Caches the response until one of its tags is invalidated, or for the period that `revalidate` sets.
    pub fn force_cache(mut self) -> Self {
        self.options.force_cache = true;
        self
    }

    /// Does not cache the response.
    pub fn no_store(mut self) -> Self {
        self.options.no_store = true;
        self
    }

    /// Adds a tag that invalidates the response and all responses of the application that are generated from it.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Adds several tags. A request can have 128 tags of at most 256 bytes each.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// Returns the stored response, or sends the request.
    ///
    /// # Errors
    ///
    /// Fails if the request is invalid, cannot be sent, or exceeds a limit; [`FetchErrorKind`] lists the reasons. A response with an
    /// error status is not an error.
    pub async fn send(self) -> Result<FetchResponse, FetchError> {
        let label = self.label.clone();
        let result = self.send_or_serve().await;
        result.map_err(|kind| FetchError::new(&label, kind))
    }

    async fn send_or_serve(self) -> Result<FetchResponse, FetchErrorKind> {
        if let Some(reason) = self.invalid {
            return Err(FetchErrorKind::InvalidRequest(reason.into()));
        }
        let FetchContext {
            data,
            client,
            defaults,
        } = self.context;
        let request = PreparedRequest {
            client,
            clock: data.clock().clone(),
            label: self.label,
            method: self.method,
            url: self.url.ok_or(FetchErrorKind::InvalidUrl)?,
            headers: self.headers,
            body: self.body,
            timeout: self.timeout,
            body_limit: self.body_limit,
        };
        let mode = mode(defaults, self.options, &request, &data)?;
        let options = DataOptions::new().tags(self.tags.iter().map(String::as_str));
        let CacheMode::Cached(period) = mode else {
            data.add_tags(&options.revalidate(0))
                .map_err(FetchErrorKind::Tag)?;
            return request.send().await;
        };
        let options = match period {
            Some(period) => options.revalidate(period),
            None => options,
        };
        let key = cache_key(&request, period, &self.tags);
        serve(&data, &key, &options, request).await
    }

    /// Records why the request cannot be sent.
    fn reject(&mut self, reason: String) {
        self.invalid.get_or_insert(reason);
    }
}

/// Returns the cache mode of a request, or why it cannot be sent from this file.
fn mode(
    defaults: FileDefaults,
    options: CallOptions,
    request: &PreparedRequest,
    data: &DataCache,
) -> Result<CacheMode, FetchErrorKind> {
    let mode = cache_mode(defaults.fetch_cache, options, request.is_public());
    let mode = mode.and_then(|mode| {
        if mode == CacheMode::NoStore && defaults.is_error && data.is_for_response() {
            return Err(ConflictingOptions::Dynamic);
        }
        Ok(mode)
    });
    mode.map_err(|error| FetchErrorKind::ConflictingOptions(error.to_string().into()))
}

/// Returns the stored response of a request, or the outcome of sending it for the cache.
async fn serve(
    data: &DataCache,
    key: &str,
    options: &DataOptions,
    request: PreparedRequest,
) -> Result<FetchResponse, FetchErrorKind> {
    let label = request.label.clone();
    match data
        .lookup(key, options, cached_send(request), FetchResponse::is_stored)
        .await
    {
        Ok(stored) => FetchResponse::from_stored(label, &stored)
            .ok_or_else(|| internal("the stored response is corrupt")),
        Err(LookupError::Tag(error)) => Err(FetchErrorKind::Tag(error)),
        Err(LookupError::Busy) => Err(FetchErrorKind::Busy),
        Err(LookupError::Failed(response)) => match response.extensions().get() {
            Some(UncachedOutcome(outcome)) => outcome.clone(),
            None if response.status() == StatusCode::GATEWAY_TIMEOUT => {
                Err(FetchErrorKind::TimedOut(data.generation_timeout()))
            }
            None => Err(internal("the task of the request panicked")),
        },
    }
}

fn internal(message: &'static str) -> FetchErrorKind {
    FetchErrorKind::Transport(Arc::new(io::Error::other(message)))
}
