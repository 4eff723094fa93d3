//! The extractor of work that runs after the response.

use super::{UnroutedRejection, response_effects};
use crate::respond::{AfterFullError, effects::ResponseEffects};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::{fmt, future::Future};

/// Work that runs when the response has been sent: logs, mails, counters that nobody should wait for.
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
/// 1. It runs when the last byte of the body was handed to the connection, or when the client has gone away. It runs whatever
///    the handler answered: a value, an `Err`, a panic.
/// 2. The tasks of one request run one after another, in the order in which they were given. A panic ends its own task, and is
///    logged. A task may give further ones through a clone, which start at once.
/// 3. One request may leave 64 tasks behind, an application 4,096 that wait or run; what is beyond is refused.
/// 4. In a cached `GET` it runs when an answer was made, not each time that it is served.
/// 5. When the server is told to stop, tasks have what is left of its 5 seconds. An application that is served by `axum::serve`
///    does not wait for them.
#[derive(Clone)]
pub struct After(ResponseEffects);

impl After {
    /// Has the future run once the response has been sent.
    ///
    /// # Errors
    ///
    /// When too many tasks wait already; `?` makes it a 500.
    pub fn run(
        &self,
        work: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), AfterFullError> {
        match self.0.tasks() {
            Some(tasks) => tasks.add(work),
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
        if let Some(tasks) = effects.tasks() {
            tasks.mark_used();
        }
        Ok(Self(effects.into_used()))
    }
}
