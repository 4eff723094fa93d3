//! Values of any type: [`DataCache::cached`].

use super::{
    data_cache::DataCache,
    error::{DataError, DataErrorKind},
    options::DataOptions,
};
use crate::cache::{Generate, LookupError};
use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    any::type_name,
    error::Error as StdError,
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

/// The maximum length of a key in bytes.
const MAX_KEY: usize = 4096;

impl DataCache {
    /// Returns the value that is stored under the key, or runs the future and stores its value.
    ///
    /// * The key is any value that serde can serialize: `"items"`, `("item", id)`. It must contain everything that the value depends
    ///   on. Keys are compared as JSON, together with the type of the value: after `"rate"` was cached as a `u32`, a
    ///   call with `"rate"` and an `f64` runs its future and stores a second entry.
    /// * The value is stored as JSON, so that it can be shared. Each caller gets its own copy.
    /// * One future runs for all concurrent callers. It runs in a separate task, which continues if the client of its request
    ///   disconnects. The futures of all other callers are dropped without being polled.
    /// * A stale value is returned while a new one is generated, as for responses.
    /// * A value larger than [`CacheOptions::max_entry`](crate::cache::CacheOptions::max_entry) is not stored: each caller then runs
    ///   its own future.
    /// * The options of the call that generated the value apply to it.
    /// * Errors are not stored. A stale value remains, and attempts to replace it become less frequent.
    /// * The tags of the data are added to the cached response that is made of it. They are not added to other data.
    ///
    /// # Errors
    ///
    /// Returns an error, for all callers that waited, if the future fails, panics, or takes longer than
    /// [`CacheOptions::regen_timeout`](crate::cache::CacheOptions::regen_timeout); if the key or the value cannot be serialized as
    /// JSON; or if there are too many or too long tags.
    pub async fn cached<K, T, E>(
        &self,
        key: K,
        options: DataOptions,
        future: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, DataError>
    where
        K: Serialize,
        T: Serialize + DeserializeOwned,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let key = to_json(&key)?;
        let error = |kind| DataError::new(&key, kind);
        let tag_error = |tag| error(DataErrorKind::Tag(tag));
        if !options.is_stored() {
            self.add_tags(&options).map_err(tag_error)?;
            return future.await.map_err(|failure| error(failed(failure)));
        }
        let name = format!("{} {key}", type_name::<T>());
        let generate = generate_once(key.clone(), future);
        let lookup = self.lookup(&name, &options, generate).await;
        let value = lookup.map_err(|lookup| match lookup {
            LookupError::Tag(tag) => tag_error(tag),
            LookupError::Busy => error(DataErrorKind::Busy),
            LookupError::Failed(response) => error(kind_of(&response)),
        })?;
        serde_json::from_slice(&value).map_err(|json| error(invalid_value(&json)))
    }
}

/// Serializes a key.
fn to_json(key: &impl Serialize) -> Result<String, DataError> {
    match serde_json::to_string(key) {
        Ok(key) if key.len() <= MAX_KEY => Ok(key),
        Ok(key) => {
            let error = format!("found {} bytes", key.len());
            Err(DataError::new(&key, DataErrorKind::Key(error.into())))
        }
        Err(error) => {
            let error = error.to_string();
            Err(DataError::new("", DataErrorKind::Key(error.into())))
        }
    }
}

/// Returns a function for the cache that runs the future, at most once.
fn generate_once<T, E>(
    key: String,
    future: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Generate
where
    T: Serialize,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let once = Mutex::new(Some((key, future)));
    Arc::new(move |_| {
        let once = once.lock().unwrap_or_else(PoisonError::into_inner).take();
        Box::pin(async move {
            let Some((key, future)) = once else {
                return failure(DataErrorKind::Panicked);
            };
            let kind = match future.await {
                Ok(value) => match serde_json::to_vec(&value) {
                    Ok(bytes) => return Response::new(Body::from(bytes)),
                    Err(error) => invalid_value(&error),
                },
                Err(error) => failed(error),
            };
            let error = DataError::new(&key, kind.clone());
            let cause = error.source();
            // Logged here, because behind a stale value no caller receives the error.
            tracing::warn!(cause, "{error}");
            failure(kind)
        })
    })
}

fn failed(error: impl Into<Box<dyn StdError + Send + Sync>>) -> DataErrorKind {
    DataErrorKind::Failed(error.into().into())
}

fn invalid_value(error: &serde_json::Error) -> DataErrorKind {
    DataErrorKind::Value(error.to_string().into())
}

/// Wraps an error for its way through the cache, which knows responses only.
fn failure(kind: DataErrorKind) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(kind);
    response
}

fn kind_of(response: &Response<Body>) -> DataErrorKind {
    match response.extensions().get() {
        Some(kind) => DataErrorKind::clone(kind),
        None if response.status() == StatusCode::GATEWAY_TIMEOUT => DataErrorKind::TimedOut,
        None => DataErrorKind::Panicked,
    }
}
