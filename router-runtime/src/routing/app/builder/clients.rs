//! The options of the builder about clients.

use super::{AppBuilder, refuse};
use crate::client::TrustedProxies;
use std::sync::Arc;

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Sets the proxies in front of the application, and those of their headers that are trusted. They determine
    /// [`ClientIp`](crate::extract::ClientIp), [`Origin`](crate::extract::Origin) and the default of `Secure` for cookies.
    ///
    /// By default no proxy and no header is trusted: the address of the client is that of the connection, and the host of the origin is the
    /// `Host` of the request.
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
    /// By default, forms of other origins are refused with 403 before the handler runs (protection against cross-site request forgery,
    /// CSRF). The check is that of Go's `CrossOriginProtection`:
    ///
    /// 1. Methods other than `GET`, `HEAD` and `OPTIONS` are checked, if the `Content-Type` is missing or one that a form can send
    ///    (URL-encoded, multipart, `text/plain`). Browsers send other types to another origin only after a preflight, so CORS decides.
    /// 2. `Sec-Fetch-Site` must be `same-origin` or `none`, or the `Origin` one of these.
    /// 3. Without `Sec-Fetch-Site`, the host and the port of the `Origin` must be those of the application, or the `Origin` one of these.
    /// 4. A request without both headers does not come from a browser, and is accepted.
    ///
    /// `pub const check_origin: bool = false;` in a route file, or in a `middleware.rs` for the files below, accepts forms of all origins.
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
