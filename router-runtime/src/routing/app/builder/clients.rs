//! The options of the builder about clients.

use super::{AppBuilder, refuse};
use crate::client::TrustedProxies;
use std::sync::Arc;

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Sets the proxies in front of the application, and the headers of theirs that are believed. Without it none is: the client has the
    /// address of the connection, and the origin the `Host` of the request.
    ///
    /// [`ClientIp`](crate::extract::ClientIp), [`Origin`](crate::extract::Origin) and the default of `Secure` for cookies follow.
    ///
    /// # Panics
    ///
    /// Panics if the proxies are invalid; see [`TrustedProxies::check`].
    #[must_use]
    #[track_caller]
    pub fn trusted_proxies(mut self, proxies: TrustedProxies) -> Self {
        if let Err(error) = proxies.check() {
            refuse(&error);
        }
        self.options.client.proxies = Some(Arc::new(proxies));
        self
    }

    /// Accepts forms of these origins, such as `https://admin.example.org`, in addition to those of the application itself.
    ///
    /// A request with an unsafe method and without a body, or with one that a form of any site can send (URL-encoded, multipart,
    /// `text/plain`), is refused with 403 before its handler if a browser says that a page of another origin sent it:
    ///
    /// 1. `Sec-Fetch-Site` must be `same-origin` or `none`, or the `Origin` one of these.
    /// 2. Without `Sec-Fetch-Site`, host and port of the `Origin` must be those of the application.
    /// 3. A request without both does not come from a browser, and is accepted. So are all requests with another type of body, for which
    ///    browsers ask in a preflight; see the guide about CORS.
    ///
    /// `pub const check_origin: bool = false;` in a route file, or in a `middleware.rs` for the files below, accepts everything. It is the
    /// check of Go's `CrossOriginProtection`.
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// let service = app::builder().trusted_origins(["https://admin.example.org"]).service();
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if a text is not an [`Origin`](crate::extract::Origin).
    #[must_use]
    #[track_caller]
    pub fn trusted_origins<O: AsRef<str>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        for origin in origins {
            match origin.as_ref().parse() {
                Ok(origin) => self.options.client.origins.push(origin),
                Err(error) => refuse(&format_args!("trusted origins: {error}")),
            }
        }
        self
    }
}
