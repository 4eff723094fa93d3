//! What is kept beside answers, whatever makes it.

use super::{DataCache, DataOptions};
use crate::cache::{Fill, Key, NoValue, TagError};
use axum::{
    body::{Body, Bytes},
    http::Response,
};
use std::sync::Arc;

/// Why there is nothing.
pub(crate) enum Lack {
    /// It cannot be kept so.
    Tag(TagError),
    /// More is being made than the cache allows.
    Busy,
    /// It could not be made: what `fill` answered in the place of a 200, or the cache for it.
    Failed(Box<Response<Body>>),
}

impl DataCache {
    /// The body that is kept under the name, or that of the 200 that `fill` answers.
    pub(crate) async fn kept(
        &self,
        name: &str,
        keep: &DataOptions,
        fill: Fill,
    ) -> Result<Bytes, Lack> {
        let policy = Arc::new(keep.policy().map_err(Lack::Tag)?);
        let (key, of) = (Key::of_data(name), Arc::clone(&policy));
        let value = match self.engine.value(key, of, fill, self.is_for_answer()).await {
            Ok(value) => value,
            Err(NoValue::Busy) => return Err(Lack::Busy),
            Err(NoValue::Failed(response)) => return Err(Lack::Failed(response)),
        };
        if let Some(answer) = &self.answer {
            // What is made of old data is made anew when the data is.
            let limits = [keep.period(), policy.lifetime.expire, value.retry];
            let period = limits.into_iter().flatten().min();
            answer.add(&policy.tags, period).map_err(Lack::Tag)?;
        }
        Ok(value.body)
    }

    /// Has the answer that is being made take over the tags of data that is not kept.
    pub(crate) fn note(&self, keep: &DataOptions) -> Result<(), TagError> {
        let policy = keep.policy()?;
        match &self.answer {
            Some(answer) => answer.add(&policy.tags, None),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "fetch")]
impl DataCache {
    /// The clock of the cache.
    pub(crate) fn clock(&self) -> &crate::cache::Clock {
        self.engine.clock()
    }

    /// How long the cache lets anything be made.
    pub(crate) fn longest(&self) -> std::time::Duration {
        self.engine.longest()
    }
}
