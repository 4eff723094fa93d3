//! The turn of a flight: it looks into the second tier, gets a lease, runs its handler, and stores the record.

use super::{Reuse, linked::Linked, namespace::RecordName, seeded::Taken};
#[cfg(router_seeded_faults)]
use crate::cache::store::seeded_fault::SeededFault;
use crate::cache::{
    engine::{generated::Generated, job::GenerationJob, state::Engine},
    freshness::Freshness,
    store::{
        entry::Entry,
        record::{encode, stored_for},
        second_tier::{Lease, NewRecord, OldRecord, Put, SecondTier, TierEpoch, TierKey, Token},
        slot::Slot,
    },
    tag_table::RunningGeneration,
};
use std::{mem, sync::Arc, time::Duration};

/// The pauses between two looks for the record of another instance.
const FIRST_PAUSE: Duration = Duration::from_millis(25);
const LAST_PAUSE: Duration = Duration::from_millis(250);

/// The turn of a flight, in which its handler runs.
pub(in crate::cache::engine) struct Turn(Option<Started>);

struct Started {
    name: RecordName,
    /// The epoch that was read before the handler started.
    epoch: TierEpoch,
    since: Duration,
    lease: HeldLease,
}

/// A lease, which is released when it is dropped.
struct HeldLease {
    tier: Arc<dyn SecondTier>,
    key: TierKey,
    /// `None` if it was not granted.
    token: Option<Token>,
}

impl Drop for HeldLease {
    fn drop(&mut self) {
        if let Some(token) = self.token.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let (tier, key) = (Arc::clone(&self.tier), self.key);
            runtime.spawn(async move { tier.release(&key, Some(&token), OldRecord::Keep).await });
        }
    }
}

/// The result of the look into the second tier before a flight starts.
pub(in crate::cache::engine) enum Looked {
    NotYet,
    /// It has no entry that may be used.
    Absent(Absent),
    Unreachable,
}

/// A key without an entry in the second tier.
pub(in crate::cache::engine) struct Absent {
    name: RecordName,
    /// The record of the seed.
    seeded: Option<Taken>,
}

/// The result of competing for a lease.
enum Competition {
    Loaded(Generated),
    Run(HeldLease),
    /// Another instance runs the handler, and the entry in memory is sent meanwhile.
    Leave,
}

impl Engine {
    /// Looks into the second tier before a flight is spawned, since most requests of a new process find a record there.
    ///
    /// # Errors
    ///
    /// Returns what the flight needs to know if there is no entry that may be used.
    pub(in crate::cache::engine) async fn look(
        self: &Arc<Self>,
        job: &GenerationJob,
        running: &RunningGeneration,
        reuse: Reuse,
    ) -> Result<Generated, Looked> {
        let linked = match reuse {
            Reuse::Fresh | Reuse::Any if job.key.is_storable() => self.second.linked(self),
            _ => None,
        };
        let Some(linked) = linked else {
            return Err(Looked::NotYet);
        };
        let name = linked.namespace.name_of(&job.key, &job.policy);
        let loaded = self.load(linked, &name, job, running, reuse).await;
        // Afterwards, so that it is not lost if the client disconnects meanwhile.
        let seeded = self.take_seeded(job);
        match loaded {
            Ok(Some(slot)) => Ok(Generated::Loaded(slot)),
            Ok(None) => Err(Looked::Absent(Absent { name, seeded })),
            Err(()) => Err(Looked::Unreachable),
        }
    }

    /// Uses an entry of the second tier, or runs the handler. `None` if another instance regenerates an entry that may be sent meanwhile.
    pub(in crate::cache::engine) async fn in_turn(
        self: &Arc<Self>,
        job: &GenerationJob,
        running: &RunningGeneration,
        reuse: Reuse,
        looked: Looked,
    ) -> Option<(Generated, Turn)> {
        let (reuse, name, seeded) = match looked {
            // In any case, so that it does not follow the response of this turn.
            Looked::NotYet => (reuse, None, self.take_seeded(job)),
            Looked::Absent(Absent { name, seeded }) => (reuse, Some(name), seeded),
            Looked::Unreachable => (Reuse::Unreachable, None, None),
        };
        let Some(linked) = self.second.linked(self).filter(|_| job.key.is_storable()) else {
            if let Some(slot) = self.load_seeded(seeded, job, running, reuse).await {
                return Some((Generated::Loaded(slot), Turn(None)));
            }
            return Some((self.generate(job, running).await, Turn(None)));
        };
        let is_absent = name.is_some();
        let name = name.unwrap_or_else(|| linked.namespace.name_of(&job.key, &job.policy));
        let lease = match reuse {
            Reuse::Unreachable => linked.no_lease(&name.key),
            // The handler runs in any case. A shared store takes its record only with a lease.
            Reuse::Nothing => {
                let lease = linked.lease(&name.key).await;
                lease.unwrap_or_else(|_| linked.no_lease(&name.key))
            }
            _ => match self
                .compete(linked, &name, job, running, reuse, (is_absent, seeded))
                .await
            {
                Competition::Loaded(generated) => return Some((generated, Turn(None))),
                Competition::Run(lease) => lease,
                Competition::Leave => return None,
            },
        };
        let started = Started {
            name,
            epoch: linked.tier.epoch(),
            since: self.now(),
            lease,
        };
        let generated = self.generate(job, running).await;
        #[cfg(router_seeded_faults)]
        let started = started.with_late_epoch();
        Some((generated, Turn(Some(started))))
    }

    /// Returns `true` if the key has a fresh entry in the second tier or in the seed, which is in memory then. A stale one of the seed is
    /// in memory, too.
    pub(in crate::cache::engine) async fn is_loaded(self: &Arc<Self>, job: &GenerationJob) -> bool {
        let seeded = self.take_seeded(job);
        let running = self.tags.start(&job.tags());
        if let Some(linked) = self.second.linked(self) {
            let name = linked.namespace.name_of(&job.key, &job.policy);
            match self.load(linked, &name, job, &running, Reuse::Fresh).await {
                Ok(None) => {}
                Ok(Some(_)) => return true,
                Err(()) => return false,
            }
        }
        let loaded = self.load_seeded(seeded, job, &running, Reuse::Any).await;
        loaded.is_some() && self.fresh_slot(&job.key).is_some()
    }

    async fn compete(
        &self,
        linked: &Linked,
        name: &RecordName,
        job: &GenerationJob,
        running: &RunningGeneration,
        reuse: Reuse,
        (mut is_absent, mut seeded): (bool, Option<Taken>),
    ) -> Competition {
        let deadline = self.now().saturating_add(self.options.lock_wait);
        let mut pause = FIRST_PAUSE;
        loop {
            let loaded = if mem::take(&mut is_absent) {
                Ok(None)
            } else {
                self.load(linked, name, job, running, reuse).await
            };
            match loaded {
                Ok(Some(slot)) => return Competition::Loaded(Generated::Loaded(slot)),
                Ok(None) => {
                    let slot = self.load_seeded(seeded.take(), job, running, reuse).await;
                    if let Some(slot) = slot {
                        return Competition::Loaded(Generated::Loaded(slot));
                    }
                }
                Err(()) => return Competition::Run(linked.no_lease(&name.key)),
            }
            match linked.lease(&name.key).await {
                Ok(lease) => return Competition::Run(lease),
                Err(remaining) if reuse == Reuse::InBackground && self.may_leave(job) => {
                    if let Some(entry) = self.slot(&job.key).as_deref().and_then(Slot::entry) {
                        entry.leave_for(remaining.min(LAST_PAUSE));
                    }
                    return Competition::Leave;
                }
                Err(remaining) => {
                    let now = self.now();
                    if now >= deadline {
                        return Competition::Run(linked.no_lease(&name.key));
                    }
                    let time = pause.mul_f64(0.5 + 0.5 * self.chance());
                    let rest = deadline.saturating_sub(now);
                    let time = time.min(remaining.max(FIRST_PAUSE)).min(rest);
                    tokio::time::sleep(time).await;
                    pause = (2 * pause).min(LAST_PAUSE);
                }
            }
        }
    }

    /// Returns `true` if requests for the key are served without this flight: it has an entry that may be sent.
    fn may_leave(&self, job: &GenerationJob) -> bool {
        let slot = self.slot(&job.key);
        let entry = slot.as_deref().and_then(|slot| slot.entry());
        entry.is_some_and(|entry| {
            let freshness = entry.freshness(&self.tags, self.now());
            matches!(freshness, Freshness::Fresh | Freshness::Stale)
        })
    }
}

impl Linked {
    /// Requests a lease. The error is the rest of another instance's lease.
    async fn lease(&self, key: &TierKey) -> Result<HeldLease, Duration> {
        let token = Token::new();
        // Dropped, and so released, if the request fails or is given up: it may be granted nevertheless.
        let mut lease = self.no_lease(key);
        lease.token = Some(token);
        let request = self.tier.lease(key, token);
        let request = self.counted("lease", request, |lease| match lease {
            Lease::Granted => "granted",
            Lease::Busy { .. } => "busy",
        });
        match request.await {
            Some(Lease::Granted) => Ok(lease),
            Some(Lease::Busy { remaining }) => {
                lease.token = None;
                Err(remaining)
            }
            None => Ok(self.no_lease(key)),
        }
    }

    /// The place of a lease for a handler that runs without one.
    fn no_lease(&self, key: &TierKey) -> HeldLease {
        HeldLease {
            tier: Arc::clone(&self.tier),
            key: *key,
            token: None,
        }
    }
}

impl Turn {
    /// [Ends](Self::end) in a task of its own.
    pub(in crate::cache::engine) fn end_later(self, engine: &Arc<Engine>, generated: &Generated) {
        if self.0.is_some() {
            let (engine, generated) = (Arc::clone(engine), generated.clone());
            tokio::spawn(async move { self.end(&engine, &generated).await });
        }
    }

    /// Stores the record of what was generated, and ends the lease.
    pub(in crate::cache::engine) async fn end(self, engine: &Engine, generated: &Generated) {
        let (Some(mut started), Some(linked)) = (self.0, engine.second.linked_already()) else {
            return;
        };
        let old = match generated {
            Generated::Entry { slot, stored: true } => match slot.entry() {
                Some(entry) if started.put(engine, linked, entry).await => return,
                _ => OldRecord::Remove,
            },
            Generated::Unstorable(_, reason) if !reason.is_failure() => OldRecord::Remove,
            // Dropping the lease releases it.
            _ => return,
        };
        let token = started.lease.token.take();
        let release = linked.tier.release(&started.name.key, token.as_ref(), old);
        linked.counted("release", release, |()| "ok").await;
    }
}

impl Started {
    #[cfg(router_seeded_faults)]
    fn with_late_epoch(mut self) -> Self {
        if SeededFault::LateEpoch.is_on() {
            self.epoch = self.lease.tier.epoch();
        }
        self
    }

    /// Returns `false` if the record cannot be stored, so that an older one must not be used any more. A run that has no lease leaves the
    /// stored record, which another instance may have stored meanwhile.
    async fn put(&mut self, engine: &Engine, linked: &Linked, entry: &Entry) -> bool {
        let response = &entry.response;
        let identity = &self.name.identity;
        let bytes = encode(
            identity,
            response,
            entry.lifetime,
            engine.options.secret.as_ref(),
        );
        let Some(bytes) = bytes else {
            return false;
        };
        let now = engine.now();
        let record = NewRecord {
            bytes,
            tags: response.tags(),
            epoch: self.epoch,
            since_start: now.saturating_sub(self.since),
            age: entry.age(now),
            lifetime: stored_for(entry.lifetime),
        };
        let token = self.lease.token.as_ref();
        let put = linked.tier.put(&self.name.key, record, token);
        let put = linked.counted("put", put, |put| match put {
            Put::Stored => "stored",
            Put::Fenced => "fenced",
        });
        let is_known = put.await.is_some();
        if is_known {
            // The tier has ended the lease.
            self.lease.token = None;
        }
        is_known
    }
}
