//! Data from the cache, by the same rules as responses.

use super::{
    decide::{Action, ServeRules, decide},
    generate::{catch_panics, log_panic},
    generated::Generated,
    job::GenerationJob,
    obtain::Obtained,
    state::Engine,
};
use crate::cache::{
    handler_run::Generate,
    http::response::empty_response,
    key::Key,
    observe,
    outcome::{BypassReason, Forwarded, MissCause, Outcome},
    policy::Policy,
    store::{entry::Entry, slot::Slot},
    tag::TagError,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{Response, StatusCode},
};
use std::{sync::Arc, time::Duration};

/// Data that was looked up or generated.
pub(crate) struct DataValue {
    pub(crate) body: Bytes,
    /// The time until the next attempt, if the data is stale and could not be regenerated.
    pub(crate) retry_in: Option<Duration>,
}

impl DataValue {
    fn of(entry: &Entry, outcome: Outcome, now: Duration) -> Self {
        Self {
            body: entry.response.uncompressed.body.clone(),
            retry_in: outcome.is_old().then(|| entry.retry_in(now)),
        }
    }
}

/// The error of a lookup of data.
pub(crate) enum LookupError {
    /// A tag is too long, or there are too many.
    Tag(TagError),
    /// Too many callers wait for data.
    Busy,
    /// The generation failed, with this response in the place of a 200.
    Failed(Box<Response<Body>>),
}

impl LookupError {
    /// The run was lost, or panicked.
    fn lost() -> Self {
        let response = empty_response(StatusCode::INTERNAL_SERVER_ERROR);
        Self::Failed(Box::new(response))
    }
}

type Lookup = Result<DataValue, LookupError>;

impl Engine {
    /// Returns the data that is stored under the key, or generates it. `generate` runs at most once. `route` is that of the handler
    /// that uses the data, if there is one.
    ///
    /// `is_used_by_response` is that of [`ServeRules`]. `reads` returns `true` for stored bytes that the caller can read.
    pub(crate) async fn data(
        self: &Arc<Self>,
        key: Key,
        route: Option<usize>,
        policy: Arc<Policy>,
        generate: Generate,
        is_used_by_response: bool,
        reads: fn(&[u8]) -> bool,
    ) -> Lookup {
        let route = route.unwrap_or(key.route());
        let job = GenerationJob {
            reads: Some(reads),
            ..GenerationJob::new(key, route, &policy, generate)
        };
        let (outcome, lookup) = self.look_up(job, is_used_by_response).await;
        observe::outcome(&policy, outcome);
        lookup
    }

    async fn look_up(
        self: &Arc<Self>,
        job: GenerationJob,
        is_used_by_response: bool,
    ) -> (Outcome, Lookup) {
        let now = self.now();
        let rules = ServeRules {
            stale_if_error: job.policy.stale_if_error,
            is_used_by_response,
        };
        #[cfg(feature = "second-tier")]
        let confirmed = self.confirm(&job).await;
        let slot = self.slot(&job.key);
        let cause = match decide(slot.as_deref(), &self.tags, now, rules) {
            Action::Serve {
                entry,
                outcome,
                revalidate,
            } => {
                #[cfg(feature = "second-tier")]
                let (outcome, revalidate) = confirmed.of(outcome, revalidate);
                if revalidate {
                    self.revalidate_in_background(job, entry);
                }
                return (outcome, Ok(DataValue::of(entry, outcome, now)));
            }
            Action::Bypass => return self.data_uncollapsed(&job).await,
            Action::Wait(cause) => cause,
        };
        drop(slot);
        #[cfg(feature = "second-tier")]
        let is_confirmed = confirmed.is_yes();
        #[cfg(not(feature = "second-tier"))]
        let is_confirmed = true;
        self.data_of_flight(job, cause, is_used_by_response, is_confirmed)
            .await
    }

    async fn data_of_flight(
        self: &Arc<Self>,
        job: GenerationJob,
        cause: MissCause,
        is_used_by_response: bool,
        is_confirmed: bool,
    ) -> (Outcome, Lookup) {
        let obtained = self.obtain(&job, cause, is_used_by_response, is_confirmed);
        let (generated, collapsed) = match obtained.await {
            Obtained::Found(slot) => {
                let outcome = Outcome::hit(is_confirmed);
                return (outcome, self.value(&slot, outcome));
            }
            Obtained::Generated {
                generated,
                collapsed,
            } => (generated, collapsed),
            Obtained::Lost => {
                let outcome = cause.outcome(Forwarded::default());
                return (outcome, Err(LookupError::lost()));
            }
            Obtained::NoRoom => return self.data_alone(&job).await,
            Obtained::TooManyWaiters => {
                let outcome = Outcome::Bypass(BypassReason::Busy);
                return (outcome, Err(LookupError::Busy));
            }
        };
        // Unstorable data belongs to the leader, whose `generate` has run and cannot run again.
        if collapsed && matches!(generated, Generated::Unstorable(..)) {
            return self.data_uncollapsed(&job).await;
        }
        let forwarded = Forwarded {
            stored: false,
            collapsed,
            is_degraded: !is_confirmed || self.second.is_down(),
        };
        let outcome = cause.outcome(forwarded);
        self.data_of_generation(generated, &job, outcome).await
    }

    async fn data_of_generation(
        self: &Arc<Self>,
        generated: Generated,
        job: &GenerationJob,
        outcome: Outcome,
    ) -> (Outcome, Lookup) {
        match generated {
            #[cfg(feature = "second-tier")]
            Generated::Loaded(slot) => {
                let outcome = self.loaded_outcome(&slot, job);
                (outcome, self.value(&slot, outcome))
            }
            Generated::Entry { slot, .. } => (outcome, self.value(&slot, Outcome::Hit)),
            Generated::Failed(failed) => {
                if let Some(slot) = self.slot_instead_of_failure(job, self.now()) {
                    let outcome = Outcome::StaleIfError;
                    return (outcome, self.value(&slot, outcome));
                }
                let response = Box::new(failed.response());
                (outcome, Err(LookupError::Failed(response)))
            }
            Generated::Unstorable(single, _) => match single.take() {
                Some(response) => (outcome, value_of(response).await),
                None => (outcome, Err(LookupError::lost())),
            },
        }
    }

    /// Generates data for one caller, outside of flights, because it could not be stored the last time.
    async fn data_uncollapsed(self: &Arc<Self>, job: &GenerationJob) -> (Outcome, Lookup) {
        let outcome = Outcome::Bypass(BypassReason::Uncacheable);
        let generated = self.run_outside_of_flights(job).await;
        self.data_of_generation(generated, job, outcome).await
    }

    /// Generates data for one caller. It is not stored.
    async fn data_alone(&self, job: &GenerationJob) -> (Outcome, Lookup) {
        let outcome = Outcome::Bypass(BypassReason::Busy);
        if let Some(response) = catch_panics(self.run_alone(job)).await {
            (outcome, value_of(response).await)
        } else {
            log_panic(job);
            (outcome, Err(LookupError::lost()))
        }
    }

    fn value(&self, slot: &Slot, outcome: Outcome) -> Lookup {
        let entry = slot.entry().ok_or_else(LookupError::lost)?;
        Ok(DataValue::of(entry, outcome, self.now()))
    }
}

/// Returns the body of a response made by `generate`.
async fn value_of(response: Response<Body>) -> Lookup {
    if response.status() != StatusCode::OK {
        return Err(LookupError::Failed(Box::new(response)));
    }
    match to_bytes(response.into_body(), usize::MAX).await {
        Ok(body) => Ok(DataValue {
            body,
            retry_in: None,
        }),
        Err(_) => Err(LookupError::lost()),
    }
}
