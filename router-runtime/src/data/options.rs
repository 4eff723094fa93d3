//! How long data is kept, and what invalidates it.

use crate::cache::{Lifetime, ONE_YEAR, Policy, Tag, TagError};
use std::time::Duration;

/// How long data is kept: until a tag of it is invalidated, or as long as the methods say.
///
/// They mean what the constants of a route file mean, and the defaults are the same.
///
/// ```
/// use router_runtime::prelude::*;
///
/// let keep = DataOptions::new().revalidate(60).tags(["items", "item:pen"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataOptions {
    revalidate: Option<u32>,
    expire: Option<u32>,
    stale_if_error: Option<u32>,
    tags: Vec<String>,
}

impl DataOptions {
    /// Kept until it is invalidated.
    pub fn new() -> Self {
        Self::default()
    }

    /// The seconds that it is fresh. Who asks later gets the old data while new data is made; 0: it is not kept at all.
    #[must_use]
    pub fn revalidate(mut self, seconds: u32) -> Self {
        self.revalidate = Some(seconds);
        self
    }

    /// The seconds after which old data is not even used while new data is made: a year, where `revalidate` is set.
    #[must_use]
    pub fn expire(mut self, seconds: u32) -> Self {
        self.expire = Some(seconds);
        self
    }

    /// The seconds that expired or invalidated data stands in where new data cannot be made.
    #[must_use]
    pub fn stale_if_error(mut self, seconds: u32) -> Self {
        self.stale_if_error = Some(seconds);
        self
    }

    /// What invalidates it: at most 128 tags of at most 256 bytes, added to those that were given before.
    #[must_use]
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// Whether it is to be kept at all.
    pub(super) fn keeps(&self) -> bool {
        self.revalidate != Some(0)
    }

    /// The time that it is fresh.
    pub(super) fn period(&self) -> Option<Duration> {
        self.revalidate.map(seconds)
    }

    pub(super) fn policy(&self) -> Result<Policy, TagError> {
        if self.tags.len() > crate::cache::MOST_TAGS {
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
