//! A client without a socket.

use super::{Call, cookies::Jar};
use axum::{
    body::Body,
    http::{Method, Request, Response},
};
use std::{
    convert::Infallible,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};
use tower::{Service, util::BoxCloneSyncService};

pub(super) type Asked = BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>;

/// Calls an application in this process, holds the cookies that it sets, and follows redirects if told so.
///
/// It takes `app::service()`, what `app::builder()` makes, `app::router()` or any other axum Router. Clones share the cookies;
/// two clients made by `new` are two visitors.
///
/// ```
/// use axum::http::StatusCode;
/// use router_runtime::testing::Client;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), router_runtime::testing::ClientError> {
/// # let router = axum::Router::new()
/// #     .route("/basket", axum::routing::post(async |axum::Json(count): axum::Json<u32>| count.to_string()));
/// let client = Client::new(router).follow_redirects(5);
/// let answer = client.post("/basket").json(&2).await?.expect(StatusCode::OK)?;
/// assert_eq!(answer.text()?, "2");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(super) service: Asked,
    pub(super) jar: Arc<Mutex<Jar>>,
    pub(super) redirects: usize,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("redirects", &self.redirects)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client of this application, without cookies. It shows redirects and does not follow them.
    pub fn new<T>(application: T) -> Self
    where
        T: Service<Request<Body>, Response = Response<Body>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        T::Future: Send + 'static,
    {
        Self {
            service: BoxCloneSyncService::new(application),
            jar: Arc::default(),
            redirects: 0,
        }
    }

    /// Follows at most so many redirects in a row; one more is an error. A redirect to another host is shown.
    #[must_use]
    pub fn follow_redirects(mut self, limit: usize) -> Self {
        self.redirects = limit;
        self
    }

    /// The value of a cookie that it holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar().get(name)
    }

    /// Gives it a cookie for every path.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar().set(name, value);
    }

    pub(super) fn jar(&self) -> std::sync::MutexGuard<'_, Jar> {
        self.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// GET.
    pub fn get(&self, link: impl Into<String>) -> Call {
        self.request(Method::GET, link)
    }

    /// HEAD.
    pub fn head(&self, link: impl Into<String>) -> Call {
        self.request(Method::HEAD, link)
    }

    /// POST.
    pub fn post(&self, link: impl Into<String>) -> Call {
        self.request(Method::POST, link)
    }

    /// PUT.
    pub fn put(&self, link: impl Into<String>) -> Call {
        self.request(Method::PUT, link)
    }

    /// PATCH.
    pub fn patch(&self, link: impl Into<String>) -> Call {
        self.request(Method::PATCH, link)
    }

    /// DELETE.
    pub fn delete(&self, link: impl Into<String>) -> Call {
        self.request(Method::DELETE, link)
    }

    /// OPTIONS.
    pub fn options(&self, link: impl Into<String>) -> Call {
        self.request(Method::OPTIONS, link)
    }

    /// Any method, to a path with or without a query: a folder's `href`, or text.
    pub fn request(&self, method: Method, link: impl Into<String>) -> Call {
        Call::new(self.clone(), method, link.into())
    }
}
