//! Requests that no stored answer satisfies.

use super::{Cause, Engine, Generate, Head, Job, Served, generate::Landed};
use crate::cache::{
    cell::Cell,
    flight::{Join, Wait},
    freshness::State,
    key::{Key, KeyRef},
    observe,
    outcome::{Forwarded, Outcome, Reason},
    policy::Policy,
    tags::Verdict,
};
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header::RETRY_AFTER},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

impl Engine {
    /// Waits for a handler that runs, or runs it.
    pub(super) async fn wait(
        self: Arc<Self>,
        job: Job,
        head: Head,
        cause: Cause,
    ) -> Response<Body> {
        let patience = self
            .options
            .clock
            .now()
            .saturating_add(self.options.lock_wait);
        let arrived = self.tags.epoch();
        let mut at_least = 0;
        loop {
            let least = self.tags.least(
                &job.policy.tags_at(job.key.path()),
                self.options.clock.now(),
            );
            match self
                .flights
                .join(&job.key, least.max(at_least), || self.tags.epoch())
            {
                Join::Lead(lead, wait) => {
                    if let Some(cell) = self.landed_meanwhile(&job.key)
                        && let Some(landed) = cell.stored()
                    {
                        let cell = Arc::clone(&cell);
                        lead.land(Landed::Made { cell, stored: true });
                        let now = self.options.clock.now();
                        return job.send(landed, &head, Outcome::Hit, now);
                    }
                    let (engine, flown) = (Arc::clone(&self), job.clone());
                    tokio::spawn(async move { engine.fly(lead, flown, cause.word()).await });
                    // Its own deadline ends the flight.
                    if let Some(landed) = wait.await {
                        return self.receive(landed, job, head, cause, false).await;
                    }
                    let lost = empty(StatusCode::INTERNAL_SERVER_ERROR);
                    return job.pass(lost, &head, cause.outcome(Forwarded::default()));
                }
                Join::Follow(wait) => match self.until(patience, wait, &job.policy).await {
                    Some(Some(landed)) if self.is_behind(&landed, arrived, false) => {
                        at_least = arrived;
                    }
                    Some(Some(landed)) => {
                        return self.receive(landed, job, head, cause, true).await;
                    }
                    // The leader was lost, or gave way.
                    Some(None) => {}
                    None => return self.run_alone(job, head).await,
                },
                Join::Behind(wait) => {
                    if self.until(patience, wait, &job.policy).await.is_none() {
                        return self.run_alone(job, head).await;
                    }
                }
                Join::Full => {
                    self.give_place(&job.key);
                    return self.run_alone(job, head).await;
                }
            }
        }
    }

    /// Makes an answer before anyone asks for it.
    ///
    /// # Errors
    ///
    /// Why it was not stored, in words.
    pub(crate) async fn prerender(
        self: &Arc<Self>,
        route: usize,
        policy: &Arc<Policy>,
        path: &str,
        fill: Generate,
    ) -> Result<(), String> {
        let key = KeyRef::of_path(route, path, policy).to_key();
        let job = Job::new(key, policy, fill);
        let least = self.tags.least(&policy.tags_at(path), self.now());
        let landed = match self.flights.join(&job.key, least, || self.tags.epoch()) {
            Join::Lead(lead, wait) => {
                let engine = Arc::clone(self);
                tokio::spawn(async move { engine.fly(lead, job, Cause::Absent.word()).await });
                wait.await
            }
            Join::Follow(wait) => wait.await,
            Join::Behind(_) | Join::Full => return Err("too many handlers run".to_owned()),
        };
        match landed {
            Some(Landed::Made { stored: true, .. }) => Ok(()),
            Some(Landed::Made { .. }) => Err("it was invalidated while it was made".to_owned()),
            Some(Landed::Failed(plain)) => {
                let status = plain.response().status();
                Err(format!("its status is {}", status.as_u16()))
            }
            Some(Landed::Passed(_, reason)) => Err(reason.to_string()),
            None => Err("its handler was lost".to_owned()),
        }
    }

    /// Whether an answer was made of data that was invalidated before its receiver came: which tags a flight has is known when it
    /// lands. For an answer made of the data, a mark that lets others see what is old counts too: the answer would be as new as the
    /// mark, and never be asked for again.
    pub(super) fn is_behind(&self, landed: &Landed, arrived: u64, for_response: bool) -> bool {
        let Landed::Made { cell, .. } = landed else {
            return false;
        };
        cell.stored().is_some_and(|made| {
            let epoch = made.generation.epoch;
            let verdict = || self.tags.verdict(made.entry.tags(), epoch, self.now());
            epoch < arrived
                && match verdict() {
                    Verdict::Hard(_) => true,
                    Verdict::Soft => for_response,
                    Verdict::Valid => false,
                }
        })
    }

    /// What a flight stored between the look into the store and the start of the next flight.
    pub(super) fn landed_meanwhile(&self, key: &Key) -> Option<Arc<Cell>> {
        let cell = self.store_get(key)?;
        let state = cell.stored()?.state(&self.tags, self.options.clock.now());
        (state == State::Fresh).then_some(cell)
    }

    pub(super) async fn until(
        &self,
        patience: Duration,
        wait: Wait<Landed>,
        policy: &Policy,
    ) -> Option<Option<Landed>> {
        let (waiting, since) = (observe::Waiting::start(policy), self.now());
        let landed = tokio::select! {
            biased;
            landed = wait => Some(landed),
            () = self.options.clock.sleep_until(patience) => None,
        };
        waiting.end(self.now().saturating_sub(since));
        landed
    }

    async fn receive(
        self: Arc<Self>,
        landed: Landed,
        job: Job,
        head: Head,
        cause: Cause,
        collapsed: bool,
    ) -> Response<Body> {
        let now = self.options.clock.now();
        let fetched = |stored| cause.outcome(Forwarded { stored, collapsed });
        match landed {
            Landed::Made { cell, stored } => match &*cell {
                Cell::Stored(made) => job.send(made, &head, fetched(stored), now),
                // A flight lands answers only.
                Cell::Uncacheable { .. } => empty(StatusCode::INTERNAL_SERVER_ERROR),
            },
            Landed::Failed(plain) => {
                let old = self.store_get(&job.key);
                let old = old.as_deref().and_then(Cell::stored);
                match old.filter(|old| old.stands_in(now, job.policy.stale_if_error)) {
                    Some(old) => {
                        let outcome = Outcome::StaleIfError;
                        job.send(old, &head, outcome, now)
                    }
                    None => job.pass(plain.response(), &head, fetched(false)),
                }
            }
            Landed::Passed(passed, _) => match take(&passed) {
                Some(response) => job.pass(response, &head, fetched(false)),
                None => self.run_beside(job, head, Reason::Uncacheable).await,
            },
        }
    }

    /// Runs the handler beside the flights; what it makes is stored if it may be.
    pub(super) fn bypass(self: &Arc<Self>, job: Job, head: Head, reason: Reason) -> Served {
        Served::Pending(Box::pin(Arc::clone(self).run_beside(job, head, reason)))
    }

    async fn run_beside(self: Arc<Self>, job: Job, head: Head, reason: Reason) -> Response<Body> {
        if reason != Reason::Uncacheable {
            return self.run_alone_for(job, head, reason).await;
        }
        let epoch = self.tags.epoch();
        match self.generate(&job, epoch).await {
            Landed::Made { cell, stored } => match &*cell {
                Cell::Stored(made) => {
                    let outcome = Outcome::Miss(Forwarded {
                        stored,
                        collapsed: false,
                    });
                    let now = self.options.clock.now();
                    job.send(made, &head, outcome, now)
                }
                Cell::Uncacheable { .. } => empty(StatusCode::INTERNAL_SERVER_ERROR),
            },
            Landed::Failed(plain) => job.pass(plain.response(), &head, Outcome::Bypass(reason)),
            Landed::Passed(passed, _) => {
                let response = take(&passed).unwrap_or_default();
                job.pass(response, &head, Outcome::Bypass(reason))
            }
        }
    }

    /// Runs the handler for one request, under the cap; nothing is stored.
    async fn run_alone(self: Arc<Self>, job: Job, head: Head) -> Response<Body> {
        let Ok(_permit) = self.alone.try_acquire() else {
            let mut response = empty(StatusCode::SERVICE_UNAVAILABLE);
            let retry = HeaderValue::from_static("1");
            response.headers_mut().insert(RETRY_AFTER, retry);
            return job.pass(response, &head, Outcome::Bypass(Reason::Busy));
        };
        self.run_alone_for(job, head, Reason::Busy).await
    }

    async fn run_alone_for(&self, job: Job, head: Head, reason: Reason) -> Response<Body> {
        let clock = &self.options.clock;
        let deadline = clock.now().saturating_add(self.options.regen_timeout);
        tokio::select! {
            response = job.run(None) => {
                job.pass(response, &head, Outcome::Bypass(reason))
            }
            () = clock.sleep_until(deadline) => {
                job.pass(empty(StatusCode::GATEWAY_TIMEOUT), &head, Outcome::Bypass(reason))
            }
        }
    }
}

pub(super) fn take(passed: &Mutex<Option<Response<Body>>>) -> Option<Response<Body>> {
    passed.lock().unwrap_or_else(PoisonError::into_inner).take()
}

pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
