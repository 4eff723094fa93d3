//! New answers behind stale ones, at a measured pace.

use super::{Engine, Job};
use crate::cache::cell::Stored;
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

    /// Makes a new answer in the background, unless one is being made or too many are.
    pub(super) fn refresh(self: &Arc<Self>, job: Job, old: &Stored) {
        let Some(lead) = self.flights.lead(&job.key, || self.tags.epoch()) else {
            return;
        };
        // A flight that landed since the store was asked has done it. Who joined meanwhile asks again.
        let kept = self.store_get(&job.key);
        if kept.is_none_or(|kept| kept.generation() != old.generation) {
            return;
        }
        let permit = Arc::clone(&self.background).try_acquire_owned().ok();
        if permit.is_none() && self.queued.fetch_add(1, Ordering::Relaxed) >= self.options.queue {
            self.queued.fetch_sub(1, Ordering::Relaxed);
            tracing::debug!(
                path = job.key.path(),
                "the queue is full; a stale answer stays"
            );
            return;
        }
        let engine = Arc::clone(self);
        tokio::spawn(async move {
            let _permit = match permit {
                Some(permit) => Some(permit),
                None => {
                    let permit = Arc::clone(&engine.background).acquire_owned().await.ok();
                    engine.queued.fetch_sub(1, Ordering::Relaxed);
                    permit
                }
            };
            engine.fly(lead, job).await;
        });
    }
}
