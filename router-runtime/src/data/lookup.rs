//! What is kept beside answers, whatever makes it.

use super::{DataCache, DataOptions};
use crate::cache::{Generate, Key, LookupError, TagError};
use axum::body::Bytes;
use std::sync::Arc;

impl DataCache {
    /// The body that is kept under the name, or that of the 200 that `fill` answers.
    pub(crate) async fn lookup(
        &self,
        name: &str,
        keep: &DataOptions,
        fill: Generate,
    ) -> Result<Bytes, LookupError> {
        let policy = Arc::new(keep.policy().map_err(LookupError::Tag)?);
        let (key, of) = (Key::of_data(name), Arc::clone(&policy));
        let value = self
            .engine
            .value(key, of, fill, self.is_for_response())
            .await?;
        if let Some(answer) = &self.answer {
            // What is made of old data is made anew when the data is.
            let limits = [keep.period(), policy.lifetime.expire, value.retry];
            let period = limits.into_iter().flatten().min();
            answer.add(&policy.tags, period).map_err(LookupError::Tag)?;
        }
        Ok(value.body)
    }

    /// Has the answer that is being made take over the tags of data that is not kept.
    pub(crate) fn add_tags(&self, keep: &DataOptions) -> Result<(), TagError> {
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
    pub(crate) fn generation_timeout(&self) -> std::time::Duration {
        self.engine.generation_timeout()
    }
}
