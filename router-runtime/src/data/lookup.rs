//! Lookups of bytes by name, for everything that is stored as data.

use super::{data_cache::DataCache, options::DataOptions};
use crate::cache::{Generate, Key, LookupError, TagError};
use axum::body::Bytes;
use std::sync::Arc;

impl DataCache {
    /// Returns the bytes that are stored under the name, or the body of the 200 that `generate` responds with. Stored bytes that `reads`
    /// cannot read are those of another build, and not used.
    ///
    /// # Errors
    ///
    /// Returns an error if `generate` responds with another status, there is no capacity for it, or the tags are not valid.
    pub(crate) async fn lookup(
        &self,
        name: &str,
        options: &DataOptions,
        generate: Generate,
        reads: fn(&[u8]) -> bool,
    ) -> Result<Bytes, LookupError> {
        let policy = Arc::new(options.policy().map_err(LookupError::Tag)?);
        let key = Key::of_data(name);
        let value = self
            .engine
            .data(
                key,
                self.route,
                Arc::clone(&policy),
                generate,
                self.is_for_response(),
                reads,
            )
            .await?;
        if let Some(dependencies) = &self.dependencies {
            // A response made of stale data is revalidated when the data is.
            let limits = [options.period(), policy.lifetime.expire, value.retry_in];
            let period = limits.into_iter().flatten().min();
            dependencies
                .add(&policy.tags, period)
                .map_err(LookupError::Tag)?;
        }
        Ok(value.body)
    }

    /// Adds the tags of data that is not stored to the response that is made of it.
    pub(crate) fn add_tags(&self, options: &DataOptions) -> Result<(), TagError> {
        let policy = options.policy()?;
        match &self.dependencies {
            Some(dependencies) => dependencies.add(&policy.tags, None),
            None => Ok(()),
        }
    }
}
