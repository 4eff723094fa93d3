//! One run of a handler, and what becomes of its answer.

use super::{Engine, Job};
use crate::cache::{
    cell::{Cell, Generation, Stored},
    dependencies::Dependencies,
    entry::{Collected, Entry, collect},
    flight::Lead,
    key::Key,
    observe,
    policy::Policy,
    storable::{Unstorable, storable},
    store::{Put, Store},
};
use axum::{
    body::{Body, Bytes},
    http::{Response, StatusCode, header::SET_COOKIE, response::Parts},
};
use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{Arc, Mutex, atomic::Ordering},
    task::Poll,
    time::Duration,
};
use tracing::Instrument;

/// What a flight landed, for all who wait for it.
#[derive(Clone)]
pub(super) enum Landed {
    /// An answer, and whether it was stored.
    Made { cell: Arc<Cell>, stored: bool },
    /// The handler failed.
    Failed(Arc<Plain>),
    /// An answer that cannot be stored, for one of them.
    Passed(Arc<Mutex<Option<Response<Body>>>>, Unstorable),
}

/// A failure that all who wait receive.
pub(super) struct Plain {
    parts: Parts,
    body: Bytes,
    kind: Failure,
}

/// What a failure was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    Status,
    Panic,
    Timeout,
}

impl Failure {
    /// In one word, for a counter.
    fn kind(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Panic => "panic",
            Self::Timeout => "timeout",
        }
    }
}

impl Plain {
    /// A response of it; cookies are not for all.
    pub(super) fn response(&self) -> Response<Body> {
        let mut parts = self.parts.clone();
        parts.headers.remove(SET_COOKIE);
        Response::from_parts(parts, Body::from(self.body.clone()))
    }

    fn of(status: StatusCode, kind: Failure) -> Self {
        let mut response = Response::new(());
        *response.status_mut() = status;
        Self {
            parts: response.into_parts().0,
            body: Bytes::new(),
            kind,
        }
    }
}

impl Landed {
    fn pass(response: Response<Body>, reason: Unstorable) -> Self {
        Self::Passed(Arc::new(Mutex::new(Some(response))), reason)
    }

    /// In one word, for the span of a flight.
    fn outcome(&self) -> &'static str {
        match self {
            Self::Made { stored: true, .. } => "stored",
            Self::Made { stored: false, .. } => "rejected",
            Self::Failed(plain) => match plain.kind {
                Failure::Status => "failed",
                Failure::Panic => "panicked",
                Failure::Timeout => "timed_out",
            },
            Self::Passed(_, reason) if reason.is_failure() => "failed",
            Self::Passed(..) => "uncacheable",
        }
    }
}

/// How a run of a handler ended.
enum Made {
    Whole(Parts, Bytes),
    Failed(Plain),
    Unstorable(Response<Body>, Unstorable),
}

/// What a future gives; nothing if it panics.
pub(super) async fn calmly<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |polled| polled.map(Some))
    })
    .await
}

impl Engine {
    pub(super) fn store_get(&self, key: &Key) -> Option<Arc<Cell>> {
        self.store.get(&key.as_ref())
    }

    /// Runs the handler as a flight.
    pub(super) async fn fly(&self, lead: Lead<Key, Landed>, job: Job, cause: &'static str) {
        let (flight, since) = (observe::Flight::start(&job.policy), self.now());
        let span = observe::span(&job.key, &job.policy, lead.epoch(), cause);
        let run = self.generate(&job, lead.epoch()).instrument(span.clone());
        let landed = run.await;
        observe::landed(&span, landed.outcome());
        flight.land(self.now().saturating_sub(since));
        lead.land(landed);
    }

    /// Runs the handler for a generation of that epoch, which was read before, and keeps what may be kept.
    pub(super) async fn generate(&self, job: &Job, epoch: u64) -> Landed {
        let clock = &self.options.clock;
        let generation = Generation {
            epoch,
            started: self.generations.fetch_add(1, Ordering::Relaxed),
        };
        let deadline = clock.now().saturating_add(self.options.regen_timeout);
        let gathered = Dependencies::default();
        let made = tokio::select! {
            made = calmly(self.run(job, &gathered)) => {
                made.unwrap_or_else(|| Made::Failed(Plain::of(StatusCode::INTERNAL_SERVER_ERROR, Failure::Panic)))
            }
            () = clock.sleep_until(deadline) => {
                let limit = self.options.regen_timeout.as_secs();
                tracing::error!(path = job.key.path(), "no answer within {limit} s");
                Made::Failed(Plain::of(StatusCode::GATEWAY_TIMEOUT, Failure::Timeout))
            }
        };
        let now = clock.now();
        match made {
            Made::Whole(parts, body) => {
                let policy = gathered.joined(&job.policy);
                self.keep(&job.key, &policy, generation, parts, &body, now)
            }
            Made::Failed(plain) => {
                observe::failed(&job.policy, plain.kind.kind());
                self.note_failure(job, now);
                Landed::Failed(Arc::new(plain))
            }
            Made::Unstorable(response, reason) if reason.is_failure() => {
                observe::failed(&job.policy, "broken");
                self.note_failure(job, now);
                Landed::pass(response, reason)
            }
            Made::Unstorable(response, reason) => {
                tracing::warn!(path = job.key.path(), "an answer was not cached: {reason}");
                observe::unstorable(&job.policy, reason);
                let cell = Arc::new(Cell::uncacheable(&job.key, generation, now));
                self.store.put(&job.key, cell, &self.tags, now);
                Landed::pass(response, reason)
            }
        }
    }

    async fn run(&self, job: &Job, gathered: &Dependencies) -> Made {
        let (parts, body) = job.run(Some(gathered)).await.into_parts();
        let reason = storable(parts.status, &parts.headers, &job.policy).err();
        if let Some(reason) = reason
            && !reason.is_failure()
        {
            return Made::Unstorable(Response::from_parts(parts, body), reason);
        }
        match (collect(body, self.options.max_entry).await, reason) {
            (Collected::Whole(body), None) => Made::Whole(parts, body),
            (Collected::Whole(body), Some(_)) => Made::Failed(Plain {
                parts,
                body,
                kind: Failure::Status,
            }),
            (Collected::TooLarge(body), reason) => Made::Unstorable(
                Response::from_parts(parts, body),
                reason.unwrap_or(Unstorable::TooLarge),
            ),
            (Collected::Broken(body), _) => {
                Made::Unstorable(Response::from_parts(parts, body), Unstorable::Broken)
            }
        }
    }

    fn keep(
        &self,
        key: &Key,
        policy: &Policy,
        generation: Generation,
        parts: Parts,
        body: &Bytes,
        now: Duration,
    ) -> Landed {
        let date = self.options.clock.date(now);
        let made = if key.is_data() {
            Ok(Entry::of_data(body, policy))
        } else {
            Entry::new(parts, body, policy, key.path(), date)
        };
        let entry = match made {
            Ok(entry) => entry,
            Err(reason) => {
                self.give_place(key);
                return Landed::pass(Response::new(Body::empty()), reason);
            }
        };
        let lifetime = policy.lifetime;
        let mut stored = Stored::new(entry, generation, now, lifetime, key);
        stored.refresh_at(self.refresh_at(lifetime.revalidate, now));
        let cell = Arc::new(Cell::Stored(stored));
        let put = self.store.put(key, Arc::clone(&cell), &self.tags, now);
        let stored = put == Put::Kept;
        if !stored {
            self.give_place(key);
        }
        observe::made(policy, stored);
        observe::kept(|| self.store.bytes(), || self.store.count());
        Landed::Made { cell, stored }
    }

    fn note_failure(&self, job: &Job, now: Duration) {
        match self.store_get(&job.key) {
            Some(cell) => {
                if let Some(stored) = cell.stored() {
                    stored.failed(now, self.chance());
                }
            }
            None => self.variants.forget(&job.key),
        }
    }

    /// Another combination may have the place of one that is not kept.
    pub(super) fn give_place(&self, key: &Key) {
        if self.store_get(key).is_none() {
            self.variants.forget(key);
        }
    }
}
