//! Requests to other services, cached like Next.js' `fetch`.
//!
//! ```
//! use router_runtime::prelude::*;
//!
//! // app/news/route.rs
//! pub async fn GET(fetch: Fetch) -> Result<Json<Vec<String>>> {
//!     let response = fetch.get("https://news.example/titles").revalidate(60).tag("news").send().await?;
//!     Ok(Json(response.error_for_status()?.json()?))
//! }
//! ```
//!
//! [`Fetch`] is the extractor, [`FetchRequest`] a request, [`FetchResponse`] its response. `app::builder().fetch_client(…)` replaces the
//! client, which [`client_builder`] helps to create.

mod cache_key;
mod cache_mode;
mod cached_send;
mod client;
mod context;
mod error;
mod label;
mod request;
mod response;
mod send;

pub use client::client_builder;
pub use error::{FetchError, FetchErrorKind};
pub use request::FetchRequest;
pub use response::FetchResponse;

pub(crate) use client::FetchClient;

use crate::{config::RouteConfig, data::DataCache};
use axum::http::Method;
use context::{FetchContext, FileDefaults};
use std::fmt;

/// An extractor that sends requests to other services and caches their responses.
///
/// ```
/// use router_runtime::prelude::*;
/// use std::collections::BTreeMap;
///
/// // app/rates/route.rs
/// pub async fn GET(fetch: Fetch) -> Result<Json<BTreeMap<String, f64>>> {
///     let rates = fetch.get("https://bank.example/rates").revalidate(60).tag("rates").send().await?;
///     Ok(Json(rates.error_for_status()?.json()?))
/// }
/// ```
///
/// Cached responses are stored in the cache of the application and follow the rules of [`DataCache`]:
///
/// 1. Concurrent calls share one request. It continues if the caller that started it is cancelled.
/// 2. A stale response is served while it is revalidated in the background.
/// 3. Only responses with status 200 are stored. While the upstream fails, the stored response is served, and the time until the next
///    attempt grows with each failure.
/// 4. A stored response is used for requests with the same method, URL, headers, body, period and tags. `traceparent` and
///    `tracestate` are ignored.
/// 5. In a cached `GET`, the response inherits the tags of each request, cached or not, and its period if that is shorter. One
///    `revalidate_tag` invalidates both.
/// 6. A response larger than `max_entry` of the cache's options is not stored, and each caller sends its own request.
///
/// The options of a request and `fetch_cache` in its file decide whether the response is cached, as in Next.js'
/// [`fetchCache`](https://nextjs.org/docs/app/guides/caching-without-cache-components):
///
/// | `fetch_cache` | no option | `no_store`, `revalidate(0)` | `force_cache`, `revalidate(60)` |
/// |---|---|---|---|
/// | `"auto"` (default) | not cached | not cached | cached |
/// | `"default-cache"` | cached | not cached | cached |
/// | `"only-cache"` | cached | error | cached |
/// | `"force-cache"` | cached | cached | cached |
/// | `"default-no-store"` | not cached | not cached | cached |
/// | `"only-no-store"` | not cached | not cached | error |
/// | `"force-no-store"` | not cached | not cached | not cached |
///
/// Requests with a method other than `GET` and `HEAD`, or with `Authorization` or `Cookie`, are cached only if the request enables it
/// or the file exports `"force-cache"`.
///
/// The extractor does not read the request, so a cached `GET` can use it. Whether that `GET` is cached depends on the constants of its
/// file only: a request without caching is sent each time its response is generated. In a file with `dynamic = "error"`, which requires
/// everything to be static, such a request is an error at run time.
///
/// A request fails after 10 seconds, or if the response body is larger than 8 MiB; [`timeout`](FetchRequest::timeout) and
/// [`body_limit`](FetchRequest::body_limit) change these limits. At most 10 redirects are followed.
#[derive(Clone)]
pub struct Fetch(FetchContext);

impl Fetch {
    /// Creates the extractor for a handler in a file with this configuration.
    pub(crate) fn new(data: DataCache, client: FetchClient, config: Option<&RouteConfig>) -> Self {
        Self(FetchContext {
            data,
            client,
            defaults: config.map_or_else(FileDefaults::default, FileDefaults::from),
        })
    }

    /// Creates a `GET` request for an absolute URL.
    pub fn get(&self, url: impl AsRef<str>) -> FetchRequest {
        self.request(Method::GET, url)
    }

    /// Creates a `POST` request for an absolute URL.
    pub fn post(&self, url: impl AsRef<str>) -> FetchRequest {
        self.request(Method::POST, url)
    }

    /// Creates a request with any method for an absolute `http` or `https` URL.
    ///
    /// An invalid URL is reported by [`FetchRequest::send`].
    pub fn request(&self, method: Method, url: impl AsRef<str>) -> FetchRequest {
        FetchRequest::new(self.0.clone(), method, url.as_ref())
    }
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fetch").field(&self.0.defaults).finish()
    }
}
