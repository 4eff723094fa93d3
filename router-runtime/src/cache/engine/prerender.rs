//! Prerendering: responses that are generated without a request.

#[cfg(feature = "second-tier")]
use super::second::SeedBuilder;
use super::{generated::Generated, job::GenerationJob, obtain::Obtained, state::Engine};
use crate::cache::{handler_run::Generate, key::KeyRef, outcome::MissCause, policy::Policy};
use axum::http::StatusCode;
use std::{fmt, sync::Arc};

/// The treatment of a response that is cached already.
#[derive(Clone, Debug)]
pub(crate) enum Existing {
    /// It is generated again.
    Replace,
    /// It is generated again, and added to a seed.
    #[cfg(feature = "second-tier")]
    ReplaceInto(Arc<SeedBuilder>),
    /// It remains if it is fresh.
    Keep,
}

/// The reason that a response was not prerendered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotPrerendered {
    TimedOut,
    Other(String),
}

impl fmt::Display for NotPrerendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => f.write_str("its status is 504"),
            Self::Other(reason) => f.write_str(reason),
        }
    }
}

impl From<String> for NotPrerendered {
    fn from(reason: String) -> Self {
        Self::Other(reason)
    }
}

impl Engine {
    /// Generates and stores the response of a route at a canonical path.
    ///
    /// # Errors
    ///
    /// Returns the reason if the response was not stored.
    pub(crate) async fn prerender(
        self: &Arc<Self>,
        route: usize,
        policy: &Arc<Policy>,
        path: &str,
        generate: Generate,
        existing: &Existing,
    ) -> Result<(), NotPrerendered> {
        let key = KeyRef::of_path(route, path, policy).to_key();
        let job = GenerationJob::new(key, route, policy, generate);
        if matches!(existing, Existing::Keep)
            && (self.fresh_slot(&job.key).is_some() || self.is_loaded(&job).await)
        {
            return Ok(());
        }
        let generated = match self.obtain(&job, MissCause::Prerender, false, true).await {
            Obtained::Found(_) => return Ok(()),
            Obtained::Generated { generated, .. } => generated,
            Obtained::Lost => return Err("the task of its handler was lost".to_owned().into()),
            Obtained::NoRoom | Obtained::TooManyWaiters => {
                return Err("too many handlers run".to_owned().into());
            }
        };
        let reason = match generated {
            #[cfg(feature = "second-tier")]
            Generated::Entry { slot, stored: true } => {
                if let Existing::ReplaceInto(seed) = existing {
                    self.add_to_seed(seed, &job, &slot);
                }
                return Ok(());
            }
            #[cfg(not(feature = "second-tier"))]
            Generated::Entry { stored: true, .. } => return Ok(()),
            Generated::Entry { .. } => "it was invalidated while it was generated".to_owned(),
            Generated::Failed(failed) => match failed.response().status() {
                StatusCode::GATEWAY_TIMEOUT => return Err(NotPrerendered::TimedOut),
                status => format!("its status is {}", status.as_u16()),
            },
            #[cfg(feature = "second-tier")]
            Generated::Loaded(_) => return Ok(()),
            Generated::Unstorable(_, reason) => reason.to_string(),
        };
        Err(reason.into())
    }
}
