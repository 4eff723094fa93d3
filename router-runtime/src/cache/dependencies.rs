//! Dependencies of a response: the data that it is made of, and what its handler says of its entry.

use super::{
    policy::Policy,
    storable::Unstorable,
    tag::{Tag, TagError},
};
use crate::config::MAX_TAGS;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// The tags and the shortest period of the data that a handler used while it ran for the cache, and those that it set itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dependencies(Arc<Mutex<Used>>);

#[derive(Debug, Default)]
struct Used {
    tags: Vec<Tag>,
    /// The number of tags that the file declares, which count too.
    declared: usize,
    /// The shortest period of the data.
    period: Option<Duration>,
    /// The shortest period that the handler set.
    own_period: Option<Duration>,
    /// The reason why the response must not be stored.
    refusal: Option<Unstorable>,
}

impl Dependencies {
    /// Returns the dependencies of a response of this policy.
    pub(crate) fn of(policy: &Policy) -> Self {
        let declared = policy.tags.iter().filter(|tag| tag.is_user()).count();
        Self(Arc::new(Mutex::new(Used {
            declared,
            ..Used::default()
        })))
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Limits the period to one that the handler set.
    pub(crate) fn limit_period(&self, period: Duration) {
        let mut used = self.used();
        used.own_period = used.own_period.into_iter().chain([period]).min();
    }

    /// Prevents the storing of the response.
    pub(crate) fn forbid_storing(&self) {
        self.used().refusal = Some(Unstorable::NoStore);
    }

    /// Prevents the storing of the response, which lacks a tag.
    pub(crate) fn refuse_tag(&self) {
        self.used().refusal = Some(Unstorable::Tag);
    }

    /// Returns why the response must not be stored.
    pub(crate) fn refusal(&self) -> Option<Unstorable> {
        self.used().refusal
    }

    /// Adds data with these tags that is fresh for that period.
    ///
    /// # Errors
    ///
    /// Returns an error if there are too many tags, and then adds none: a response without a tag could not be invalidated by it.
    pub(crate) fn add(&self, tags: &[Tag], period: Option<Duration>) -> Result<(), TagError> {
        let mut used = self.used();
        let new: Vec<Tag> = tags
            .iter()
            .filter(|tag| !used.tags.contains(tag))
            .cloned()
            .collect();
        let count = used.declared + used.tags.len() + new.len();
        if count > MAX_TAGS {
            return Err(TagError::TooMany(count));
        }
        used.tags.extend(new);
        used.period = used.period.into_iter().chain(period).min();
        Ok(())
    }

    /// Returns the policy of the response: that of its route, or what the handler set instead, with the tags of the data and the
    /// shortest of all periods.
    pub(crate) fn apply(&self, policy: &Arc<Policy>) -> Arc<Policy> {
        let used = self.used();
        let own = used.own_period.or(policy.lifetime.revalidate);
        let period = own.into_iter().chain(used.period).min();
        let period = period.filter(|_| period != policy.lifetime.revalidate);
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
            applied.lifetime.expire = applied.lifetime.expire.map(|expire| expire.max(period));
        }
        Arc::new(applied)
    }
}
