//! The second tier of an engine, and whether it can be used now. The seed.

use super::{namespace::Namespace, seed::OpenSeed};
use crate::cache::{
    clock::{Clock, nanoseconds},
    observe,
    options::CacheOptions,
    policy::Policy,
    store::second_tier::{Confirmation, ConfirmedUntil, LocalCache, SecondTier},
};
use std::{
    sync::{
        Arc, OnceLock, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

/// The second tier of an engine, and its seed, if the application has them.
pub(in crate::cache::engine) struct SecondTierLink {
    linked: Option<Linked>,
    /// `true` if the tier is not used.
    is_detached: AtomicBool,
    confirmed: OnEngineClock,
    seed: Option<OpenSeed>,
}

/// The time until which entries in memory need no confirmation of the tier, on the clock of the engine.
#[derive(Debug)]
struct OnEngineClock {
    /// In nanoseconds since `start`.
    until: Arc<AtomicU64>,
    /// In nanoseconds of the clock.
    start: u64,
}

impl OnEngineClock {
    /// `tier` is `None` if there is no tier, or one without other instances.
    fn of(tier: Option<ConfirmedUntil>, clock: &Clock) -> Self {
        match (tier, clock.start()) {
            (None, _) => Self {
                until: Arc::new(AtomicU64::new(u64::MAX)),
                start: 0,
            },
            (Some(tier), Some(start)) => Self {
                until: tier.nanoseconds,
                start: nanoseconds(tier.since.saturating_duration_since(start)),
            },
            // With a manual clock the two cannot be compared, so each hit calls the tier.
            (Some(_), None) => Self {
                until: Arc::default(),
                start: 0,
            },
        }
    }

    #[inline]
    fn includes(&self, now: Duration) -> bool {
        nanoseconds(now).saturating_sub(self.start) < self.until.load(Ordering::Acquire)
    }
}

/// A second tier in use.
pub(super) struct Linked {
    pub(super) tier: Arc<dyn SecondTier>,
    pub(super) namespace: Namespace,
    is_started: OnceLock<()>,
    is_down: AtomicBool,
}

impl SecondTierLink {
    /// Opens the second tier that the options or the environment name.
    pub(in crate::cache::engine) fn open(
        options: &CacheOptions,
        policies: &[Option<Arc<Policy>>],
    ) -> Self {
        let tier = options.source.as_ref().and_then(|source| {
            #[cfg(feature = "disk")]
            let disk_bytes = options.disk_bytes;
            #[cfg(not(feature = "disk"))]
            let disk_bytes = 0;
            source.open(&options.clock, disk_bytes, options.regen_timeout)
        });
        Self {
            confirmed: OnEngineClock::of(
                tier.as_ref().and_then(|tier| tier.confirmed_until()),
                &options.clock,
            ),
            linked: tier.map(|tier| Linked {
                namespace: Namespace::new(tier.application(), options, policies),
                tier,
                is_started: OnceLock::new(),
                is_down: AtomicBool::new(false),
            }),
            is_detached: AtomicBool::new(false),
            seed: OpenSeed::open(options, policies),
        }
    }

    /// Uses no second tier from now on. It must not be started yet.
    pub(in crate::cache::engine) fn detach(&self) {
        self.is_detached.store(true, Ordering::Relaxed);
    }

    /// Returns `true` if the last read or invalidation failed.
    pub(in crate::cache::engine) fn is_down(&self) -> bool {
        let linked = self.linked_already();
        linked.is_some_and(|linked| linked.is_down.load(Ordering::Relaxed))
    }

    /// Returns `true` if entries in memory have to be confirmed before they are sent.
    #[inline]
    pub(in crate::cache::engine) fn must_confirm(&self, now: Duration) -> bool {
        !self.confirmed.includes(now) && self.is_confirmation_needed()
    }

    #[cold]
    fn is_confirmation_needed(&self) -> bool {
        matches!(self.confirmation(), Confirmation::Needed { .. })
    }

    pub(super) fn confirmation(&self) -> Confirmation {
        match self.linked_already() {
            Some(linked) => linked.tier.confirmation(),
            None => Confirmation::For(Duration::MAX),
        }
    }

    /// The tier, started.
    pub(super) fn linked<L: LocalCache + 'static>(&self, local: &Arc<L>) -> Option<&Linked> {
        let linked = self.linked_already()?;
        linked.is_started.get_or_init(|| {
            let local: Weak<L> = Arc::downgrade(local);
            linked.tier.start(local);
        });
        Some(linked)
    }

    /// The tier, which may not be started.
    pub(super) fn linked_already(&self) -> Option<&Linked> {
        let is_detached = self.is_detached.load(Ordering::Relaxed);
        self.linked.as_ref().filter(|_| !is_detached)
    }

    pub(super) fn seed(&self) -> Option<&OpenSeed> {
        self.seed.as_ref()
    }

    /// Returns `true` if there is a second tier and it may have had an invalidation.
    pub(super) fn has_invalidations(&self) -> bool {
        let linked = self.linked_already();
        linked.is_some_and(|linked| linked.tier.has_invalidations())
    }

    /// Makes the seed unusable: it does not know of the invalidation that follows.
    pub(in crate::cache::engine) fn outdate_seed(&self) {
        if let Some(seed) = &self.seed {
            seed.outdate();
        }
    }
}

impl Linked {
    /// Waits for a read or an invalidation, counts its result, and notes whether the tier can be used. `name` is that of the result.
    pub(super) async fn observed<T, E>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T, E>>,
        name: impl FnOnce(&T) -> &'static str,
    ) -> Option<T> {
        let result = self.counted(operation, work, name).await;
        self.is_down.store(result.is_none(), Ordering::Relaxed);
        result
    }

    /// Waits for an operation, and counts its result. A lease, a record or a release does not show that the tier can be used: the file
    /// grants leases without writing, and queues the others.
    pub(super) async fn counted<T, E>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T, E>>,
        name: impl FnOnce(&T) -> &'static str,
    ) -> Option<T> {
        let start = Instant::now();
        let result = work.await;
        let name = result.as_ref().map_or("unavailable", name);
        observe::second_tier(self.tier.name(), operation, name, start.elapsed());
        // The tier logs the reason.
        result.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{Instant, advance};

    #[tokio::test(start_paused = true)]
    async fn entries_are_confirmed_by_the_clock_of_the_engine() {
        let clock = Clock::default();
        advance(Duration::from_secs(2)).await;
        let tier = ConfirmedUntil {
            nanoseconds: Arc::default(),
            since: Instant::now(),
        };
        let confirmed = OnEngineClock::of(Some(tier.clone()), &clock);
        let advanced_by_hand = OnEngineClock::of(Some(tier.clone()), &Clock::new());
        assert!(!confirmed.includes(clock.now()));
        tier.nanoseconds.store(1_000_000_000, Ordering::Release);
        assert!(confirmed.includes(clock.now()));
        assert!(!advanced_by_hand.includes(Duration::ZERO));
        advance(Duration::from_millis(999)).await;
        assert!(confirmed.includes(clock.now()));
        advance(Duration::from_millis(1)).await;
        assert!(!confirmed.includes(clock.now()));
        assert!(OnEngineClock::of(None, &clock).includes(clock.now()));
    }
}
