//! One run of a handler for the cache, and the storing of its response.

use super::{
    FlightLeader,
    generated::{FailedResponse, Generated},
    job::GenerationJob,
    second::{Looked, Reuse},
    state::Engine,
};
use crate::cache::{
    dependencies::Dependencies,
    freshness::Lifetime,
    handler_run::RunKind,
    http::{
        body::{Collected, collect},
        cache_control::forbid_storing,
        stored_response::StoredResponse,
    },
    key::Key,
    observe,
    options::CacheOptions,
    outcome::MissCause,
    policy::Policy,
    storable::{Unstorable, storable},
    store::{
        entry::{Entry, EntryTimes, Generation},
        slot::Slot,
        tier::{PutResult, Tier},
    },
    tag_table::RunningGeneration,
};
use crate::errors::{ErrorCause, error_response};
use axum::{
    body::{Body, Bytes},
    http::{Response, StatusCode, response::Parts},
};
use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
    time::Duration,
};
use tracing::Instrument;

/// The end of a run.
enum RunEnd {
    Storable(Parts, Bytes),
    Failed(FailedResponse),
    Unstorable(Response<Body>, Unstorable),
}

/// Logs a panic that no handler's run caught.
pub(super) fn log_panic(job: &GenerationJob) {
    let (route, path) = (job.policy.route, job.key.path());
    if job.key.is_data() {
        tracing::error!(key = path, "the future that generates the data panicked");
    } else {
        tracing::error!(
            method = "GET",
            route,
            path,
            "the body of the response panicked"
        );
    }
}

fn log_timeout(job: &GenerationJob, limit: Duration) {
    let (route, path, limit) = (job.policy.route, job.key.path(), limit.as_secs());
    if job.key.is_data() {
        tracing::error!(
            key = path,
            "the future that generates the data took longer than {limit} s"
        );
    } else {
        tracing::error!(
            method = "GET",
            route,
            path,
            "the handler took longer than {limit} s"
        );
    }
}

/// Returns the output of a future; `None` if it panics.
pub(super) async fn catch_panics<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |polled| polled.map(Some))
    })
    .await
}

impl Engine {
    /// Runs the handler as the leader of a flight, or uses an entry of the second tier.
    pub(super) async fn run_flight(
        self: &Arc<Self>,
        leader: FlightLeader,
        job: GenerationJob,
        cause: &'static str,
        (reuse, looked): (Reuse, Looked),
    ) {
        let (flight, since) = (observe::RunningFlight::start(&job.policy), self.now());
        let running = leader.generation();
        let span = observe::span(&job.key, &job.policy, running.epoch(), cause);
        let run = self.in_turn(&job, running, reuse, looked);
        let run = run.instrument(span.clone());
        let result = tokio::select! {
            biased;
            () = leader.given_up() => {
                observe::flight_outcome(&span, "given_up");
                return;
            }
            result = run => result,
        };
        let Some((generated, turn)) = result else {
            observe::flight_outcome(&span, "left");
            return;
        };
        observe::flight_outcome(&span, generated.name());
        flight.end(self.now().saturating_sub(since));
        leader.complete(generated.clone());
        turn.end(self, &generated).await;
    }

    /// Runs the handler outside of flights, and stores the response if that is allowed.
    pub(super) async fn run_outside_of_flights(self: &Arc<Self>, job: &GenerationJob) -> Generated {
        let running = self.tags.start(&job.tags());
        let looked = Looked::NotYet;
        let turn = self.in_turn(job, &running, Reuse::Nothing, looked).await;
        let Some((generated, turn)) = turn else {
            // Not reached: without a look into the second tier, the handler runs.
            return self.generate(job, &running).await;
        };
        turn.end_later(self, &generated);
        generated
    }

    /// Spawns the flight of a leader: it continues if the client disconnects, unless it is given up.
    pub(super) fn spawn_flight(
        self: &Arc<Self>,
        leader: FlightLeader,
        job: GenerationJob,
        cause: MissCause,
        known: (Reuse, Looked),
    ) {
        let engine = Arc::clone(self);
        tokio::spawn(async move { engine.run_flight(leader, job, cause.name(), known).await });
    }

    /// Runs the handler of a generation, and stores the response if that is allowed.
    pub(super) async fn generate(
        &self,
        job: &GenerationJob,
        running: &RunningGeneration,
    ) -> Generated {
        let clock = &self.options.clock;
        let generation = Generation {
            epoch: running.epoch(),
            started: self.next_generation(),
        };
        let deadline = clock.now().saturating_add(self.options.regen_timeout);
        let dependencies = Dependencies::of(&job.policy);
        let end = tokio::select! {
            end = catch_panics(self.run(job, &dependencies)) => end.unwrap_or_else(|| {
                log_panic(job);
                RunEnd::Failed(FailedResponse::of_panic())
            }),
            () = clock.sleep_until(deadline) => {
                log_timeout(job, self.options.regen_timeout);
                RunEnd::Failed(FailedResponse::of_timeout(self.options.regen_timeout))
            }
        };
        let now = clock.now();
        match end {
            RunEnd::Storable(parts, body) => {
                let policy = dependencies.apply(&job.policy);
                self.store_generated(&job.key, &policy, generation, parts, &body, now)
            }
            RunEnd::Failed(failed) => {
                observe::failure(&job.policy, failed.kind());
                self.record_failure(job, now);
                Generated::Failed(Arc::new(failed))
            }
            RunEnd::Unstorable(response, reason) if reason.is_failure() => {
                observe::failure(&job.policy, "broken");
                self.record_failure(job, now);
                Generated::unstorable(response, reason)
            }
            RunEnd::Unstorable(response, reason) => {
                self.warnings
                    .unstorable(&job.policy, job.key.path(), reason);
                observe::unstorable(&job.policy, reason);
                let slot = Arc::new(Slot::uncacheable(&job.key, generation, now));
                self.store.put(&job.key, slot, now);
                Generated::unstorable(response, reason)
            }
        }
    }

    /// Runs the handler for one request. The response is not stored; it is a 504 if the handler takes too long.
    pub(super) async fn run_alone(&self, job: &GenerationJob) -> Response<Body> {
        let clock = &self.options.clock;
        let deadline = clock.now().saturating_add(self.options.regen_timeout);
        let dependencies = Dependencies::of(&job.policy);
        tokio::select! {
            response = self.run_handler(job, &dependencies, RunKind::ForOneRequest) => response,
            () = clock.sleep_until(deadline) => {
                log_timeout(job, self.options.regen_timeout);
                let cause = ErrorCause::Timeout(self.options.regen_timeout);
                error_response(StatusCode::GATEWAY_TIMEOUT, cause)
            }
        }
    }

    /// Runs the handler. If it forbids storing the response, other caches must not store it either.
    async fn run_handler(
        &self,
        job: &GenerationJob,
        dependencies: &Dependencies,
        kind: RunKind,
    ) -> Response<Body> {
        let mut response = job.run(dependencies, kind).await;
        if dependencies.refusal().is_some() {
            forbid_storing(response.headers_mut(), &self.options.cdn_header);
        }
        response
    }

    async fn run(&self, job: &GenerationJob, dependencies: &Dependencies) -> RunEnd {
        let response = self.run_handler(job, dependencies, RunKind::ForCache).await;
        let (mut parts, body) = response.into_parts();
        let reason = storable(parts.status, &parts.headers, &job.policy);
        let reason = reason.err().or_else(|| dependencies.refusal());
        if let Some(reason) = reason
            && !reason.is_failure()
        {
            return RunEnd::Unstorable(Response::from_parts(parts, body), reason);
        }
        let collected = collect(body, self.options.max_entry).await;
        // The handler may forbid it while its body is streamed.
        let refusal = dependencies.refusal();
        if refusal.is_some() {
            forbid_storing(&mut parts.headers, &self.options.cdn_header);
        }
        match (collected, reason.or(refusal)) {
            (Collected::Whole(body), None) => RunEnd::Storable(parts, body),
            (Collected::Whole(body), Some(reason)) if reason.is_failure() => {
                RunEnd::Failed(FailedResponse::of_status(parts, body))
            }
            (Collected::Whole(body), Some(reason)) => {
                let response = Response::from_parts(parts, Body::from(body));
                RunEnd::Unstorable(response, reason)
            }
            (Collected::TooLarge(body), reason) => RunEnd::Unstorable(
                Response::from_parts(parts, body),
                reason.unwrap_or(Unstorable::TooLarge),
            ),
            (Collected::Broken(body), _) => {
                RunEnd::Unstorable(Response::from_parts(parts, body), Unstorable::Broken)
            }
        }
    }

    fn store_generated(
        &self,
        key: &Key,
        policy: &Policy,
        generation: Generation,
        parts: Parts,
        body: &Bytes,
        now: Duration,
    ) -> Generated {
        let date = self.options.clock.date(now);
        let response = if key.is_data() {
            StoredResponse::of_data(body, policy)
        } else {
            self.warnings
                .stale_at_once(policy, key.path(), &parts, date);
            let CacheOptions {
                cdn_header,
                compress,
                ..
            } = &self.options;
            let path = key.path();
            StoredResponse::new(parts, body, policy, path, date, cdn_header, *compress)
        };
        let (slot, stored) = self.store_entry(
            key,
            response,
            generation,
            Duration::ZERO,
            policy.lifetime,
            now,
        );
        observe::generated(policy, stored);
        Generated::Entry { slot, stored }
    }

    /// Stores an entry in memory, and returns `true` if it is stored. `past` is the age of the response.
    pub(super) fn store_entry(
        &self,
        key: &Key,
        response: StoredResponse,
        generation: Generation,
        past: Duration,
        lifetime: Lifetime,
        now: Duration,
    ) -> (Arc<Slot>, bool) {
        let times = EntryTimes {
            created: now,
            past,
            lifetime,
            revalidate_at: self.revalidation_age(lifetime.revalidate, now),
        };
        let tags = self.tags.register(response.tags(), generation.epoch);
        let entry = Entry::new(response, generation, times, key, tags);
        let slot = Arc::new(Slot::Stored(entry));
        let stored = self.store.put(key, Arc::clone(&slot), now) == PutResult::Stored;
        observe::store_size(|| self.store.bytes(), || self.store.count());
        (slot, stored)
    }

    fn record_failure(&self, job: &GenerationJob, now: Duration) {
        if let Some(slot) = self.slot(&job.key)
            && let Some(entry) = slot.entry()
        {
            entry.record_failure(now, self.chance());
        }
    }
}
