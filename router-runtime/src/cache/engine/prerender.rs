//! Prerendering: responses that are generated before the first request.

use super::{generated::Generated, job::GenerationJob, obtain::Obtained, state::Engine};
use crate::cache::{key::KeyRef, outcome::MissCause, policy::Policy, run::Generate};
use std::sync::Arc;

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
    ) -> Result<(), String> {
        let job = GenerationJob {
            key: KeyRef::of_path(route, path, policy).to_key(),
            policy: Arc::clone(policy),
            generate,
        };
        let generated = match self.obtain(&job, MissCause::Prerender, false).await {
            Obtained::Found(_) => return Ok(()),
            Obtained::Generated { generated, .. } => generated,
            Obtained::Lost => return Err("the task of its handler was lost".to_owned()),
            Obtained::Busy => return Err("too many handlers run".to_owned()),
        };
        match generated {
            Generated::Entry { stored: true, .. } => Ok(()),
            Generated::Entry { .. } => Err("it was invalidated while it was generated".to_owned()),
            Generated::Failed(failed) => {
                let status = failed.response().status();
                Err(format!("its status is {}", status.as_u16()))
            }
            Generated::Unstorable(_, reason) => Err(reason.to_string()),
        }
    }
}
