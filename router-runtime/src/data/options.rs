//! Options of data: its lifetime and its tags.

use crate::{
    cache::{Lifetime, ONE_YEAR, Policy, Tag, TagError},
    config::MAX_TAGS,
};
use std::time::Duration;

/// The lifetime and the tags of data. By default it is fresh until it is invalidated.
///
/// The methods mean the same as the constants of a route file, and have the same defaults.
///
/// ```
/// use router_runtime::prelude::*;
///
/// let options = DataOptions::new().revalidate(60).tags(["items", "item:pen"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataOptions {
    revalidate: Option<u32>,
    expire: Option<u32>,
    stale_if_error: Option<u32>,
    tags: Vec<String>,
}

impl DataOptions {
    /// Returns the options of data that is fresh until it is invalidated.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time in seconds for which the data is fresh. After that it is stale: it is used while new data is generated. With 0
    /// it is not stored.
    #[must_use]
    pub fn revalidate(mut self, seconds: u32) -> Self {
        self.revalidate = Some(seconds);
        self
    }

    /// Sets the time in seconds after which stale data is not used any more. The default is one year with `revalidate`, and no limit
    /// without.
    #[must_use]
    pub fn expire(mut self, seconds: u32) -> Self {
        self.expire = Some(seconds);
        self
    }

    /// Sets the time in seconds for which expired or invalidated data is used when new data cannot be generated. The default is 0.
    #[must_use]
    pub fn stale_if_error(mut self, seconds: u32) -> Self {
        self.stale_if_error = Some(seconds);
        self
    }

    /// Adds tags by which the data is invalidated: at most 128, of at most 256 bytes each.
    #[must_use]
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// Returns `true` if the data is stored.
    pub(super) fn is_stored(&self) -> bool {
        self.revalidate != Some(0)
    }

    /// The time for which the data is fresh; `None`: forever.
    pub(super) fn period(&self) -> Option<Duration> {
        self.revalidate.map(seconds)
    }

    pub(super) fn policy(&self) -> Result<Policy, TagError> {
        if self.tags.len() > MAX_TAGS {
            return Err(TagError::TooMany(self.tags.len()));
        }
        let tags: Result<Vec<Tag>, TagError> = self.tags.iter().map(|tag| Tag::user(tag)).collect();
        let expire = match self.revalidate {
            Some(period) => Some(self.expire.unwrap_or(ONE_YEAR).max(period)),
            None => self.expire,
        };
        let lifetime = Lifetime {
            revalidate: self.period(),
            expire: expire.map(seconds),
        };
        let stale_if_error = self.stale_if_error.map(seconds);
        Ok(Policy::of_data(lifetime, stale_if_error, tags?))
    }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}
