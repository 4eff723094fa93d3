//! What an answer is made of beside its request: data with tags and a period of its own.

use super::{
    cache_control,
    policy::{ONE_YEAR, Policy},
    tags::{MOST_TAGS, Tag, TagError},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Collects, while a handler runs for the cache, what the data that it uses says of its answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dependencies(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    tags: Vec<Tag>,
    period: Option<Duration>,
}

impl Dependencies {
    /// Notes data with these tags that is made anew after that time. All tags or none: an answer that would miss one could not be
    /// invalidated.
    pub(crate) fn add(&self, tags: &[Tag], period: Option<Duration>) -> Result<(), TagError> {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<Tag> = tags
            .iter()
            .filter(|tag| !found.tags.contains(tag))
            .cloned()
            .collect();
        let count = found.tags.len() + new.len();
        if count > MOST_TAGS {
            return Err(TagError::TooMany(count));
        }
        found.tags.extend(new);
        found.period = found.period.into_iter().chain(period).min();
        Ok(())
    }

    /// The policy of the answer: its route's, with the tags of the data, and the shortest of all periods.
    pub(crate) fn joined(&self, policy: &Arc<Policy>) -> Arc<Policy> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = policy.lifetime.revalidate;
        let period = found.period.filter(|it| own.is_none_or(|own| *it < own));
        if found.tags.is_empty() && period.is_none() {
            return Arc::clone(policy);
        }
        let mut joined = Policy::clone(policy);
        for tag in &found.tags {
            if !joined.tags.contains(tag) {
                joined.tags.push(tag.clone());
            }
        }
        if let Some(period) = period {
            joined.lifetime.revalidate = Some(period);
            let seconds = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(ONE_YEAR);
            let expire = joined.lifetime.expire.map_or(ONE_YEAR, seconds);
            joined.cache_control = cache_control::of(Some(seconds(period).max(1)), expire);
        }
        Arc::new(joined)
    }
}
