//! The parts of an application that requests use.

use super::client::FetchClient;
use crate::{
    config::{Dynamic, FetchCache, RouteConfig},
    data::DataCache,
};

/// The cache and the client of an application, and the configuration of the calling file.
#[derive(Clone)]
pub(super) struct FetchContext {
    pub(super) data: DataCache,
    pub(super) client: FetchClient,
    pub(super) defaults: FileDefaults,
}

/// The configuration of the calling file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FileDefaults {
    pub(super) fetch_cache: FetchCache,
    /// `true` if the file exports `dynamic = "error"`.
    pub(super) is_error: bool,
}

impl From<&RouteConfig> for FileDefaults {
    fn from(config: &RouteConfig) -> Self {
        Self {
            fetch_cache: config.fetch_cache,
            is_error: config.dynamic == Dynamic::Error,
        }
    }
}
