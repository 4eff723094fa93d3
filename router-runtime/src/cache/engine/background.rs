//! Background revalidation: new responses behind stale ones, at a limited pace.

use super::{
    FlightLeader,
    job::GenerationJob,
    second::{Looked, Reuse},
    state::Engine,
};
use crate::cache::store::{
    entry::{Entry, Generation},
    slot::Slot,
};
use std::sync::{Arc, atomic::Ordering};

/// The `cause` in the span of a flight.
const CAUSE: &str = "refresh";

impl Engine {
    /// Revalidates an entry in the background, at once or in its turn. Does nothing if a flight of the key runs, the entry waits for
    /// its turn already, the queue is full, or another instance regenerates it.
    pub(super) fn revalidate_in_background(self: &Arc<Self>, job: GenerationJob, old: &Entry) {
        #[cfg(feature = "second-tier")]
        if old.is_left() {
            return;
        }
        let generation = old.generation;
        let engine = Arc::clone(self);
        if let Ok(permit) = Arc::clone(&self.background).try_acquire_owned() {
            if let Some(leader) = self.lead_after(&job, generation) {
                tokio::spawn(async move {
                    engine.run_in_background(leader, job).await;
                    drop(permit);
                });
            }
            return;
        }
        if old.is_queued.swap(true, Ordering::Relaxed) {
            return;
        }
        if self.queued.fetch_add(1, Ordering::Relaxed) >= self.options.queue {
            self.queued.fetch_sub(1, Ordering::Relaxed);
            old.is_queued.store(false, Ordering::Relaxed);
            tracing::debug!(
                path = job.key.path(),
                "not revalidated, because the queue is full"
            );
            return;
        }
        tokio::spawn(async move {
            let _permit = Arc::clone(&engine.background).acquire_owned().await;
            engine.queued.fetch_sub(1, Ordering::Relaxed);
            if let Some(old) = engine.slot(&job.key).as_deref().and_then(Slot::entry) {
                old.is_queued.store(false, Ordering::Relaxed);
            }
            // Requests that need a new response do not wait for this turn: their flight may have generated it meanwhile.
            if let Some(leader) = engine.lead_after(&job, generation) {
                engine.run_in_background(leader, job).await;
            }
        });
    }

    /// Runs the handler, and makes the compressed form of the client that caused it: clients may get only stale responses.
    async fn run_in_background(self: &Arc<Self>, leader: FlightLeader, job: GenerationJob) {
        #[cfg(feature = "compression")]
        let (key, coding) = (job.key.clone(), job.coding);
        self.run_flight(leader, job, CAUSE, (Reuse::InBackground, Looked::NotYet))
            .await;
        #[cfg(feature = "compression")]
        if let Some(coding) = coding
            && let Some(slot) = self.fresh_slot(&key)
        {
            self.compress(coding, &slot, || key);
        }
    }

    /// Starts a flight, unless one runs or has stored a newer slot than `old`. A flight that is given up here leaves its waiters
    /// without a value; they join again.
    fn lead_after(&self, job: &GenerationJob, old: Generation) -> Option<FlightLeader> {
        let leader = self
            .flights
            .try_lead((&job.key, job.route), || self.tags.start(&job.tags()))?;
        let slot = self.slot(&job.key)?;
        (slot.generation() == old).then_some(leader)
    }
}
