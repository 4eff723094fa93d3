//! From a request to an answer: the store first, then a flight.

mod background;
mod generate;
mod value;
mod wait;

pub(crate) use self::value::LookupError;

use self::{background::Crowd, generate::Landed, wait::empty};
use super::{
    answer::{self, Prepared},
    blank::blank,
    cell::{Cell, Stored},
    dependencies::Dependencies,
    entry::Entry,
    flight::Flights,
    freshness::State,
    handle::filling,
    key::{Key, KeyRef, Variants, canonical},
    memory::{Kept, Memory},
    observe,
    options::CacheOptions,
    outcome::{Forwarded, Outcome, Reason},
    policy::Policy,
    request_view::RequestView,
    store::Store,
    tags::{Mark, Tag, TagTable},
};
use axum::{
    body::Body,
    http::{
        HeaderMap, Method, Request, Response, StatusCode,
        header::{IF_MODIFIED_SINCE, IF_NONE_MATCH, RANGE},
    },
};
use foldhash::fast::RandomState;
use std::{
    fmt,
    hash::BuildHasher,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::Semaphore;

/// A handler at work for the cache.
pub(crate) type GenerateFuture = Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

/// Runs the handler of a route on a blank request.
pub(crate) type Generate = Arc<dyn Fn(Request<Body>) -> GenerateFuture + Send + Sync>;

/// One cache: what it keeps, what was invalidated, who runs.
pub(crate) struct Engine {
    pub(super) options: CacheOptions,
    pub(super) policies: Vec<Option<Arc<Policy>>>,
    pub(super) tags: TagTable,
    pub(super) store: Memory,
    variants: Arc<Variants>,
    flights: Flights<Key, Landed>,
    /// Handlers that run behind a stale answer.
    background: Arc<Semaphore>,
    queued: AtomicUsize,
    /// Handlers that run for one request because a limit was reached.
    alone: Semaphore,
    generations: AtomicU64,
    crowd: Crowd,
    chance: RandomState,
}

/// An answer, or the promise of one.
pub(crate) enum Served {
    Ready(Response<Body>),
    Pending(GenerateFuture),
}

/// What it takes to make an answer.
#[derive(Clone)]
struct Job {
    key: Key,
    policy: Arc<Policy>,
    fill: Generate,
}

/// What an answer depends on beside the entry.
struct Head {
    method: Method,
    headers: HeaderMap,
}

impl Head {
    fn of(request: RequestView<'_>) -> Self {
        Self {
            method: request.method.clone(),
            headers: request.headers.clone(),
        }
    }
}

/// Why a handler is run for waiting requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Absent,
    TooOld,
    Invalidated,
    Demanded,
}

impl Cause {
    fn outcome(self, fetched: Forwarded) -> Outcome {
        match self {
            Self::Absent => Outcome::Miss(fetched),
            Self::TooOld | Self::Invalidated => Outcome::Expired(fetched),
            Self::Demanded => Outcome::Revalidated(fetched),
        }
    }

    /// In one word, for the span of a flight.
    fn word(self) -> &'static str {
        match self {
            Self::Absent => "miss",
            Self::TooOld => "stale",
            Self::Invalidated => "hard",
            Self::Demanded => "request",
        }
    }
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
    /// A cache for these routes: how each is cached, `None` if it is not, and whether it has parameters.
    pub(crate) fn new(options: CacheOptions, mut routes: Vec<(Option<Arc<Policy>>, bool)>) -> Self {
        // Behind the last cached route there is nothing to be kept, and mostly that is all.
        let last = routes.iter().rposition(|(policy, _)| policy.is_some());
        routes.truncate(last.map_or(0, |last| last + 1));
        let has_slot: Vec<bool> = routes
            .iter()
            .map(|(policy, has_params)| {
                !has_params && policy.as_ref().is_some_and(|policy| !policy.has_dims())
            })
            .collect();
        let names = routes.iter().map(|(policy, _)| match policy {
            Some(policy) => policy.route,
            None => "",
        });
        let names = names.collect();
        let variants = Arc::new(Variants::default());
        Self {
            policies: routes.drain(..).map(|(policy, _)| policy).collect(),
            tags: TagTable::default(),
            store: Memory::new(
                options.max_bytes,
                options.max_entry,
                &has_slot,
                names,
                Arc::clone(&variants),
            ),
            variants,
            flights: Flights::new(options.max_flights, options.max_waiters),
            background: Arc::new(Semaphore::new(options.background)),
            queued: AtomicUsize::new(0),
            alone: Semaphore::new(options.max_alone),
            generations: AtomicU64::new(0),
            crowd: Crowd::default(),
            chance: RandomState::default(),
            options,
        }
    }

    /// How a route is cached, if it is.
    pub(crate) fn policy(&self, route: usize) -> Option<&Arc<Policy>> {
        self.policies.get(route)?.as_ref()
    }

    #[inline]
    fn kept_for<'r>(&self, route: usize, key: impl FnOnce() -> KeyRef<'r>) -> Option<Kept> {
        match self.store.in_slot(route) {
            None => self.store.get(&key()).map(Kept::InMap),
            kept => kept,
        }
    }

    /// The answer to a plain GET for what is fresh and was sent in this second before; all else is left to
    /// [`serve`](Self::serve).
    #[inline]
    pub(crate) fn hit(
        &self,
        route: usize,
        policy: &Policy,
        request: RequestView<'_>,
    ) -> Option<Response<Body>> {
        let kept = self.kept_for(route, || KeyRef::new(route, request, policy))?;
        let stored = kept.cell()?.stored()?;
        let wish = wish(&stored.entry, request)?;
        let prepared = stored.ready(&self.tags, &self.options.clock)?;
        let response = hit(&stored.entry, prepared.as_ref()?, wish);
        observe::answered(policy, Outcome::Hit);
        Some(response)
    }

    /// Answers GET or HEAD.
    pub(crate) fn serve<'r>(
        self: &Arc<Self>,
        route: usize,
        policy: &Arc<Policy>,
        request: impl Into<RequestView<'r>>,
        fill: impl FnOnce() -> Generate,
    ) -> Served {
        let request = request.into();
        let key = || KeyRef::new(route, request, policy);
        let now = self.options.clock.now();
        let kept = self.kept_for(route, key);
        let cause = match kept.as_ref().and_then(Kept::cell) {
            Some(Cell::Stored(stored)) => {
                if stored.is_plain_hit(&self.tags, now)
                    && let Some(wish) = wish(&stored.entry, request)
                {
                    let prepared = stored.prepare(&self.options.clock, now);
                    observe::answered(policy, Outcome::Hit);
                    return Served::Ready(hit(&stored.entry, &prepared, wish));
                }
                let state = stored.state(&self.tags, now);
                let outcome = match state {
                    State::Fresh => Some(Outcome::Hit),
                    State::Stale if stored.is_failing() => Some(Outcome::StaleIfError),
                    State::Stale => Some(Outcome::Stale),
                    State::Expired | State::Hard(_) => stored
                        .still_stands_in(now, policy.stale_if_error)
                        .then_some(Outcome::StaleIfError),
                };
                if let Some(outcome) = outcome {
                    if is_due(stored, outcome, now) {
                        self.refresh(Job::new(key().to_key(), policy, fill()), stored);
                    }
                    let RequestView {
                        method, headers, ..
                    } = request;
                    observe::answered(policy, outcome);
                    return Served::Ready(send(stored, method, headers, outcome, now));
                }
                match state {
                    State::Hard(_) => Cause::Invalidated,
                    _ => Cause::TooOld,
                }
            }
            Some(Cell::Uncacheable { until, .. }) if now < *until => {
                let job = Job::new(key().to_key(), policy, fill());
                return self.bypass(job, Head::of(request), Reason::Uncacheable);
            }
            _ => Cause::Absent,
        };
        let key = key();
        let may_be_kept = key.can_be_kept();
        let job = Job::new(key.to_key(), policy, fill());
        if !may_be_kept || !self.variants.admit(&job.key) {
            return self.bypass(job, Head::of(request), Reason::Variants);
        }
        Served::Pending(Box::pin(Arc::clone(self).wait(
            job,
            Head::of(request),
            cause,
        )))
    }

    /// Answers a request that bears the token: with a new answer.
    pub(crate) fn serve_on_demand(
        self: &Arc<Self>,
        route: usize,
        policy: &Arc<Policy>,
        request: RequestView<'_>,
        fill: Generate,
    ) -> Served {
        let key = KeyRef::new(route, request, policy).to_key();
        self.mark([Tag::path(key.path())], Mark::Hard);
        let job = Job::new(key, policy, fill);
        let head = Head::of(request);
        Served::Pending(Box::pin(Arc::clone(self).wait(job, head, Cause::Demanded)))
    }

    /// Whether a request bears the token that asks for a new answer.
    pub(crate) fn is_on_demand(&self, request: RequestView<'_>) -> bool {
        let token = self.options.token.as_ref();
        token.is_some_and(|token| token.is_borne_by(request.headers))
    }

    /// Whether no handler runs or waits to run in a flight.
    #[cfg(feature = "testing")]
    pub(super) fn is_idle(&self) -> bool {
        self.queued.load(Ordering::Relaxed) == 0 && self.flights.len() == 0
    }

    /// The time of the cache's clock.
    pub(crate) fn now(&self) -> Duration {
        self.options.clock.now()
    }

    /// The cache's clock.
    #[cfg(feature = "fetch")]
    pub(crate) fn clock(&self) -> &super::Clock {
        &self.options.clock
    }

    /// How long anything may be made.
    #[cfg(feature = "fetch")]
    pub(crate) fn generation_timeout(&self) -> Duration {
        self.options.regen_timeout
    }

    /// Invalidates all that carries one of the tags.
    pub(crate) fn mark(&self, tags: impl IntoIterator<Item = Tag>, mark: Mark) -> u64 {
        let epoch = self.tags.mark(tags, mark, self.options.clock.now());
        observe::tags(|| self.tags.len());
        epoch
    }

    /// Invalidates all that carries the tag, and forgets it.
    pub(crate) fn purge(&self, tag: &Tag) {
        self.mark([tag.clone()], Mark::Hard);
        self.store.remove_tagged(tag);
    }

    /// Notes that another method changed what stands at this path.
    pub(crate) fn expire_written(&self, path: &str) {
        if self.options.expire_on_write {
            self.mark([Tag::path(&canonical(path))], Mark::Hard);
        }
    }

    /// The bytes and the number of what is kept.
    #[cfg(test)]
    pub(crate) fn kept(&self) -> (usize, usize) {
        (self.store.bytes(), self.store.count())
    }

    /// A number in `0..=1`.
    fn chance(&self) -> f64 {
        let draw = self.generations.fetch_add(1, Ordering::Relaxed);
        f64::from((self.chance.hash_one(draw) >> 32) as u32) / f64::from(u32::MAX)
    }
}

/// Whether a request for this answer makes a new one.
fn is_due(stored: &Stored, outcome: Outcome, now: Duration) -> bool {
    match outcome {
        Outcome::Hit => stored.refresh.is_some_and(|age| stored.age(now) >= age),
        // A stale answer whose refresh was put off by the crowd it came with waits a little.
        Outcome::Stale | Outcome::StaleIfError => {
            stored.may_retry(now)
                && (stored.refresh.is_none_or(|age| stored.age(now) >= age)
                    || stored.age(now) < stored.lifetime.revalidate.unwrap_or(Duration::MAX))
        }
        _ => false,
    }
}

/// What a request for an answer wants to know, if its method and its headers are those of most requests.
#[inline]
fn wish(entry: &Entry, request: RequestView<'_>) -> Option<Wish> {
    if request.method != Method::GET {
        return None;
    }
    if request.headers.is_empty() {
        return Some(Wish::Whole);
    }
    if let Some(validators) = request.headers.get(IF_NONE_MATCH) {
        let is_known = *validators == entry.etag && entry.status().is_success();
        return is_known.then_some(Wish::NotModified);
    }
    let is_whole = [IF_MODIFIED_SINCE, RANGE]
        .iter()
        .all(|name| !request.headers.contains_key(name));
    is_whole.then_some(Wish::Whole)
}

/// What is sent of a stored answer.
#[derive(Clone, Copy)]
enum Wish {
    Whole,
    NotModified,
}

/// A hit, made of a head that is ready.
#[inline]
fn hit(entry: &Entry, prepared: &Prepared, wish: Wish) -> Response<Body> {
    match wish {
        Wish::NotModified => prepared.not_modified.clone().map(|()| Body::empty()),
        Wish::Whole => {
            let body = Body::from(entry.body.clone());
            prepared.whole.clone().map(|()| body)
        }
    }
}

/// A stored answer as a response.
fn send(
    stored: &Stored,
    method: &Method,
    headers: &HeaderMap,
    outcome: Outcome,
    now: Duration,
) -> Response<Body> {
    let (lifetime, age) = (stored.lifetime, stored.age(now));
    answer::stored(&stored.entry, lifetime, age, method, headers, outcome)
}

impl Job {
    /// The handler at work on a blank request, which bears where to note the data of its answer.
    async fn run(&self, gathered: Option<&Dependencies>) -> Response<Body> {
        let Some(mut request) = blank(&self.key, &self.policy) else {
            return empty(StatusCode::URI_TOO_LONG);
        };
        if let Some(gathered) = gathered {
            request.extensions_mut().insert(gathered.clone());
        }
        filling((self.fill)(request)).await
    }

    fn new(key: Key, policy: &Arc<Policy>, fill: Generate) -> Self {
        Self {
            key,
            policy: Arc::clone(policy),
            fill,
        }
    }

    /// A stored answer for the client that asked.
    fn send(
        &self,
        stored: &Stored,
        head: &Head,
        outcome: Outcome,
        now: Duration,
    ) -> Response<Body> {
        observe::answered(&self.policy, outcome);
        send(stored, &head.method, &head.headers, outcome, now)
    }

    /// An answer that was not stored, for the client that asked.
    fn pass(&self, response: Response<Body>, head: &Head, outcome: Outcome) -> Response<Body> {
        observe::answered(&self.policy, outcome);
        answer::passed(response, &head.method, outcome)
    }
}

#[cfg(test)]
mod tests;
