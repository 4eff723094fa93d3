//! The loop over flights: waits for one, or starts one.

use super::{
    flight::{Join, Waiter},
    generated::Generated,
    job::GenerationJob,
    second::Reuse,
    state::Engine,
};
use crate::cache::{
    freshness::Freshness, key::Key, observe, outcome::MissCause, policy::Policy, store::slot::Slot,
    tag_table::Validity,
};
use std::{sync::Arc, time::Duration};

/// The result of waiting for a flight.
pub(super) enum Obtained {
    /// A fresh entry, which another flight stored just before this request became leader.
    Found(Arc<Slot>),
    /// The result of a flight; `collapsed` if another request was the leader.
    Generated {
        generated: Generated,
        collapsed: bool,
    },
    /// The task of the flight was lost.
    Lost,
    /// There is no room for another flight, or another waiter: the handler may run for only this request.
    NoRoom,
    /// There are too many waiters, above all for this route.
    TooManyWaiters,
}

/// The error of a waiter whose time is over.
struct TimedOut;

impl Engine {
    /// Waits for a flight of the job, or runs it as the leader of a new one.
    ///
    /// `is_used_by_response` is that of [`ServeRules`](super::decide::ServeRules). `is_confirmed` is `false` if the second tier has not
    /// responded just now.
    pub(super) async fn obtain(
        self: &Arc<Self>,
        job: &GenerationJob,
        cause: MissCause,
        is_used_by_response: bool,
        is_confirmed: bool,
    ) -> Obtained {
        let mut patience = match cause {
            // No request waits for the response: only the timeout of the flight counts.
            MissCause::Prerender => Duration::MAX,
            _ => self.options.lock_wait,
        };
        let reuse = match cause {
            _ if !is_confirmed => Reuse::Unreachable,
            MissCause::OnDemand | MissCause::Prerender => Reuse::Nothing,
            MissCause::Absent if !is_used_by_response => Reuse::Any,
            MissCause::Absent | MissCause::Stale | MissCause::Invalidated => Reuse::Fresh,
        };
        let arrived = self.tags.epoch();
        let mut min_epoch = 0;
        let tags = job.tags();
        loop {
            let known = self.tags.min_epoch(&tags, self.now());
            let join = self
                .flights
                .join((&job.key, job.route), known.max(min_epoch), || {
                    self.tags.start(&tags)
                });
            match join {
                Join::Lead(leader, waiter) => {
                    if cause != MissCause::Prerender
                        && let Some(slot) = self.fresh_slot(&job.key)
                    {
                        leader.complete(Generated::Entry {
                            slot: Arc::clone(&slot),
                            stored: true,
                        });
                        return Obtained::Found(slot);
                    }
                    let looked = match self.look(job, leader.generation(), reuse).await {
                        Ok(generated) => {
                            leader.complete(generated.clone());
                            return Obtained::Generated {
                                generated,
                                collapsed: false,
                            };
                        }
                        Err(looked) => looked,
                    };
                    self.spawn_flight(leader, job.clone(), cause, (reuse, looked));
                    // Without a deadline: the flight has one.
                    return match waiter.await {
                        Some(generated) => Obtained::Generated {
                            generated,
                            collapsed: false,
                        },
                        None => Obtained::Lost,
                    };
                }
                Join::Wait(mut waiter) => match self.wait(patience, &mut waiter, &job.policy).await
                {
                    Ok(Some(generated)) => {
                        if self.is_outdated(&generated, arrived, is_used_by_response) {
                            min_epoch = arrived;
                            continue;
                        }
                        return Obtained::Generated {
                            generated,
                            collapsed: true,
                        };
                    }
                    // The leader was lost, or gave up the flight.
                    Ok(None) => {}
                    // One request starts a second flight. The others wait until that one ends.
                    Err(TimedOut) => {
                        waiter.mark_overdue();
                        patience = Duration::MAX;
                    }
                },
                Join::WaitForOlder(mut waiter) => {
                    // Its result is too old.
                    let _ = self.wait(Duration::MAX, &mut waiter, &job.policy).await;
                }
                Join::NoRoom => return Obtained::NoRoom,
                Join::TooManyWaiters => return Obtained::TooManyWaiters,
            }
        }
    }

    async fn wait(
        &self,
        limit: Duration,
        waiter: &mut Waiter<Key, Generated>,
        policy: &Policy,
    ) -> Result<Option<Generated>, TimedOut> {
        let (waiting, since) = (observe::WaitingRequest::start(policy), self.now());
        let deadline = since.saturating_add(limit);
        let result = tokio::select! {
            biased;
            generated = waiter => Ok(generated),
            () = self.options.clock.sleep_until(deadline) => Err(TimedOut),
        };
        waiting.end(self.now().saturating_sub(since));
        result
    }

    /// Returns `true` if a response was invalidated before its receiver arrived. [`Flights::join`](super::flight::Flights::join)
    /// cannot check this, because the tags of data are known only after the handler has run.
    fn is_outdated(&self, generated: &Generated, arrived: u64, is_used_by_response: bool) -> bool {
        let slot = match generated {
            Generated::Entry { slot, .. } => slot,
            #[cfg(feature = "second-tier")]
            Generated::Loaded(slot) if is_used_by_response => {
                // It may be stale, for a request that may get that.
                let entry = slot.entry();
                return entry.is_none_or(|entry| {
                    entry.freshness(&self.tags, self.now()) != Freshness::Fresh
                });
            }
            #[cfg(feature = "second-tier")]
            Generated::Loaded(slot) => slot,
            Generated::Failed(_) | Generated::Unstorable(..) => return false,
        };
        slot.entry().is_some_and(|entry| {
            let epoch = entry.generation.epoch;
            epoch < arrived
                && match entry.validity(self.now()) {
                    Validity::Hard(_) => true,
                    // A response made of it would be as new as the invalidation, and never be regenerated.
                    Validity::Soft => is_used_by_response,
                    Validity::Valid => false,
                }
        })
    }

    /// Returns the slot of a key if it is fresh: another flight may have stored it before this request became leader.
    pub(super) fn fresh_slot(&self, key: &Key) -> Option<Arc<Slot>> {
        let slot = self.slot(key)?;
        let freshness = slot.entry()?.freshness(&self.tags, self.now());
        (freshness == Freshness::Fresh).then_some(slot)
    }

    /// Returns the slot that replaces a failure: a stale entry, or an older one if `stale_if_error` allows it.
    pub(super) fn slot_instead_of_failure(
        &self,
        job: &GenerationJob,
        now: Duration,
    ) -> Option<Arc<Slot>> {
        let slot = self.slot(&job.key)?;
        let entry = slot.entry()?;
        let is_usable = entry.freshness(&self.tags, now) == Freshness::Stale
            || entry.begin_replacing_failure(now, job.policy.stale_if_error);
        is_usable.then_some(slot)
    }
}
