//! Dependencies of a response: the data that it is made of.

use super::{
    http::cache_control,
    policy::{ONE_YEAR, Policy},
    tag::{Tag, TagError},
};
use crate::config::MOST_TAGS;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The tags and the shortest period of the data that a handler used while it ran for the cache.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dependencies(Arc<Mutex<Used>>);

#[derive(Debug, Default)]
struct Used {
    tags: Vec<Tag>,
    period: Option<Duration>,
}

impl Dependencies {
    /// Adds data with these tags that is fresh for that period.
    ///
    /// # Errors
    ///
    /// Returns an error if there are too many tags, and then adds none: a response without a tag could not be invalidated by it.
    pub(crate) fn add(&self, tags: &[Tag], period: Option<Duration>) -> Result<(), TagError> {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<Tag> = tags
            .iter()
            .filter(|tag| !used.tags.contains(tag))
            .cloned()
            .collect();
        let count = used.tags.len() + new.len();
        if count > MOST_TAGS {
            return Err(TagError::TooMany(count));
        }
        used.tags.extend(new);
        used.period = used.period.into_iter().chain(period).min();
        Ok(())
    }

    /// Returns the policy of the response: that of its route, with the tags of the data and the shortest of all periods.
    pub(crate) fn apply(&self, policy: &Arc<Policy>) -> Arc<Policy> {
        let used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = policy.lifetime.revalidate;
        let period = used.period.filter(|it| own.is_none_or(|own| *it < own));
        if used.tags.is_empty() && period.is_none() {
            return Arc::clone(policy);
        }
        let mut applied = Policy::clone(policy);
        for tag in &used.tags {
            if !applied.tags.contains(tag) {
                applied.tags.push(tag.clone());
            }
        }
        if let Some(period) = period {
            applied.lifetime.revalidate = Some(period);
            let seconds = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(ONE_YEAR);
            let expire = applied.lifetime.expire.map_or(ONE_YEAR, seconds);
            applied.cache_control = cache_control::of(Some(seconds(period).max(1)), expire);
        }
        Arc::new(applied)
    }
}
