//! `cached`: a value, its key, and the future that makes it.

use super::{DataCache, DataError, DataErrorKind, DataOptions, LookupError};
use crate::cache::Generate;
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

/// The most bytes of a key.
const LONGEST_KEY: usize = 4096;

impl DataCache {
    /// The value that is kept under the key, or what the future makes.
    ///
    /// * The key is any value that serde can write: `"items"`, `("item", id)`. It is compared whole, as JSON, and together with
    ///   the type of the value: one key with two types is two entries. Put into it all that the value depends on.
    /// * The value is kept as JSON, so that it can be kept on disk and be shared: everybody gets their own copy, read back.
    /// * However many ask, one future runs; the others wait for it. It is a task of its own: it owns what it uses, and goes on
    ///   when the request that started it goes away. The futures of all others are dropped without a start.
    /// * What is too old is used once more while new data is made, as for answers. A value above `max_entry` of the cache's
    ///   options is made for everybody who asks, and never kept.
    /// * What is kept is kept as its [`DataOptions`] said when it was made: that of a later call counts when it is made anew.
    /// * An error is not kept. Where there is old data it stays, and the next try waits longer each time.
    /// * Tags join the answer that is made of the data, if that is kept too; they do not join other data.
    ///
    /// # Errors
    ///
    /// What the future gives, for all who waited for it; a panic in it; a future that takes longer than
    /// [`CacheOptions::regen_timeout`](crate::cache::CacheOptions::regen_timeout); a key or value that is no JSON; too many or too
    /// long tags.
    pub async fn cached<K, T, E>(
        &self,
        key: K,
        keep: DataOptions,
        make: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, DataError>
    where
        K: Serialize,
        T: Serialize + DeserializeOwned,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let key = written(&key)?;
        let wrong = |problem| DataError::new(&key, problem);
        let tagged = |error| wrong(DataErrorKind::Tag(error));
        if !keep.keeps() {
            self.add_tags(&keep).map_err(tagged)?;
            return make.await.map_err(|error| wrong(failed(error)));
        }
        let name = format!("{} {key}", type_name::<T>());
        let kept = self.lookup(&name, &keep, fill(key.clone(), make)).await;
        let value = kept.map_err(|lack| match lack {
            LookupError::Tag(error) => tagged(error),
            LookupError::Busy => wrong(DataErrorKind::Busy),
            LookupError::Failed(response) => wrong(problem_of(&response)),
        })?;
        serde_json::from_slice(&value).map_err(|error| wrong(unreadable(&error)))
    }
}

/// A key as JSON.
fn written(key: &impl Serialize) -> Result<String, DataError> {
    match serde_json::to_string(key) {
        Ok(key) if key.len() <= LONGEST_KEY => Ok(key),
        Ok(key) => {
            let error = format!("it has {} bytes", key.len());
            Err(DataError::new(&key, DataErrorKind::Key(error.into())))
        }
        Err(error) => {
            let error = error.to_string();
            Err(DataError::new("", DataErrorKind::Key(error.into())))
        }
    }
}

/// What runs the future for the cache, once.
fn fill<T, E>(key: String, make: impl Future<Output = Result<T, E>> + Send + 'static) -> Generate
where
    T: Serialize,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let once = Mutex::new(Some((key, make)));
    Arc::new(move |_| {
        let make = once.lock().unwrap_or_else(PoisonError::into_inner).take();
        Box::pin(async move {
            let Some((key, make)) = make else {
                return failure(DataErrorKind::Panicked);
            };
            let problem = match make.await {
                Ok(value) => match serde_json::to_vec(&value) {
                    Ok(bytes) => return Response::new(Body::from(bytes)),
                    Err(error) => unreadable(&error),
                },
                Err(error) => failed(error),
            };
            let error = DataError::new(&key, problem.clone());
            let cause = error.source();
            // Behind old data nobody else hears of it.
            tracing::warn!(cause, "{error}");
            failure(problem)
        })
    })
}

fn failed(error: impl Into<Box<dyn StdError + Send + Sync>>) -> DataErrorKind {
    DataErrorKind::Failed(error.into().into())
}

fn unreadable(error: &serde_json::Error) -> DataErrorKind {
    DataErrorKind::Value(error.to_string().into())
}

/// A problem on its way through the cache, which knows responses.
fn failure(problem: DataErrorKind) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(problem);
    response
}

fn problem_of(response: &Response<Body>) -> DataErrorKind {
    match response.extensions().get() {
        Some(problem) => DataErrorKind::clone(problem),
        None if response.status() == StatusCode::GATEWAY_TIMEOUT => DataErrorKind::TimedOut,
        None => DataErrorKind::Panicked,
    }
}
