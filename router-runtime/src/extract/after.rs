//! The extractor for tasks that run after the response.

use super::{UnroutedRejection, response_effects};
use crate::respond::{AfterFullError, effects::ResponseEffects};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::{fmt, future::Future};

/// An extractor that runs tasks after the response was sent, such as logging or mail.
///
/// ```
/// use router_runtime::prelude::*;
///
/// pub async fn POST(after: After, order: String) -> Result<StatusCode> {
///     after.run(async move { println!("mail about {order}") })?;
///     Ok(StatusCode::ACCEPTED)
/// }
/// ```
///
/// 1. Tasks start when the last byte of the body was passed to the connection, or when the client has disconnected. They run
///    whether the handler returns a value, returns an error or panics.
/// 2. The tasks of one request run in order, one at a time. A panic ends only its own task and is logged. A task may add further
///    tasks through a clone, which start at once.
/// 3. A request has at most 64 tasks, an application at most 4,096 unfinished ones. [`run`](Self::run) rejects further tasks with
///    [`AfterFullError`].
/// 4. In a cached `GET`, tasks run when a response is generated, not when it is served from the cache.
/// 5. During a graceful shutdown, tasks share the 5 seconds that connections have. `axum::serve` does not wait for tasks.
/// 6. Outside a router, extracting `After` fails with [`UnroutedRejection`].
#[derive(Clone)]
pub struct After(ResponseEffects);

impl After {
    pub(crate) fn new(effects: ResponseEffects) -> Self {
        if let Some(tasks) = effects.tasks() {
            tasks.mark_used();
        }
        Self(effects.into_used())
    }

    /// Adds a task.
    ///
    /// # Errors
    ///
    /// Returns an error if the request or the application has too many tasks. With `?` it becomes a 500.
    pub fn run(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), AfterFullError> {
        match self.0.tasks() {
            Some(tasks) => tasks.add(task),
            None => Err(AfterFullError),
        }
    }
}

impl fmt::Debug for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("After")
    }
}

impl<S: Sync> FromRequestParts<S> for After {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, UnroutedRejection> {
        let effects = response_effects(&parts.extensions).ok_or(UnroutedRejection("After"))?;
        Ok(Self::new(effects))
    }
}
