//! What some routes have beside their handlers.
//!
//! A plain route pays for all of it together with one look at [`Place::special`]. To hang something on a route: a field in
//! [`Special`], its test in [`Special::of`], and its turn in [`App::answer_special`] (for every method, before the cache) or in
//! [`App::answer_inside`] (per method, behind whatever stands around the handlers).

use super::{
    answer::ResponseFuture,
    app::{App, Definition, Place, empty},
    call::{Call, WHOLE},
    known::{KnownPaths, PATIENCE},
    layout::{self, Layouts},
    methods::MethodMatch,
    middleware::{self, Chain},
};
use crate::table::RouteInfo;
use crate::{
    cache::{Engine, Generate, Policy, RequestView, Served},
    matching::{TrailingSlash, slash_to_add},
};
use axum::{
    body::{Body, HttpBody},
    extract::{DefaultBodyLimit, Request},
    http::{Method, Response, StatusCode, Uri, header::CONTENT_LENGTH},
};
use http_body_util::Limited;
use std::{borrow::Cow, sync::Arc, time::Duration};

/// What a route has beside its handlers.
pub(super) struct Special<S> {
    policy: Option<Arc<Policy>>,
    pub(super) known: Option<KnownPaths<S>>,
    pub(super) chain: Option<Chain>,
    pub(super) layouts: Option<Layouts<S>>,
    body_limit: Option<usize>,
    max_duration: Option<Duration>,
    /// A file of `public/` has a path that the route matches, and comes first.
    pub(super) is_behind_files: bool,
}

impl<S> Default for Special<S> {
    fn default() -> Self {
        Self {
            policy: None,
            known: None,
            chain: None,
            layouts: None,
            body_limit: None,
            max_duration: None,
            is_behind_files: false,
        }
    }
}

impl<S: Clone> Special<S> {
    /// `None` for a plain route.
    pub(super) fn of(
        route: usize,
        info: &RouteInfo,
        definition: &Definition<S>,
        cache: &Engine,
    ) -> Option<Box<Self>> {
        let list = definition.known.iter().find(|(known, _)| *known == route);
        let special = Self {
            policy: cache.policy(route).cloned(),
            known: KnownPaths::of(list.map(|it| it.1), !info.config.dynamic_params),
            chain: Chain::of(info, definition.middleware),
            layouts: layout::around(info, definition.layouts),
            body_limit: info.config.body_limit,
            max_duration: info.max_duration(),
            is_behind_files: false,
        };
        let is_plain = special.policy.is_none()
            && special.known.is_none()
            && special.chain.is_none()
            && special.layouts.is_none()
            && special.body_limit.is_none()
            && special.max_duration.is_none();
        (!is_plain).then(|| Box::new(special))
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// What the cache keeps for the request, if nothing stands before the cache.
    #[inline]
    pub(super) fn hit(
        &self,
        route: usize,
        special: &Special<S>,
        call: &mut Call<'_, S>,
    ) -> Option<Response<Body>> {
        let policy = special.policy.as_ref()?;
        if special.chain.is_some() || special.is_behind_files {
            return None;
        }
        let asked = RequestView::from(&*call.request());
        if self.cache.is_on_demand(asked) {
            return None;
        }
        // Only what the route answers was kept: its known paths need not be asked.
        self.cache.hit(route, policy, asked)
    }

    /// Answers a clean path of a route that is not plain, whatever the method.
    pub(super) fn answer_special(
        &self,
        route: usize,
        special: &Special<S>,
        mut call: Call<'_, S>,
    ) -> ResponseFuture {
        if special.is_behind_files
            && let Some(answer) = self.answer_with_file(&mut call)
        {
            return answer;
        }
        if let Some(known) = &special.known {
            match known.answers(call.request().uri().path()) {
                Some(true) => {}
                Some(false) => return self.not_found(call),
                None => {
                    let (mut request, app) = (call.request.take(), Arc::clone(call.app));
                    let through_router = call.through_router;
                    // A user's function, which may panic.
                    let listed = Box::pin(async move {
                        if !app.list_known(route).await {
                            let pattern = app.places[route].info.pattern;
                            let limit = PATIENCE.as_secs();
                            tracing::error!(
                                "the parameters of `{pattern}` were not listed within {limit} s"
                            );
                            return empty(StatusCode::GATEWAY_TIMEOUT);
                        }
                        let answer = app.answer(
                            route,
                            Call {
                                request: &mut request,
                                app: &app,
                                route: None,
                                through_router,
                                depth: WHOLE,
                            },
                        );
                        answer.await.unwrap_or_else(|never| match never {})
                    });
                    return self.watch(listed, Some(self.places[route].info), false);
                }
            }
        }
        if special.chain.is_some() {
            return self.answer_wrapped(route, special, call);
        }
        self.answer_inside(route, special, call)
    }

    /// Sends the request through the middleware of its route first.
    fn answer_wrapped(
        &self,
        route: usize,
        special: &Special<S>,
        mut call: Call<'_, S>,
    ) -> ResponseFuture {
        let place = &self.places[route];
        let method = place.methods.find(call.request().method());
        let without_body = matches!(method, MethodMatch::RunWithoutBody(_));
        if let Some(limit) = special.body_limit {
            *call.request = Some(limit_body(call.take(), limit));
        }
        self.run(middleware::enter, call, Some(place.info), without_body)
    }

    /// The part of it that is done by method.
    pub(super) fn answer_inside(
        &self,
        route: usize,
        special: &Special<S>,
        mut call: Call<'_, S>,
    ) -> ResponseFuture {
        let place = &self.places[route];
        let (handler, without_body) = match place.methods.find(call.request().method()) {
            MethodMatch::Run(number) => (number, false),
            MethodMatch::RunWithoutBody(number) => (number, true),
            MethodMatch::Options => return ResponseFuture::ready(place.methods.options()),
            MethodMatch::NotAllowed => return ResponseFuture::ready(place.methods.not_allowed()),
        };
        let is_get = without_body || call.request().method() == Method::GET;
        // Middleware sees the whole answer: its body is taken away further out.
        let without_body = without_body && special.chain.is_none();
        if let Some(policy) = &special.policy {
            if is_get {
                return self.answer_from_cache(route, policy, handler, call);
            }
            if is_write(call.request().method()) {
                let path = call.request().uri().path().to_owned();
                let answer = self.run_limited(place, special, handler, call, without_body);
                return expire_after(answer, Arc::clone(&self.cache), path);
            }
        }
        self.run_limited(place, special, handler, call, without_body)
    }

    /// Runs the handler within the limits of its file.
    fn run_limited(
        &self,
        place: &Place<S>,
        special: &Special<S>,
        handler: usize,
        mut call: Call<'_, S>,
        without_body: bool,
    ) -> ResponseFuture {
        if let Some(limit) = special.body_limit {
            if is_longer(call.request(), limit) {
                return ResponseFuture::ready(empty(StatusCode::PAYLOAD_TOO_LARGE));
            }
            // Behind a middleware as well: it may have unpacked what came within the limit.
            *call.request = Some(limit_body(call.take(), limit));
        }
        let info = Some(place.info);
        let answer = match special.layouts {
            Some(_) => self.run(layout::enter, call, info, without_body),
            None => self.run(self.handler(handler), call, info, without_body),
        };
        answer.within(special.max_duration)
    }

    fn answer_from_cache(
        &self,
        route: usize,
        policy: &Arc<Policy>,
        handler: usize,
        mut call: Call<'_, S>,
    ) -> ResponseFuture {
        let app = call.app;
        let asked = RequestView::from(&*call.request());
        let fill = || app.fill(route, handler);
        let served = if self.cache.is_on_demand(asked) {
            self.cache.serve_on_demand(route, policy, asked, fill())
        } else {
            self.cache.serve(route, policy, asked, fill)
        };
        match served {
            Served::Ready(response) => ResponseFuture::ready(response),
            Served::Pending(answer) => ResponseFuture::handler(answer),
        }
    }

    /// Runs the GET of a route for its cache, at a canonical path; what went wrong, in words.
    pub(super) async fn fill_path(
        self: &Arc<Self>,
        route: usize,
        path: &str,
    ) -> Result<(), String> {
        match (
            self.cache.policy(route),
            self.places[route].methods.find(&Method::GET),
        ) {
            (Some(policy), MethodMatch::Run(handler)) => {
                let fill = self.fill(route, handler);
                self.cache.prerender(route, policy, path, fill).await
            }
            _ => Err("it has no cached GET".to_owned()),
        }
    }

    /// What runs the handler for the cache.
    fn fill(self: &Arc<Self>, route: usize, handler: usize) -> Generate {
        let app = Arc::clone(self);
        Arc::new(move |mut request| {
            // The router that some extractors need knows paths as clients send them.
            if let Some(uri) = app.sent_uri(request.uri()) {
                *request.uri_mut() = uri;
            }
            let mut request = Some(request);
            let place = &app.places[route];
            let call = Call {
                request: &mut request,
                app: &app,
                route: Some(route),
                through_router: false,
                depth: WHOLE,
            };
            let answer = match &place.special {
                Some(special) => app.run_limited(place, special, handler, call, false),
                None => app.run(app.handler(handler), call, Some(place.info), false),
            };
            Box::pin(async move { answer.await.unwrap_or_else(|never| match never {}) })
        })
    }
}

impl<S> App<S> {
    /// A path without a slash at its end as clients send it: with one, where slashes are added.
    pub(super) fn sent<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let is_added = self.options.trailing_slash == TrailingSlash::Add;
        if is_added && !path.ends_with('/') && slash_to_add(path) == Some(true) {
            Cow::Owned(format!("{path}/"))
        } else {
            Cow::Borrowed(path)
        }
    }

    /// The same of a URI; `None` if it is sent as it is.
    fn sent_uri(&self, uri: &Uri) -> Option<Uri> {
        let Cow::Owned(path) = self.sent(uri.path()) else {
            return None;
        };
        match uri.query() {
            Some(query) => format!("{path}?{query}").parse().ok(),
            None => path.parse().ok(),
        }
    }
}

fn is_write(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

/// Expires what the cache keeps for the path once a write to it succeeded, before the answer goes out.
fn expire_after(answer: ResponseFuture, cache: Arc<Engine>, path: String) -> ResponseFuture {
    let mut write = Write {
        cache,
        path,
        may_have_changed: true,
    };
    ResponseFuture::handler(Box::pin(async move {
        let response = answer.await.unwrap_or_else(|never| match never {});
        let status = response.status();
        write.may_have_changed = status.is_success() || status.is_redirection();
        drop(write);
        response
    }))
}

/// A write on its way. A client that goes away in the middle of it takes its answer along, but not what it has changed.
struct Write {
    cache: Arc<Engine>,
    path: String,
    may_have_changed: bool,
}

impl Drop for Write {
    fn drop(&mut self) {
        if self.may_have_changed {
            self.cache.expire_written(&self.path);
        }
    }
}

/// Whether the body says of itself that it is longer.
fn is_longer(request: &Request, limit: usize) -> bool {
    let header = request.headers().get(CONTENT_LENGTH);
    let told = header.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    told.unwrap_or_else(|| request.body().size_hint().lower()) > limit as u64
}

/// Caps the body, streams too.
fn limit_body(request: Request, limit: usize) -> Request {
    let mut request = request.map(|body| Body::new(Limited::new(body, limit)));
    // axum's own 2 MiB would cut a larger limit short.
    DefaultBodyLimit::disable().apply(&mut request);
    request
}
