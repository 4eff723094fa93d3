//! The options of an application about its clients.

use super::{Origin, TrustedProxies};
use std::sync::Arc;

/// The options of an application about its clients.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientOptions {
    pub(crate) proxies: Option<Arc<TrustedProxies>>,
    /// Other origins whose forms are accepted.
    pub(crate) origins: Vec<Origin>,
}
