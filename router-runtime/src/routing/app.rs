//! One built application: what its endpoints share.

use super::{
    answer::{AnswerFuture, Running},
    call::{Call, Context, Handler, HandlerFuture},
    failure::{self, Cause, Failure, OnError, panic_message},
    known::{Known, KnownPaths},
    location,
    methods::{MethodMatch, MethodTable},
    middleware::{self, Middleware, Stack},
    route_info::RouteInfo,
    route_table::RouteTable,
};
use crate::{
    cache::{Cache, Engine, Fill, Policy, Served},
    matching::{AxumRoute, Matcher, Segment, TrailingSlash, Verdict, axum_routes},
    request::PathSegments,
};
use axum::{
    Router,
    body::{Body, HttpBody},
    extract::{DefaultBodyLimit, Request},
    http::{Method, Response, StatusCode, header::CONTENT_LENGTH},
};
use http_body_util::Limited;
use std::{
    convert::Infallible,
    fmt,
    marker::PhantomData,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, OnceLock},
    task::{self, Poll},
};
use tower::{Service, ServiceExt};

/// What `routes!` found, as generated code hands it over.
pub struct Definition<S: 'static> {
    /// The routes.
    pub routes: &'static RouteTable,
    /// Their handlers: for each route in turn, one for each method that it exports, in the order of its line.
    pub handlers: &'static [Handler<S>],
    /// The handler of `not-found.rs`.
    pub not_found: Option<Handler<S>>,
    /// By route: its `generate_static_params`.
    pub known: &'static [(usize, Known<S>)],
    /// The files `middleware.rs`, those of outer folders first.
    pub middleware: &'static [Middleware<S>],
}

impl<S> fmt::Debug for Definition<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Definition")
            .field("routes", &self.routes)
            .finish_non_exhaustive()
    }
}

/// What the builder was told.
pub(crate) struct Options<S> {
    pub(crate) trailing_slash: TrailingSlash,
    pub(crate) not_found: Option<NotFound<S>>,
    pub(crate) on_error: Option<OnError>,
}

impl<S> Clone for Options<S> {
    fn clone(&self) -> Self {
        Self {
            trailing_slash: self.trailing_slash,
            not_found: self.not_found.clone(),
            on_error: self.on_error.clone(),
        }
    }
}

/// What answers unmatched paths.
pub(crate) enum NotFound<S> {
    /// `not-found.rs`.
    File(Handler<S>),
    /// `builder().not_found(…)`.
    Handler(Arc<dyn Fn(Request, S) -> HandlerFuture + Send + Sync>),
}

impl<S> Clone for NotFound<S> {
    fn clone(&self) -> Self {
        match self {
            Self::File(handler) => Self::File(*handler),
            Self::Handler(handler) => Self::Handler(Arc::clone(handler)),
        }
    }
}

/// One built application.
pub(crate) struct App<S> {
    pub(super) state: S,
    routes: &'static RouteTable,
    pub(super) cache: Arc<Engine>,
    pub(super) known: KnownPaths<S>,
    methods: Vec<MethodTable<Handler<S>>>,
    matcher: Matcher,
    pub(super) stack: Stack,
    options: Options<S>,
    /// Its routes as an axum Router needs them, made when first asked for.
    axum_routes: OnceLock<AxumRoutes>,
    /// For each route, and last for the handler of `not-found.rs`: an axum Router of that route alone, made on first use.
    detours: Vec<OnceLock<Router>>,
}

/// The routes as an axum Router needs them.
struct AxumRoutes {
    routes: Vec<AxumRoute>,
    /// By route: whether axum knows it under other patterns than its own.
    unrolled: Vec<bool>,
}

impl<S> App<S> {
    pub(super) fn cache_handle(&self) -> Cache {
        Cache::new(Arc::clone(&self.cache))
    }

    pub(super) fn axum_routes(&self) -> &[AxumRoute] {
        &self.known_to_axum().routes
    }

    fn known_to_axum(&self) -> &AxumRoutes {
        self.axum_routes.get_or_init(|| {
            let routes = axum_routes(&segments(self.routes), self.options.trailing_slash);
            let mut unrolled = vec![false; self.routes.len()];
            for route in &routes {
                unrolled[route.route] |= route.unrolled;
            }
            AxumRoutes { routes, unrolled }
        })
    }
}

fn segments(routes: &'static RouteTable) -> Vec<&'static [Segment]> {
    routes.iter().map(|route| &*route.segments).collect()
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    pub(crate) fn new(
        definition: &Definition<S>,
        state: S,
        options: Options<S>,
        cache: Arc<Engine>,
    ) -> Self {
        let routes = definition.routes;
        let mut handlers = definition.handlers.iter().copied();
        let methods = routes
            .iter()
            .map(|route| MethodTable::new(route.exports.iter().copied().zip(handlers.by_ref())))
            .collect();
        let segments = segments(routes);
        Self {
            stack: Stack::new(definition.middleware, routes, &state),
            state,
            routes,
            cache,
            known: KnownPaths::new(routes.len(), definition.known, |route| {
                !routes[route].config.dynamic_params
            }),
            methods,
            matcher: Matcher::new(&segments, options.trailing_slash),
            axum_routes: OnceLock::new(),
            detours: (0..=routes.len()).map(|_| OnceLock::new()).collect(),
            options,
        }
    }

    pub(super) fn routes(&self) -> &'static RouteTable {
        self.routes
    }

    pub(super) fn trailing_slash(&self) -> TrailingSlash {
        self.options.trailing_slash
    }

    pub(super) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Answers a clean path that this route matches.
    pub(super) fn answer(
        self: &Arc<Self>,
        route: usize,
        request: Request,
        through_router: bool,
    ) -> AnswerFuture {
        match self.known.answers(route, request.uri().path()) {
            Some(true) => {}
            Some(false) => return self.not_found(request),
            None => {
                let app = Arc::clone(self);
                return AnswerFuture::handler(Box::pin(async move {
                    app.list_known(route).await;
                    let answer = app.answer(route, request, through_router).await;
                    answer.unwrap_or_else(|never| match never {})
                }));
            }
        }
        if self.stack.covers(route) {
            return self.enter_stack(route, request, through_router);
        }
        self.dispatch(route, request, through_router, false)
    }

    fn enter_stack(
        self: &Arc<Self>,
        route: usize,
        request: Request,
        through_router: bool,
    ) -> AnswerFuture {
        let method = self.methods[route].find(request.method());
        let without_body = matches!(method, MethodMatch::RunWithoutBody(_));
        let info = &self.routes[route];
        let request = match info.config.body_limit {
            None => request,
            Some(limit) => limit_body(request, limit),
        };
        let context = Context {
            app: Arc::clone(self),
            route: Some(route),
            handler: middleware::enter::<S>,
            through_router,
        };
        AnswerFuture::running(Running {
            handler: middleware::enter(Call { request, context }),
            route: Some(info),
            deadline: None,
            without_body,
            on_error: self.options.on_error.clone(),
        })
    }

    /// Answers a request that came through the middleware of its route. HEAD is answered as GET: the body is taken away
    /// further out.
    pub(super) fn answer_inside(self: &Arc<Self>, route: usize, request: Request) -> AnswerFuture {
        self.dispatch(route, request, true, true)
    }

    fn dispatch(
        self: &Arc<Self>,
        route: usize,
        request: Request,
        through_router: bool,
        keeps_body: bool,
    ) -> AnswerFuture {
        let (handler, without_body) = match self.methods[route].find(request.method()) {
            MethodMatch::Run(handler) => (handler, false),
            MethodMatch::RunWithoutBody(handler) => (handler, true),
            MethodMatch::Options => return AnswerFuture::ready(self.methods[route].options()),
            MethodMatch::NotAllowed => {
                return AnswerFuture::ready(self.methods[route].not_allowed());
            }
        };
        if let Some(policy) = self.cache.policy(route) {
            let is_get = without_body || request.method() == Method::GET;
            if is_get {
                return self.answer_from_cache(route, policy, handler, request);
            }
            if is_write(request.method()) {
                let path = request.uri().path().to_owned();
                let answer = self.call(route, handler, request, through_router, false);
                return expire_after(answer, Arc::clone(&self.cache), path);
            }
        }
        let without_body = without_body && !keeps_body;
        self.call(route, handler, request, through_router, without_body)
    }

    /// Calls the handler.
    fn call(
        self: &Arc<Self>,
        route: usize,
        handler: Handler<S>,
        request: Request,
        through_router: bool,
        without_body: bool,
    ) -> AnswerFuture {
        let info = &self.routes[route];
        let request = match info.config.body_limit {
            None => request,
            Some(limit) if is_longer(&request, limit) => {
                return AnswerFuture::ready(empty(StatusCode::PAYLOAD_TOO_LARGE));
            }
            Some(limit) => limit_body(request, limit),
        };
        let context = Context {
            app: Arc::clone(self),
            route: Some(route),
            handler,
            through_router,
        };
        self.run(Call { request, context }, Some(info), without_body)
    }

    fn answer_from_cache(
        self: &Arc<Self>,
        route: usize,
        policy: &Arc<Policy>,
        handler: Handler<S>,
        request: Request,
    ) -> AnswerFuture {
        let (parts, _) = request.into_parts();
        let fill = || self.fill(route, handler);
        let served = if self.cache.is_demanded(&parts) {
            self.cache.serve_anew(route, policy, &parts, fill())
        } else {
            self.cache.serve(route, policy, &parts, fill)
        };
        match served {
            Served::Ready(response) => AnswerFuture::ready(response),
            Served::Later(answer) => AnswerFuture::handler(answer),
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
            self.methods[route].find(&Method::GET),
        ) {
            (Some(policy), MethodMatch::Run(handler)) => {
                let fill = self.fill(route, handler);
                self.cache.prerender(route, policy, path, fill).await
            }
            _ => Err("it has no cached GET".to_owned()),
        }
    }

    /// What runs the handler for the cache.
    fn fill(self: &Arc<Self>, route: usize, handler: Handler<S>) -> Fill {
        let app = Arc::clone(self);
        Arc::new(move |request| {
            let answer = app.call(route, handler, request, false, false);
            Box::pin(async move { answer.await.unwrap_or_else(|never| match never {}) })
        })
    }

    fn run(
        &self,
        call: Call<S>,
        route: Option<&'static RouteInfo>,
        without_body: bool,
    ) -> AnswerFuture {
        let handler = call.context.handler;
        // A user's `Deserialize` may panic while the path is read, before there is a future.
        let handler = match catch_unwind(AssertUnwindSafe(|| handler(call))) {
            Ok(future) => future,
            Err(panic) => {
                let failure = Failure {
                    route,
                    cause: Cause::Panic(panic_message(&*panic)),
                };
                let response = failure::answer(failure, self.options.on_error.as_ref());
                Box::pin(std::future::ready(response))
            }
        };
        self.watch(handler, route, without_body)
    }

    fn watch(
        &self,
        handler: HandlerFuture,
        route: Option<&'static RouteInfo>,
        without_body: bool,
    ) -> AnswerFuture {
        let limit = route.and_then(RouteInfo::max_duration);
        AnswerFuture::running(Running {
            handler,
            route,
            deadline: limit.map(|limit| Box::pin(tokio::time::sleep(limit))),
            without_body,
            on_error: self.options.on_error.clone(),
        })
    }

    /// Decides about a path that is not clean, or that no route of an axum Router matched.
    #[cold]
    pub(super) fn judge(self: &Arc<Self>, request: Request, by: AskedBy) -> AnswerFuture {
        match (self.matcher.judge(request.uri().path()), by) {
            (Verdict::Redirect(path), _) => AnswerFuture::ready(location::moved(&request, &path)),
            (Verdict::BadRequest, _) => AnswerFuture::ready(empty(StatusCode::BAD_REQUEST)),
            (Verdict::Route(route), AskedBy::Service) => self.answer(route, request, false),
            // axum stores what one route matched in the request where nobody can remove it: no other route may answer.
            (Verdict::Route(route), AskedBy::Endpoint(matched)) if route == matched => {
                self.answer(route, request, true)
            }
            (Verdict::Route(_) | Verdict::NotFound, _) => self.not_found(request),
        }
    }

    /// Answers a path that nothing matches.
    pub(super) fn not_found(self: &Arc<Self>, request: Request) -> AnswerFuture {
        let without_body = request.method() == Method::HEAD;
        match &self.options.not_found {
            None => AnswerFuture::ready(empty(StatusCode::NOT_FOUND)),
            Some(NotFound::File(handler)) => {
                let context = Context {
                    app: Arc::clone(self),
                    route: None,
                    handler: *handler,
                    through_router: false,
                };
                self.run(Call { request, context }, None, without_body)
            }
            Some(NotFound::Handler(handler)) => {
                let future = handler(request, self.state.clone());
                self.watch(future, None, without_body)
            }
        }
    }

    /// An axum Router that knows one route (or, for `not-found.rs`, none) and brings the request back to its handler.
    fn detour(&self, route: Option<usize>) -> Router {
        let index = route.unwrap_or(self.routes.len());
        let make = || match route {
            None => Router::new().fallback_service(ComeBack::<S>::new()),
            Some(route) => self
                .axum_routes()
                .iter()
                .filter(|axum_route| axum_route.route == route)
                .fold(Router::new().without_v07_checks(), |router, axum_route| {
                    router.route_service(&axum_route.pattern, ComeBack::<S>::new())
                }),
        };
        self.detours[index].get_or_init(make).clone()
    }
}

/// Who wants a verdict about a path.
#[derive(Clone, Copy)]
pub(super) enum AskedBy {
    /// `service()`, which may dispatch to any route.
    Service,
    /// The endpoint of this route in an axum Router.
    Endpoint(usize),
    /// The fallback of an axum Router.
    Fallback,
}

impl<S: Clone + Send + Sync + 'static> Call<S> {
    /// Sends the request through an axum Router, from which it comes back to the same handler.
    pub(super) fn through_router(self) -> HandlerFuture {
        let Self {
            mut request,
            context,
        } = self;
        let router = context.app.detour(context.route);
        request.extensions_mut().insert(context);
        Box::pin(async move {
            match router.oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        })
    }
}

impl<S> Call<S> {
    /// Lets extractors inside of extractors find the prelude's `Path` and the cache.
    pub(super) fn offer_path(&mut self) {
        let segments = self.context.segments();
        let cache = self.context.app.cache_handle();
        let extensions = self.request.extensions_mut();
        extensions.insert(PathSegments(segments));
        extensions.insert(cache);
    }
}

impl<S> Context<S> {
    /// The matched pattern.
    pub(super) fn segments(&self) -> &'static [Segment] {
        self.route
            .map_or(&[], |route| &self.app.routes[route].segments)
    }

    /// Whether axum knows this route under other patterns than its own.
    pub(super) fn is_unrolled(&self) -> bool {
        self.route
            .is_some_and(|route| self.app.known_to_axum().unrolled[route])
    }
}

/// The end of the detour through an axum Router.
struct ComeBack<S>(PhantomData<fn(S)>);

impl<S> ComeBack<S> {
    fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S> Clone for ComeBack<S> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Service<Request> for ComeBack<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = AnswerFuture;

    fn poll_ready(&mut self, _: &mut task::Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> AnswerFuture {
        match request.extensions_mut().remove::<Context<S>>() {
            Some(context) => {
                let handler = context.handler;
                let context = Context {
                    through_router: true,
                    ..context
                };
                AnswerFuture::handler(handler(Call { request, context }))
            }
            // Only a middleware inside this very Router could have taken it, and there is none.
            None => AnswerFuture::ready(empty(StatusCode::INTERNAL_SERVER_ERROR)),
        }
    }
}

fn is_write(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

/// Expires what the cache keeps for the path once a write to it succeeded, before the answer goes out.
fn expire_after(answer: AnswerFuture, cache: Arc<Engine>, path: String) -> AnswerFuture {
    AnswerFuture::handler(Box::pin(async move {
        let response = answer.await.unwrap_or_else(|never| match never {});
        if response.status().is_success() || response.status().is_redirection() {
            cache.written(&path);
        }
        response
    }))
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

pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
