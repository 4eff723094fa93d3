//! The state of one cache.

use super::{
    burst::Burst, flight::Flights, generated::Generated, second::SecondTierLink, sweeps::Sweeps,
    warnings::Warnings,
};
use crate::cache::{
    effect::Effect,
    http::cdn_header::CdnHeader,
    key::{Key, KeyRef, canonical},
    observe,
    options::CacheOptions,
    policy::Policy,
    revalidate::{RevalidateError, is_pattern, parse_path},
    store::{
        memory::{Memory, SlotRef},
        slot::Slot,
        tier::Tier,
    },
    tag::Tag,
    tag_table::{Invalidation, TagTable},
    variant_table::VariantTable,
};
use crate::matching::{BasePath, BasePathMatch, Matcher, TrailingSlash};
use foldhash::fast::RandomState;
use std::{
    fmt,
    hash::BuildHasher,
    ops::Range,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Semaphore, task::JoinHandle};

/// One cache: its policies, its entries, its invalidated tags and its flights.
pub(crate) struct Engine {
    pub(in crate::cache) options: CacheOptions,
    policies: Vec<Option<Arc<Policy>>>,
    base_path: OnceLock<BasePath>,
    matcher: OnceLock<Arc<Matcher>>,
    pub(super) tags: TagTable,
    pub(super) store: Memory,
    pub(super) second: SecondTierLink,
    pub(super) flights: Flights<Key, Generated>,
    /// Permits for handlers that run in the background.
    pub(super) background: Arc<Semaphore>,
    /// The permit to compress a body: one at a time, so that clients cannot occupy all processors.
    #[cfg(feature = "compression")]
    pub(super) compressing: Arc<Semaphore>,
    pub(super) sweeps: Sweeps,
    /// The number of background revalidations that wait for a permit.
    pub(super) queued: AtomicUsize,
    /// The number of generations that were started.
    generations: AtomicU64,
    pub(super) warnings: Warnings,
    burst: Burst,
    random: RandomState,
    draws: AtomicU64,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("options", &self.options)
            .field("store", &self.store)
            .field("flights", &self.flights.len())
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Creates a cache for these routes: the policy of each, `None` if it is not cached, and whether it has parameters.
    pub(crate) fn new(options: CacheOptions, mut routes: Vec<(Option<Arc<Policy>>, bool)>) -> Self {
        // Saves memory: most applications have no cached routes, or few.
        let last = routes.iter().rposition(|(policy, _)| policy.is_some());
        routes.truncate(last.map_or(0, |last| last + 1));
        let has_single_key: Vec<bool> = routes
            .iter()
            .map(|(policy, has_params)| {
                !has_params && policy.as_ref().is_some_and(|it| !it.has_variants())
            })
            .collect();
        let patterns = routes
            .iter()
            .map(|(policy, _)| policy.as_ref().map_or("", |it| it.route))
            .collect();
        let variants = VariantTable::new(options.max_variants, options.max_bytes / 8);
        let policies: Vec<_> = routes.drain(..).map(|(policy, _)| policy).collect();
        Self {
            second: SecondTierLink::open(&options, &policies),
            policies,
            base_path: OnceLock::new(),
            matcher: OnceLock::new(),
            tags: TagTable::new(options.max_bytes / 16),
            store: Memory::new(
                options.max_bytes,
                options.max_entry,
                &has_single_key,
                patterns,
                variants,
            ),
            flights: Flights::new(options.max_flights, options.max_waiters),
            background: Arc::new(Semaphore::new(options.background)),
            #[cfg(feature = "compression")]
            compressing: Arc::new(Semaphore::new(1)),
            sweeps: Sweeps::default(),
            queued: AtomicUsize::new(0),
            generations: AtomicU64::new(0),
            warnings: Warnings::default(),
            burst: Burst::default(),
            random: RandomState::default(),
            draws: AtomicU64::new(0),
            options,
        }
    }

    /// The policy of a route; `None` if it is not cached.
    pub(crate) fn policy(&self, route: usize) -> Option<&Arc<Policy>> {
        self.policies.get(route)?.as_ref()
    }

    /// The policies by the number of their route.
    #[cfg(feature = "second-tier")]
    pub(super) fn policies(&self) -> &[Option<Arc<Policy>>] {
        &self.policies
    }

    /// The number of a generation that starts now.
    pub(super) fn next_generation(&self) -> u64 {
        self.generations.fetch_add(1, Ordering::Relaxed)
    }

    /// Sets the base path of the application, which paths of invalidations do not have. The first one applies.
    pub(crate) fn set_base_path(&self, base_path: &BasePath) {
        self.base_path.get_or_init(|| base_path.clone());
    }

    /// Sets the routes of the application. The first ones apply.
    pub(crate) fn set_matcher(&self, matcher: &Arc<Matcher>) {
        self.matcher.get_or_init(|| Arc::clone(matcher));
    }

    /// Returns the numbers of the routes whose responses may be stored at a canonical path.
    pub(super) fn routes_of(&self, path: &str) -> Range<usize> {
        match self.matcher.get().map(|matcher| matcher.find(path)) {
            Some(Some(found)) => found.route..found.route + 1,
            Some(None) => 0..0,
            None => 0..self.policies.len(),
        }
    }

    /// Returns the tags of a path that a user wrote, and of its part behind the base path.
    pub(in crate::cache) fn path_tags(&self, text: &str) -> Result<Vec<Tag>, RevalidateError> {
        let paths = self.paths(text)?;
        Ok(paths.iter().map(|path| Tag::path(path)).collect())
    }

    /// Returns the canonical spelling of a path that a user wrote, and its part behind the base path.
    pub(super) fn paths(&self, text: &str) -> Result<Vec<String>, RevalidateError> {
        let path = self.parse_path(text)?;
        let inner = self.base_path.get().and_then(|it| it.inner(&path));
        let inner = inner.map(str::to_owned);
        Ok([path].into_iter().chain(inner).collect())
    }

    /// Returns the canonical spelling of a path that a user wrote, which is not the pattern of a route.
    fn parse_path(&self, text: &str) -> Result<String, RevalidateError> {
        let below_base_path = self.base_path.get().and_then(|base_path| {
            match base_path.strip(text, TrailingSlash::Ignore) {
                BasePathMatch::Below(path) => Some(path),
                _ => None,
            }
        });
        let is_suspicious = text.contains(['[', '{', '<', '*', ':', '$']);
        for policy in self.policies.iter().flatten().filter(|_| is_suspicious) {
            let pattern = policy.route;
            if is_pattern(text, pattern)
                || below_base_path.is_some_and(|path| is_pattern(path, pattern))
            {
                let path = text.to_owned();
                return Err(RevalidateError::Pattern { path, pattern });
            }
        }
        parse_path(text)
    }

    /// The time on the cache's clock.
    #[inline]
    pub(crate) fn now(&self) -> Duration {
        self.options.clock.now()
    }

    /// The field for CDNs.
    pub(crate) fn cdn_header(&self) -> &CdnHeader {
        &self.options.cdn_header
    }

    /// The cache's clock.
    pub(crate) fn clock(&self) -> &crate::cache::clock::Clock {
        &self.options.clock
    }

    /// The maximum time of a generation.
    pub(crate) fn generation_timeout(&self) -> Duration {
        self.options.regen_timeout
    }

    /// Invalidates the entries that carry one of the tags, and returns the new epoch.
    pub(crate) fn invalidate(
        &self,
        tags: impl IntoIterator<Item = Tag>,
        invalidation: Invalidation,
    ) -> u64 {
        let epoch = self.tags.invalidate(tags, invalidation, self.now());
        observe::tag_table_size(|| self.tags.len());
        epoch
    }

    /// Applies an invalidation to the entries in memory. Returns the task that removes entries, if some have to be.
    pub(in crate::cache) fn apply_here(
        self: &Arc<Self>,
        tags: &[Tag],
        effect: Effect,
    ) -> Option<JoinHandle<()>> {
        self.second.outdate_seed();
        let invalidation = match effect {
            Effect::Purge => return self.purge(tags),
            Effect::Hard | Effect::SoftWithin(Duration::ZERO) => Invalidation::Hard,
            Effect::Soft => Invalidation::Soft { deadline: None },
            Effect::SoftWithin(time) => Invalidation::Soft {
                deadline: Some(self.now().saturating_add(time)),
            },
        };
        self.invalidate(tags.iter().cloned(), invalidation);
        None
    }

    /// Invalidates entries in all tiers. The entries in memory are invalidated when the function is called.
    ///
    /// # Errors
    ///
    /// Returns an error if the second tier has only queued the invalidation.
    pub(in crate::cache) fn invalidate_everywhere(
        self: &Arc<Self>,
        tags: Vec<Tag>,
        effect: Effect,
    ) -> impl Future<Output = Result<(), RevalidateError>> + use<'_> {
        let removal = self.apply_here(&tags, effect);
        let accepted = self.accept(tags, effect);
        async move {
            let accepted = accepted.await;
            if let Some(removal) = removal {
                // An error means that the runtime shuts down.
                let _ = removal.await;
            }
            accepted
        }
    }

    /// Invalidates a path in memory after a write to it, and other paths that its response names, with or without the base path.
    /// Returns the tags that the second tier has to [accept](Self::accept).
    pub(crate) fn expire_written(
        self: &Arc<Self>,
        path: &str,
        others: &[String],
        effect: Effect,
    ) -> Vec<Tag> {
        if !self.options.expire_on_write {
            return Vec::new();
        }
        let others = others.iter().filter_map(|path| self.path_tags(path).ok());
        let tag = Tag::path(&canonical(path));
        let tags = others.flatten().chain([tag]).collect::<Vec<_>>();
        self.apply_here(&tags, effect);
        tags
    }

    /// Returns `true` if no handler runs in a flight or is queued for the background, and no body is being compressed.
    #[cfg(feature = "testing")]
    pub(in crate::cache) fn is_idle(&self) -> bool {
        // A background revalidation is followed by compression.
        let revalidates = self.background.available_permits() < self.options.background;
        #[cfg(feature = "compression")]
        if !self.may_compress() {
            return false;
        }
        !revalidates && self.queued.load(Ordering::Relaxed) == 0 && self.flights.len() == 0
    }

    /// The size of the store in bytes, and its number of slots.
    #[cfg(test)]
    pub(crate) fn store_size(&self) -> (usize, usize) {
        (self.store.bytes(), self.store.count())
    }

    /// The slot of a key.
    pub(super) fn slot(&self, key: &Key) -> Option<Arc<Slot>> {
        self.store.get(&key.as_ref())
    }

    /// The slot of a request, whose key is computed only if it is needed.
    #[inline]
    pub(super) fn slot_of_request<'r>(
        &self,
        route: usize,
        key: impl FnOnce() -> KeyRef<'r>,
    ) -> Option<SlotRef> {
        match self.store.get_by_route(route) {
            None => self.store.get(&key()).map(SlotRef::ByKey),
            slot => slot,
        }
    }

    /// Returns the age from which an entry that is stored now is revalidated: its period, ± 5 % in a burst.
    pub(super) fn revalidation_age(
        &self,
        period: Option<Duration>,
        now: Duration,
    ) -> Option<Duration> {
        let period = period?;
        if !self.burst.includes(now) {
            return Some(period);
        }
        Some(period.mul_f64(0.95 + 0.1 * self.chance()))
    }

    /// A random number in `0..=1`.
    pub(super) fn chance(&self) -> f64 {
        let draw = self.draws.fetch_add(1, Ordering::Relaxed);
        f64::from((self.random.hash_one(draw) >> 32) as u32) / f64::from(u32::MAX)
    }
}
