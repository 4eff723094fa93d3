//! The test client.

use super::{
    request::{self, TestRequest},
    session::Session,
};
use axum::{
    body::{Body, Bytes, HttpBody},
    http::{Method, Request, Response},
};
use std::{fmt, net::SocketAddr};
use tower::{BoxError, Service, ServiceExt, util::BoxCloneSyncService};

/// A client that calls an application in the same process.
///
/// It stores the cookies that the application sets and, if requested, follows redirects. It accepts `app::service()`, the service or
/// router of `app::builder()`, `app::router()`, any other axum `Router`, and these with tower layers around them. Clones share their
/// cookies; two clients that were created by [`new`](Self::new) behave like two visitors.
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
/// let response = client.post("/basket").json(&2).await?.expect(StatusCode::OK)?;
/// assert_eq!(response.text()?, "2");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Session);

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("redirects", &self.0.redirects)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Creates a client without cookies that does not follow redirects.
    ///
    /// If the service returns an error, the request fails with it. A server would close the connection.
    pub fn new<T, B>(application: T) -> Self
    where
        T: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        T::Error: Into<BoxError>,
        T::Future: Send + 'static,
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let application = application
            .map_response(|response: Response<B>| response.map(Body::new))
            .map_err(Into::into);
        Self(Session::new(BoxCloneSyncService::new(application)))
    }

    /// Sets the address of the client, which handlers extract as `ConnectInfo<SocketAddr>`. The default is `127.0.0.1:49152`.
    ///
    /// ```
    /// use axum::extract::ConnectInfo;
    /// use router_runtime::testing::Client;
    /// use std::net::SocketAddr;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), router_runtime::testing::ClientError> {
    /// # let router = axum::Router::new()
    /// #     .route("/ip", axum::routing::get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string()));
    /// let client = Client::new(router).peer(([192, 0, 2, 7], 5000).into());
    /// assert_eq!(client.get("/ip").await?.text()?, "192.0.2.7");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn peer(mut self, address: SocketAddr) -> Self {
        self.0.peer = address;
        self
    }

    /// Adds a header to every request that does not set one with this name.
    ///
    /// ```
    /// # fn client(router: axum::Router) -> router_runtime::testing::Client {
    /// use router_runtime::testing::Client;
    ///
    /// Client::new(router).header("accept-language", "de")
    /// # }
    /// ```
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match request::header(name, value) {
            Ok((name, value)) => {
                self.0.headers.append(name, value);
            }
            Err(error) => {
                self.0.error.get_or_insert(error);
            }
        }
        self
    }

    /// Follows at most `limit` redirects in a row; one more is an error. Redirects to other hosts are returned, not followed.
    #[must_use]
    pub fn follow_redirects(mut self, limit: usize) -> Self {
        self.0.redirects = limit;
        self
    }

    /// Returns the value of a stored cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.0.cookies().get(name)
    }

    /// Stores a cookie for all paths. It replaces all cookies with the same name.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.0.cookies().set(name, value);
    }

    /// Creates a `GET` request.
    pub fn get(&self, link: impl Into<String>) -> TestRequest {
        self.request(Method::GET, link)
    }

    /// Creates a `HEAD` request.
    pub fn head(&self, link: impl Into<String>) -> TestRequest {
        self.request(Method::HEAD, link)
    }

    /// Creates a `POST` request.
    pub fn post(&self, link: impl Into<String>) -> TestRequest {
        self.request(Method::POST, link)
    }

    /// Creates a `PUT` request.
    pub fn put(&self, link: impl Into<String>) -> TestRequest {
        self.request(Method::PUT, link)
    }

    /// Creates a `PATCH` request.
    pub fn patch(&self, link: impl Into<String>) -> TestRequest {
        self.request(Method::PATCH, link)
    }

    /// Creates a `DELETE` request.
    pub fn delete(&self, link: impl Into<String>) -> TestRequest {
        self.request(Method::DELETE, link)
    }

    /// Creates an `OPTIONS` request.
    pub fn options(&self, link: impl Into<String>) -> TestRequest {
        self.request(Method::OPTIONS, link)
    }

    /// Creates a request with any method.
    ///
    /// The link is a percent-encoded path with an optional query, such as the result of a folder's `href`.
    pub fn request(&self, method: Method, link: impl Into<String>) -> TestRequest {
        TestRequest::new(self.0.clone(), method, link.into())
    }
}
