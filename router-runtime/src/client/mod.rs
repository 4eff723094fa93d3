//! The client of a request as proxies describe it: its address, and the origin that it sees.
//!
//! Headers are read where a handler needs them, so that other requests cost nothing.

mod cross_origin;
mod forwarded;
mod host;
mod options;
mod origin;
mod peer;
mod proxies;
mod route;

pub use origin::{Origin, OriginError};
pub use proxies::{TrustedProxies, TrustedProxiesError};
pub(crate) use {
    host::Host,
    options::ClientOptions,
    peer::OverTls,
    route::{client_ip, is_https, origin},
};
