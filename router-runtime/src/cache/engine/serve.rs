//! Responses from the cache.

use super::{
    decide::{Action, ServeRules, decide},
    generated::Generated,
    hit::Hit,
    job::{ClientHead, GenerationJob},
    obtain::Obtained,
    state::Engine,
};
use crate::cache::{
    effect::Effect,
    handler_run::{Generate, GenerateFuture},
    http::response::{stored_response, unstored_response},
    key::KeyRef,
    observe,
    outcome::{BypassReason, Forwarded, MissCause, Outcome},
    policy::Policy,
    request_view::RequestView,
    store::{entry::Entry, memory::SlotRef, slot::Slot},
    tag::Tag,
};
use crate::errors::{ErrorCause, error_response};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header::RETRY_AFTER},
};
use std::{sync::Arc, time::Duration};

/// A response from the cache, or the future of one.
pub(crate) enum Served {
    Ready(Response<Body>),
    Pending(GenerateFuture),
}

impl Engine {
    /// Returns the stored slot of a request whose path is canonical, unless it has the on-demand token.
    #[inline]
    pub(crate) fn find(
        &self,
        route: usize,
        policy: &Policy,
        request: RequestView<'_>,
    ) -> Option<SlotRef> {
        if self.is_on_demand(request) {
            return None;
        }
        self.slot_of_request(route, || KeyRef::as_sent(route, request, policy))
    }

    /// Returns the hit of a plain GET, if it finds a fresh entry. Everything else is left to [`serve`](Self::serve).
    #[inline]
    pub(crate) fn hit<'s>(
        &self,
        found: &'s SlotRef,
        policy: &Policy,
        request: RequestView<'_>,
    ) -> Option<Hit<'s>> {
        let entry = found.slot()?.entry()?;
        let now = self.now();
        #[cfg(feature = "second-tier")]
        if self.second.must_confirm(now) {
            return None;
        }
        let hit = self.fast_hit(entry, policy, request, now)?;
        entry.count_use();
        Some(hit)
    }

    #[inline]
    fn fast_hit<'s>(
        &self,
        entry: &'s Entry,
        policy: &Policy,
        request: RequestView<'_>,
        now: Duration,
    ) -> Option<Hit<'s>> {
        #[cfg(feature = "compression")]
        let may_compress = || self.may_compress();
        #[cfg(not(feature = "compression"))]
        let may_compress = || false;
        let hit = Hit::of(entry, request, now, may_compress)?;
        if !entry.is_fast_hit(&self.tags, now) {
            return None;
        }
        observe::outcome(policy, Outcome::Hit);
        Some(hit)
    }

    /// Returns the response to a GET or HEAD.
    pub(crate) fn serve<'r>(
        self: &Arc<Self>,
        route: usize,
        policy: &Arc<Policy>,
        request: impl Into<RequestView<'r>>,
        generate: impl FnOnce() -> Generate,
    ) -> Served {
        let request = request.into();
        let key = || KeyRef::new(route, request, policy);
        let job = |key: &KeyRef<'_>| {
            let job = GenerationJob::new(key.to_key(), route, policy, generate());
            job.for_client(request.headers)
        };
        let now = self.now();
        let found = self.slot_of_request(route, key);
        let slot = found.as_ref().and_then(SlotRef::slot);
        if let Some(entry) = slot.and_then(Slot::entry) {
            entry.count_use();
        }
        #[cfg(feature = "second-tier")]
        if self.second.must_confirm(now) {
            let (job, client) = (job(&key()), request.into());
            let engine = Arc::clone(self);
            return Served::Pending(Box::pin(engine.respond_confirmed(job, client)));
        }
        if let Some(entry) = slot.and_then(Slot::entry)
            && let Some(hit) = self.fast_hit(entry, policy, request, now)
        {
            return Served::Ready(hit.response());
        }
        let rules = ServeRules {
            stale_if_error: policy.stale_if_error,
            is_used_by_response: false,
        };
        match decide(slot, &self.tags, now, rules) {
            Action::Serve {
                entry,
                outcome,
                revalidate,
            } => {
                if revalidate {
                    self.revalidate_in_background(job(&key()), entry);
                }
                let client = (request.method, request.headers);
                let response = send(entry, policy, client, outcome, now);
                // An entry that is being revalidated gets no more forms: the new one gets them.
                #[cfg(feature = "compression")]
                if !revalidate && let Some(slot) = found.as_ref().and_then(SlotRef::share) {
                    self.compress_for(request.headers, &slot, || key().to_key());
                }
                Served::Ready(response)
            }
            Action::Bypass => {
                let (engine, client) = (Arc::clone(self), request.into());
                Served::Pending(Box::pin(engine.respond_uncollapsed(job(&key()), client)))
            }
            Action::Wait(cause) => {
                let (job, client) = (job(&key()), request.into());
                let engine = Arc::clone(self);
                Served::Pending(Box::pin(engine.respond(job, client, cause, true)))
            }
        }
    }

    /// Regenerates the response for a request that has the on-demand token.
    pub(crate) fn serve_on_demand(
        self: &Arc<Self>,
        route: usize,
        policy: &Arc<Policy>,
        request: RequestView<'_>,
        generate: Generate,
    ) -> Served {
        let key = KeyRef::new(route, request, policy).to_key();
        let tags = vec![Tag::path(key.path())];
        let job = GenerationJob::new(key, route, policy, generate);
        let (engine, client) = (Arc::clone(self), request.into());
        Served::Pending(Box::pin(async move {
            // The response is regenerated even if the second tier has only queued the invalidation.
            let _ = engine.invalidate_everywhere(tags, Effect::Hard).await;
            engine.respond(job, client, MissCause::OnDemand, true).await
        }))
    }

    /// Returns `true` if a request has the on-demand token.
    #[inline]
    pub(crate) fn is_on_demand(&self, request: RequestView<'_>) -> bool {
        let token = self.options.token.as_ref();
        token.is_some_and(|token| token.is_in(request.headers))
    }

    /// Waits for a flight, and responds with its result.
    ///
    /// A key that is too long to be stored has no flight. `is_confirmed` is `false` if it is unknown which
    /// invalidations the second tier has.
    pub(super) async fn respond(
        self: Arc<Self>,
        job: GenerationJob,
        client: ClientHead,
        cause: MissCause,
        is_confirmed: bool,
    ) -> Response<Body> {
        if !job.key.is_storable() {
            return self
                .respond_alone(&job, &client, BypassReason::KeyTooLong)
                .await;
        }
        let obtained = self.obtain(&job, cause, false, is_confirmed).await;
        let (generated, collapsed) = match obtained {
            Obtained::Found(slot) => {
                return self.send_slot(&slot, &job, &client, Outcome::hit(is_confirmed));
            }
            Obtained::Generated {
                generated,
                collapsed,
            } => (generated, collapsed),
            Obtained::Lost => {
                let outcome = cause.outcome(Forwarded::default());
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                let response = error_response(status, ErrorCause::Internal);
                return self.send_unstored(response, &job, &client, outcome);
            }
            Obtained::NoRoom => return self.respond_alone(&job, &client, BypassReason::Busy).await,
            Obtained::TooManyWaiters => return self.refuse(&job, &client),
        };
        let outcome = |stored| {
            cause.outcome(Forwarded {
                stored,
                collapsed,
                is_degraded: !is_confirmed || self.second.is_down(),
            })
        };
        match generated {
            Generated::Entry { slot, stored } => {
                self.send_slot(&slot, &job, &client, outcome(stored))
            }
            #[cfg(feature = "second-tier")]
            Generated::Loaded(slot) => {
                let outcome = self.loaded_outcome(&slot, &job);
                self.send_slot(&slot, &job, &client, outcome)
            }
            Generated::Failed(failed) => match self.slot_instead_of_failure(&job, self.now()) {
                Some(slot) => self.send_slot(&slot, &job, &client, Outcome::StaleIfError),
                None => self.send_unstored(failed.response(), &job, &client, outcome(false)),
            },
            // Only for the leader: a waiter may have arrived after an invalidation that is newer than this response.
            Generated::Unstorable(single, _) => match (!collapsed).then(|| single.take()).flatten()
            {
                Some(response) => self.send_unstored(response, &job, &client, outcome(false)),
                None => self.respond_uncollapsed(job, client).await,
            },
        }
    }

    /// Runs the handler for one request, outside of flights. The response is stored if that is allowed.
    pub(super) async fn respond_uncollapsed(
        self: Arc<Self>,
        job: GenerationJob,
        client: ClientHead,
    ) -> Response<Body> {
        let bypass = Outcome::Bypass(BypassReason::Uncacheable);
        match self.run_outside_of_flights(&job).await {
            Generated::Entry { slot, stored } => {
                let forwarded = Forwarded {
                    stored,
                    ..Forwarded::default()
                };
                self.send_slot(&slot, &job, &client, Outcome::Miss(forwarded))
            }
            #[cfg(feature = "second-tier")]
            Generated::Loaded(slot) => self.send_slot(&slot, &job, &client, Outcome::Loaded),
            Generated::Failed(failed) => {
                self.send_unstored(failed.response(), &job, &client, bypass)
            }
            Generated::Unstorable(single, _) => {
                let response = single.take().unwrap_or_default();
                self.send_unstored(response, &job, &client, bypass)
            }
        }
    }

    /// Runs the handler for one request, as if the route were not cached: the run ends with the request, and the response is not stored.
    async fn respond_alone(
        &self,
        job: &GenerationJob,
        client: &ClientHead,
        reason: BypassReason,
    ) -> Response<Body> {
        let response = self.run_alone(job).await;
        self.send_unstored(response, job, client, Outcome::Bypass(reason))
    }

    /// Returns the response of a route for which too many requests wait.
    fn refuse(&self, job: &GenerationJob, client: &ClientHead) -> Response<Body> {
        let mut response = error_response(StatusCode::SERVICE_UNAVAILABLE, ErrorCause::Busy);
        let seconds = HeaderValue::from_static("1");
        response.headers_mut().insert(RETRY_AFTER, seconds);
        self.send_unstored(response, job, client, Outcome::Bypass(BypassReason::Busy))
    }

    pub(super) fn send_slot(
        self: &Arc<Self>,
        slot: &Arc<Slot>,
        job: &GenerationJob,
        client: &ClientHead,
        outcome: Outcome,
    ) -> Response<Body> {
        let response = match slot.entry() {
            Some(entry) => send(
                entry,
                &job.policy,
                (&client.method, &client.headers),
                outcome,
                self.now(),
            ),
            // Not reached: flights complete with entries.
            None => error_response(StatusCode::INTERNAL_SERVER_ERROR, ErrorCause::Internal),
        };
        #[cfg(feature = "compression")]
        self.compress_for(&client.headers, slot, || job.key.clone());
        response
    }

    /// Returns the response to a client, which was not stored.
    fn send_unstored(
        &self,
        response: Response<Body>,
        job: &GenerationJob,
        client: &ClientHead,
        outcome: Outcome,
    ) -> Response<Body> {
        observe::outcome(&job.policy, outcome);
        let cdn_header = &self.options.cdn_header;
        unstored_response(response, &client.method, outcome, &job.policy, cdn_header)
    }
}

/// Returns the response to a client with that method and these headers, from an entry.
fn send(
    entry: &Entry,
    policy: &Policy,
    (method, headers): (&Method, &HeaderMap),
    outcome: Outcome,
    now: Duration,
) -> Response<Body> {
    observe::outcome(policy, outcome);
    let (lifetime, age) = (entry.lifetime, entry.age(now));
    stored_response(&entry.response, lifetime, age, method, headers, outcome)
}
