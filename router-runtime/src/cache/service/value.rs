//! Data: kept beside answers, by the same rules.

use super::{
    Engine, Generate, Job,
    generate::{Landed, calmly},
    is_due,
    wait::{empty, take},
};
use crate::cache::{
    cell::{Cell, Stored},
    flight::Join,
    freshness::State,
    key::Key,
    observe,
    outcome::{Forwarded, Outcome, Reason},
    policy::Policy,
    tags::TagError,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    http::{Response, StatusCode},
};
use std::{sync::Arc, time::Duration};

/// A value that was made, now or before.
pub(crate) struct Valued {
    pub(crate) body: Bytes,
    /// For an old value that could not be made anew: the time until the next try.
    pub(crate) retry: Option<Duration>,
}

/// Why there is no value.
pub(crate) enum LookupError {
    /// It could not be made.
    Failed(Box<Response<Body>>),
    /// Too many are generated at the same time.
    Busy,
    /// A tag is too long, or there are too many.
    Tag(TagError),
}

type Value = Result<Valued, LookupError>;

/// A value, and what became of the request for it.
type Found = (Outcome, Value);

/// A run for one who did not find what is kept: a miss, or that of an old value.
type Ran = fn(Forwarded) -> Outcome;

impl Engine {
    /// What is kept under the key, or what `fill` makes, which is run at most once.
    ///
    /// An answer that is made of old data would outlive it: `for_response` waits where others get the old value at once.
    pub(crate) async fn value(
        self: &Arc<Self>,
        key: Key,
        policy: Arc<Policy>,
        fill: Generate,
        for_response: bool,
    ) -> Value {
        let counted = Arc::clone(&policy);
        let (outcome, value) = self.find(Job { key, policy, fill }, for_response).await;
        observe::answered(&counted, outcome);
        value
    }

    async fn find(self: &Arc<Self>, job: Job, for_response: bool) -> Found {
        let now = self.now();
        let mut ran: Ran = Outcome::Miss;
        match self.store_get(&job.key).as_deref() {
            Some(Cell::Stored(stored)) => {
                let outcome = match stored.state(&self.tags, now) {
                    State::Fresh => Some(Outcome::Hit),
                    State::Stale if for_response && stored.may_retry(now) => None,
                    State::Stale => Some(Outcome::Stale),
                    State::Expired | State::Hard(_) => stored
                        .still_stands_in(now, job.policy.stale_if_error)
                        .then_some(Outcome::StaleIfError),
                };
                if let Some(outcome) = outcome {
                    if is_due(stored, outcome, now) {
                        self.refresh(job, stored);
                    }
                    return (outcome, Ok(valued(stored, outcome, now)));
                }
                ran = Outcome::Expired;
            }
            Some(Cell::Uncacheable { until, .. }) if now < *until => {
                return self.value_beside(&job).await;
            }
            _ => {}
        }
        self.value_of_flight(job, ran, for_response).await
    }

    async fn value_of_flight(self: &Arc<Self>, job: Job, ran: Ran, for_response: bool) -> Found {
        let own = ran(Forwarded::default());
        let patience = self.now().saturating_add(self.options.lock_wait);
        let arrived = self.tags.epoch();
        let mut least = self.tags.least(&job.policy.tags, self.now());
        loop {
            match self.flights.join(&job.key, least, || self.tags.epoch()) {
                Join::Lead(lead, wait) => {
                    if let Some(cell) = self.landed_meanwhile(&job.key)
                        && let Some(stored) = cell.stored()
                    {
                        let cell = Arc::clone(&cell);
                        lead.land(Landed::Made { cell, stored: true });
                        return (Outcome::Hit, Ok(valued(stored, Outcome::Hit, self.now())));
                    }
                    let (engine, flown) = (Arc::clone(self), job.clone());
                    tokio::spawn(async move { engine.fly(lead, flown, "miss").await });
                    return match wait.await {
                        Some(Landed::Passed(passed, _)) => match take(&passed) {
                            Some(response) => (own, value_of(response).await),
                            None => (own, Err(lost())),
                        },
                        Some(landed) => self.value_landed(landed, &job, own),
                        None => (own, Err(lost())),
                    };
                }
                Join::Follow(wait) => match self.until(patience, wait, &job.policy).await {
                    Some(Some(landed)) if self.is_behind(&landed, arrived, for_response) => {
                        least = arrived;
                    }
                    // The leader takes it: who makes a value runs once.
                    Some(Some(Landed::Passed(..))) => return self.value_beside(&job).await,
                    Some(Some(landed)) => {
                        let followed = ran(Forwarded {
                            collapsed: true,
                            ..Forwarded::default()
                        });
                        return self.value_landed(landed, &job, followed);
                    }
                    Some(None) => {}
                    None => return self.value_alone(&job).await,
                },
                Join::Behind(wait) => {
                    if self.until(patience, wait, &job.policy).await.is_none() {
                        return self.value_alone(&job).await;
                    }
                }
                Join::Full => return self.value_alone(&job).await,
            }
        }
    }

    fn value_landed(&self, landed: Landed, job: &Job, ran: Outcome) -> Found {
        let now = self.now();
        match landed {
            Landed::Made { cell, .. } => match cell.stored() {
                Some(stored) => (ran, Ok(valued(stored, Outcome::Hit, now))),
                None => (ran, Err(lost())),
            },
            Landed::Failed(plain) => {
                let old = self.store_get(&job.key);
                let old = old.as_deref().and_then(Cell::stored).filter(|old| {
                    old.state(&self.tags, now) == State::Stale
                        || old.stands_in(now, job.policy.stale_if_error)
                });
                match old {
                    Some(old) => {
                        let outcome = Outcome::StaleIfError;
                        (outcome, Ok(valued(old, outcome, now)))
                    }
                    None => (ran, Err(LookupError::Failed(Box::new(plain.response())))),
                }
            }
            Landed::Passed(..) => (ran, Err(lost())),
        }
    }

    /// Makes a value that could not be kept the last time, beside whoever does the same.
    async fn value_beside(&self, job: &Job) -> Found {
        let beside = Outcome::Bypass(Reason::Uncacheable);
        match self.generate(job, self.tags.epoch()).await {
            Landed::Passed(passed, _) => match take(&passed) {
                Some(response) => (beside, value_of(response).await),
                None => (beside, Err(lost())),
            },
            landed => self.value_landed(landed, job, beside),
        }
    }

    /// Makes a value for one caller, under the cap; it is not kept.
    async fn value_alone(&self, job: &Job) -> Found {
        let alone = Outcome::Bypass(Reason::Busy);
        let Ok(_permit) = self.alone.try_acquire() else {
            return (alone, Err(LookupError::Busy));
        };
        let deadline = self.now().saturating_add(self.options.regen_timeout);
        let value = tokio::select! {
            response = calmly(job.run(None)) => match response {
                Some(response) => value_of(response).await,
                None => Err(lost()),
            },
            () = self.options.clock.sleep_until(deadline) => {
                Err(LookupError::Failed(Box::new(empty(StatusCode::GATEWAY_TIMEOUT))))
            }
        };
        (alone, value)
    }
}

fn valued(stored: &Stored, outcome: Outcome, now: Duration) -> Valued {
    Valued {
        body: stored.entry.body.clone(),
        retry: (outcome != Outcome::Hit).then(|| stored.retry_in(now)),
    }
}

/// The body of a response that was made by `fill`, which has it whole.
async fn value_of(response: Response<Body>) -> Value {
    if response.status() != StatusCode::OK {
        return Err(LookupError::Failed(Box::new(response)));
    }
    match to_bytes(response.into_body(), usize::MAX).await {
        Ok(body) => Ok(Valued { body, retry: None }),
        Err(_) => Err(lost()),
    }
}

fn lost() -> LookupError {
    LookupError::Failed(Box::new(empty(StatusCode::INTERNAL_SERVER_ERROR)))
}
