//! Values of any type: [`DataCache::cached`].

use super::{
    binary::{BinaryError, from_bytes, to_bytes, to_text},
    data_cache::DataCache,
    error::{DataError, DataErrorKind},
    options::DataOptions,
};
use crate::{
    cache::{Generate, LookupError},
    href::{LinkStyle, with_links},
    respond::{Error, SharedResponse},
};
use axum::{
    body::Body,
    http::{Response, StatusCode},
    response::IntoResponse,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    any::type_name,
    error::Error as StdError,
    future::{Future, pending},
    sync::{Arc, Mutex, PoisonError},
};

/// The maximum length of a key in bytes.
const MAX_KEY: usize = 4096;

impl DataCache {
    /// Returns the value that is stored under the key, or runs the future and stores its value.
    ///
    /// * The key is any value that serde can serialize: `"items"`, `("item", id)`. It must contain everything that the value depends
    ///   on. Keys are equal if they serialize equally and their values have the same type: after `"rate"` was cached as a `u32`, a call
    ///   with `"rate"` and an `f64` runs its future and stores a second entry. Types are distinguished by their [`type_name`], which two
    ///   types inside one function can share: include something else in their keys.
    /// * The value is stored in a binary format, so that it can be shared. Each caller gets a copy that equals the value of the future:
    ///   infinite numbers, `Some(None)` and maps with any keys are preserved. If a type cannot deserialize what it serialized, the call
    ///   returns an error and nothing is stored.
    /// * One future runs for all concurrent callers. It runs in a separate task, which continues if the client of its request
    ///   disconnects. The futures of all other callers are dropped without being polled.
    /// * A stale value is returned while a new one is generated, as for responses.
    /// * A value larger than [`CacheOptions::max_entry`](crate::cache::CacheOptions::max_entry) is not stored: each caller then runs
    ///   its own future.
    /// * The options of the call that generated the value apply to it.
    /// * The error of the future is the prelude's [`Error`], or any error that `?` converts into it. If a handler returns it with `?`, the
    ///   response is the same as after `load().await?`: the status and the body of an [`Error`], or a 500 for other errors. For an error
    ///   type that is a response, see [`Error::from_response`]. A body longer than 64 KiB is dropped.
    /// * Links that the future makes with `href` have the base path of the caller's application.
    /// * Errors are not stored. A stale value remains, and attempts to replace it become less frequent.
    /// * The tags of the data are added to the cached response that is made of it. They are not added to other data.
    ///
    /// # Errors
    ///
    /// Returns an error, for all callers that waited, if the future fails, panics, or takes longer than
    /// [`CacheOptions::regen_timeout`](crate::cache::CacheOptions::regen_timeout). Returns an error if the key or the value cannot be
    /// serialized, if the value cannot be deserialized again, or if there are too many tags or a tag is too long.
    ///
    /// ```
    /// use router_runtime::prelude::*;
    ///
    /// async fn load_price(name: String) -> Result<u32> {
    ///     let price = if name == "pen" { Some(150) } else { None };
    ///     price.ok_or_else(not_found)
    /// }
    ///
    /// // app/prices/[name]/route.rs
    /// pub async fn GET(Path(name): Path<String>, data: DataCache) -> Result<Json<u32>> {
    ///     let key = ("price", &name);
    ///     let load = load_price(name.clone());
    ///     Ok(Json(data.cached(key, DataOptions::new(), load).await?)) // 404 for `/prices/book`
    /// }
    /// ```
    pub async fn cached<K, T, E>(
        &self,
        key: K,
        options: DataOptions,
        future: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, DataError>
    where
        K: Serialize,
        T: Serialize + DeserializeOwned,
        E: IntoDataFailure,
    {
        let key = text_of(&key)?;
        let error = |kind| DataError::new(&key, kind);
        let tag_error = |tag| error(DataErrorKind::Tag(tag));
        if !options.is_stored() {
            self.add_tags(&options).map_err(tag_error)?;
            let failure = match future.await {
                Ok(value) => return Ok(value),
                Err(failure) => failure.into_error(),
            };
            let limit = self.generation_timeout();
            let deadline = self.clock().now().saturating_add(limit);
            let (kind, response) = failed(failure, self.clock().sleep_until(deadline)).await;
            return Err(error(kind).with_response(response));
        }
        let name = format!("{} {key}", type_name::<T>());
        let generate = generate_once(key.clone(), future);
        let lookup = self
            .lookup(&name, &options, generate, |bytes| {
                from_bytes::<T>(bytes).is_ok()
            })
            .await;
        let value = lookup.map_err(|lookup| match lookup {
            LookupError::Tag(tag) => tag_error(tag),
            LookupError::Busy => error(DataErrorKind::Busy),
            LookupError::Failed(response) => {
                error(kind_of(&response)).with_response(response.extensions().get().cloned())
            }
        })?;
        from_bytes(&value).map_err(|failure| error(invalid_value(&failure)))
    }
}

/// Serializes a key.
fn text_of(key: &impl Serialize) -> Result<String, DataError> {
    match to_text(key) {
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
    T: Serialize + DeserializeOwned,
    E: IntoDataFailure,
{
    // It may run in another task, which belongs to no application.
    let future = with_links(LinkStyle::current(), future);
    let once = Mutex::new(Some((key, future)));
    Arc::new(move |_| {
        let once = once.lock().unwrap_or_else(PoisonError::into_inner).take();
        Box::pin(async move {
            let Some((key, future)) = once else {
                return failure(DataErrorKind::Panicked, None);
            };
            // The value need not be `Send`, so that it must not live until the next `await`.
            let written = match future.await {
                Ok(value) => Ok(readable_bytes(&value)),
                Err(error) => Err(error.into_error()),
            };
            let (kind, response) = match written {
                Ok(Ok(bytes)) => return Response::new(Body::from(bytes)),
                Ok(Err(error)) => (invalid_value(&error), None),
                // The cache limits the time of this generation.
                Err(error) => failed(error, pending()).await,
            };
            let error = DataError::new(&key, kind.clone()).with_response(response.clone());
            let cause = error.source();
            // Logged here, because behind a stale value no caller receives the error.
            if error.status().is_server_error() {
                tracing::warn!(cause, "{error}");
            } else {
                tracing::debug!(cause, "{error}");
            }
            failure(kind, response)
        })
    })
}

/// An error that [`DataCache::cached`] passes on: the prelude's [`Error`], or one that `?` converts into it.
#[diagnostic::on_unimplemented(
    message = "[R0513] `cached` cannot pass on the error `{Self}`",
    label = "expected a future whose error `?` converts into the prelude's `Error`",
    note = "implement `std::error::Error` for it; for an error type that is a response, write `impl From<{Self}> for Error` with `Error::from_response`, or call \
            `.map_err(Error::from_response)` in the future"
)]
pub trait IntoDataFailure {
    #[doc(hidden)]
    fn into_error(self) -> Error;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Error>> IntoDataFailure for E {
    fn into_error(self) -> Error {
        self.into()
    }
}

/// Reads an error and its response. The body of that is read until the deadline.
async fn failed(
    error: Error,
    deadline: impl Future<Output = ()>,
) -> (DataErrorKind, Option<SharedResponse>) {
    let (cause, text) = (error.shared_cause(), error.to_string());
    let response = SharedResponse::of(text, error.into_response(), deadline).await;
    (DataErrorKind::Failed(cause), response)
}

/// Writes a value, and reads it again: a value that cannot be read must not be stored.
fn readable_bytes<T: Serialize + DeserializeOwned>(value: &T) -> Result<Vec<u8>, BinaryError> {
    let bytes = to_bytes(value)?;
    from_bytes::<T>(&bytes)?;
    Ok(bytes)
}

fn invalid_value(error: &BinaryError) -> DataErrorKind {
    DataErrorKind::Value(error.to_string().into())
}

/// Wraps an error for its way through the cache, which knows responses only.
fn failure(kind: DataErrorKind, shared: Option<SharedResponse>) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.extensions_mut().insert(kind);
    if let Some(shared) = shared {
        response.extensions_mut().insert(shared);
    }
    response
}

fn kind_of(response: &Response<Body>) -> DataErrorKind {
    match response.extensions().get() {
        Some(kind) => DataErrorKind::clone(kind),
        None if response.status() == StatusCode::GATEWAY_TIMEOUT => DataErrorKind::TimedOut,
        None => DataErrorKind::Panicked,
    }
}
