//! What other services answer: fetched, and kept as Next.js' `fetch` keeps it.

mod choice;
mod client;
mod error;
mod exchange;
mod fill;
mod name;
mod request;
mod response;

pub use client::client_builder;
pub use error::{FetchError, FetchErrorKind};
pub use request::FetchRequest;
pub use reqwest;
pub use response::FetchResponse;

pub(crate) use client::FetchClient;

use crate::{
    config::{Dynamic, FetchCache, RouteConfig},
    data::DataCache,
};
use axum::http::Method;
use std::fmt;

/// What other services answer: an extractor, with [`get`](Self::get), [`post`](Self::post) and [`request`](Self::request).
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
/// An answer that is kept lives in the application's cache, beside its own, by the rules of [`DataCache`]:
///
/// 1. However many ask, one request is sent, and goes on when who asked first goes away.
/// 2. What is too old is given once more while a new answer is fetched.
/// 3. A 200 is kept, and nothing else. While the upstream fails, the old answer stays, and the next try waits longer each time.
/// 4. It is found again by the same request, that is method, URL, headers, body, period and tags. `traceparent` and `tracestate`
///    do not count.
/// 5. In a cached `GET` the answer takes over the tags of what was fetched, kept or not, and its period if that is shorter than
///    the answer's own: one `revalidate_tag` reaches both.
/// 6. An answer above `max_entry` of the cache's options is fetched for everybody who asks.
///
/// What is kept follows from the call and from `fetch_cache` in its file:
///
/// | `fetch_cache` | a call that says nothing | `no_store`, `revalidate(0)` | `force_cache`, `revalidate(60)` |
/// |---|---|---|---|
/// | `"auto"`, or nothing | not kept | not kept | kept |
/// | `"default-cache"` | kept | not kept | kept |
/// | `"only-cache"` | kept | an error | kept |
/// | `"force-cache"` | kept | kept | kept |
/// | `"default-no-store"` | not kept | not kept | kept |
/// | `"only-no-store"` | not kept | not kept | an error |
/// | `"force-no-store"` | not kept | not kept | not kept |
///
/// By default no answer is kept to another method than `GET` or `HEAD`, nor to a request with `Authorization` or `Cookie`: only the
/// call itself, or `"force-cache"`, has it kept.
///
/// It reads nothing of the request, so a cached `GET` may take it. Whether that is cached is said by the constants of its file alone:
/// what is not kept is fetched for each answer that is made. Under `dynamic = "error"`, where everything is to be static, it is an
/// error at run time.
///
/// An answer may take 10 s and have 8 MiB, unless [`timeout`](FetchRequest::timeout) and [`body_limit`](FetchRequest::body_limit) say
/// otherwise; 10 redirects are followed.
#[derive(Clone)]
pub struct Fetch {
    data: DataCache,
    client: FetchClient,
    place: Place,
}

/// What the file of the call says.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    fetch_cache: FetchCache,
    /// `dynamic = "error"`.
    is_error: bool,
}

impl Fetch {
    /// For a handler of a file with these constants.
    pub(crate) fn new(data: DataCache, client: FetchClient, config: Option<&RouteConfig>) -> Self {
        let place = config.map_or_else(Place::default, |config| Place {
            fetch_cache: config.fetch_cache,
            is_error: config.dynamic == Dynamic::Error,
        });
        Self {
            data,
            client,
            place,
        }
    }

    /// A `GET` of an absolute URL.
    pub fn get(&self, url: impl AsRef<str>) -> FetchRequest {
        self.request(Method::GET, url)
    }

    /// A `POST` to an absolute URL.
    pub fn post(&self, url: impl AsRef<str>) -> FetchRequest {
        self.request(Method::POST, url)
    }

    /// Any request to an absolute URL of `http` or `https`.
    pub fn request(&self, method: Method, url: impl AsRef<str>) -> FetchRequest {
        FetchRequest::new(self.clone(), method, url.as_ref())
    }
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fetch").field(&self.place).finish()
    }
}
