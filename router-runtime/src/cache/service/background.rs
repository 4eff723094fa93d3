//! New answers behind stale ones, at a measured pace.

use super::{Engine, Job, generate::Landed};
use crate::cache::{
    cell::{Cell, Generation, Stored},
    flight::Lead,
    key::Key,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Answers stored in one second that are a crowd: their refreshes are spread over a tenth of the period.
const CROWD: u64 = 64;

/// Counts what is stored in the current second.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    second: AtomicU64,
    count: AtomicU64,
}

impl Crowd {
    fn joins(&self, now: Duration) -> bool {
        if self.second.swap(now.as_secs(), Ordering::Relaxed) != now.as_secs() {
            self.count.store(0, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed) >= CROWD
    }
}

impl Engine {
    /// The age at which an answer that is stored now is made anew: its period, give or take a twentieth if it comes in a crowd.
    pub(super) fn refresh_at(&self, period: Option<Duration>, now: Duration) -> Option<Duration> {
        let period = period?;
        if !self.crowd.joins(now) {
            return Some(period);
        }
        Some(period.mul_f64(0.95 + 0.1 * self.chance()))
    }

    /// Makes a new answer in the background, at once or in its turn, unless one is being made or too many wait.
    pub(super) fn refresh(self: &Arc<Self>, job: Job, old: &Stored) {
        let generation = old.generation;
        let engine = Arc::clone(self);
        if let Ok(permit) = Arc::clone(&self.background).try_acquire_owned() {
            if let Some(lead) = self.lead_after(&job, generation) {
                tokio::spawn(async move {
                    engine.fly(lead, job, "refresh").await;
                    drop(permit);
                });
            }
            return;
        }
        if old.queued.swap(true, Ordering::Relaxed) {
            return;
        }
        if self.queued.fetch_add(1, Ordering::Relaxed) >= self.options.queue {
            self.queued.fetch_sub(1, Ordering::Relaxed);
            old.queued.store(false, Ordering::Relaxed);
            tracing::debug!(
                path = job.key.path(),
                "the queue is full; a stale answer stays"
            );
            return;
        }
        tokio::spawn(async move {
            let _permit = Arc::clone(&engine.background).acquire_owned().await;
            engine.queued.fetch_sub(1, Ordering::Relaxed);
            if let Some(old) = engine.store_get(&job.key).as_deref().and_then(Cell::stored) {
                old.queued.store(false, Ordering::Relaxed);
            }
            // Who waits for an answer did not wait for this turn: a flight of theirs has done it.
            if let Some(lead) = engine.lead_after(&job, generation) {
                engine.fly(lead, job, "refresh").await;
            }
        });
    }

    /// Starts a flight, unless one runs or landed since that generation. Who joins one that is given up asks again.
    fn lead_after(&self, job: &Job, old: Generation) -> Option<Lead<Key, Landed>> {
        let lead = self.flights.lead(&job.key, || self.tags.epoch())?;
        let kept = self.store_get(&job.key)?;
        (kept.generation() == old).then_some(lead)
    }
}
