//! The way through an axum Router, for extractors that only that can feed.

use super::{
    answer::AnswerFuture,
    app::{App, NotFound, Place, empty},
    call::{Call, Handler, HandlerFuture, WHOLE},
    methods::MethodMatch,
};
use crate::matching::{AxumRoute, Segment, TrailingSlash, axum_routes};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request},
    http::{Method, Response, StatusCode},
    response::IntoResponse,
};
use std::{
    convert::Infallible,
    sync::{Arc, OnceLock, Weak},
    task::{Context, Poll},
};
use tower::Service;

/// The routes as axum knows them.
pub(super) struct Detours {
    /// The routes of the whole application, made when first asked for.
    axum: OnceLock<AxumRoutes>,
    /// For each route, and last for the handler of `not-found.rs`: an axum Router of that route alone, made on first use.
    routers: Vec<OnceLock<Router>>,
    /// By route: what axum tells of every request to it, learned from the first.
    matched: Vec<OnceLock<MatchedPath>>,
}

/// The routes as an axum Router needs them.
struct AxumRoutes {
    routes: Vec<AxumRoute>,
    /// By route: whether axum knows it under other patterns than its own.
    unrolled: Vec<bool>,
    /// By route: its one pattern, if axum knows no other for it.
    only: Vec<Option<usize>>,
}

impl Detours {
    pub(super) fn new(routes: usize) -> Self {
        Self {
            axum: OnceLock::new(),
            routers: (0..=routes).map(|_| OnceLock::new()).collect(),
            matched: (0..routes).map(|_| OnceLock::new()).collect(),
        }
    }
}

impl<S> App<S> {
    pub(super) fn axum_routes(&self) -> &[AxumRoute] {
        &self.known_to_axum().routes
    }

    fn known_to_axum(&self) -> &AxumRoutes {
        self.detours.axum.get_or_init(|| {
            let segments: Vec<&[Segment]> = self.places.iter().map(Place::segments).collect();
            let routes = axum_routes(&segments, self.options.trailing_slash);
            let mut unrolled = vec![false; self.places.len()];
            let mut only = vec![None; self.places.len()];
            let mut seen = vec![false; self.places.len()];
            for (index, route) in routes.iter().enumerate() {
                unrolled[route.route] |= route.unrolled;
                let is_first = !std::mem::replace(&mut seen[route.route], true);
                only[route.route] = is_first.then_some(index);
            }
            AxumRoutes {
                routes,
                unrolled,
                only,
            }
        })
    }

    /// Remembers what axum says that it matched, if it says so of every request to this route: under an outer Router, or
    /// where axum knows several patterns for it, it does not.
    fn learn(&self, route: Option<usize>, request: &Request) {
        let Some(place) = route.and_then(|route| self.detours.matched.get(route)) else {
            return;
        };
        if place.get().is_some() {
            return;
        }
        let known = self.known_to_axum();
        if let Some(matched) = request.extensions().get::<MatchedPath>()
            && let Some(only) = route.and_then(|route| known.only[route])
            && known.routes[only].pattern == matched.as_str()
        {
            place.get_or_init(|| matched.clone());
        }
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// Registers a service under a pattern, below the base path.
    pub(super) fn register<T>(&self, router: Router, pattern: &str, service: T) -> Router
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        let Some(base_path) = self.base_path() else {
            return router.route_service(pattern, service);
        };
        let base_path = base_path.as_str();
        match (pattern, self.trailing_slash()) {
            ("/", TrailingSlash::Remove) => router.route_service(base_path, service),
            ("/", TrailingSlash::Ignore) => router
                .route_service(base_path, service.clone())
                .route_service(&format!("{base_path}/"), service),
            _ => router.route_service(&format!("{base_path}{pattern}"), service),
        }
    }

    /// An axum Router that knows one route (or, for `not-found.rs`, none) and brings the request back.
    fn detour(self: &Arc<Self>, route: Option<usize>) -> &Router {
        let index = route.unwrap_or(self.places.len());
        self.detours.routers[index].get_or_init(|| {
            let back = ComeBack {
                app: Arc::downgrade(self),
                route,
            };
            match route {
                None => Router::new().fallback_service(back),
                Some(route) => self
                    .axum_routes()
                    .iter()
                    .filter(|axum_route| axum_route.route == route)
                    .fold(Router::new().without_v07_checks(), |router, axum_route| {
                        self.register(router, &axum_route.pattern, back.clone())
                    }),
            }
        })
    }

    pub(super) fn handler(&self, route: Option<usize>, method: &Method) -> Option<Handler<S>> {
        match (route, &self.options.not_found) {
            (Some(route), _) => match self.places[route].methods.find(method) {
                MethodMatch::Run(handler) | MethodMatch::RunWithoutBody(handler) => Some(handler),
                MethodMatch::Options | MethodMatch::NotAllowed => None,
            },
            (None, Some(NotFound::File(handler))) => Some(*handler),
            (None, _) => None,
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Call<'_, S> {
    /// Sends the request through an axum Router, from which it comes back to the same handler.
    pub(super) fn through_router(&mut self) -> HandlerFuture {
        self.detour()
    }

    /// The same, but it comes back to what stands before the handler.
    pub(super) fn through_router_to(&mut self, entry: Handler<S>) -> HandlerFuture {
        self.request().extensions_mut().insert(Entry(entry));
        self.detour()
    }

    fn detour(&mut self) -> HandlerFuture {
        let (app, mut request) = (Arc::clone(self.app), self.take());
        if let Some(base_path) = app.base_path() {
            base_path.leave(&mut request, app.trailing_slash());
        }
        let answer = app.detour(self.route).clone().call(request);
        Box::pin(async move {
            let response = answer.await.unwrap_or_else(|never| match never {});
            // Until here the Router must find the way back.
            drop(app);
            response
        })
    }
}

impl<S> Call<'_, S> {
    /// Whether axum knows this route under other patterns than its own.
    pub(super) fn is_unrolled(&self) -> bool {
        self.route
            .is_some_and(|route| self.app.known_to_axum().unrolled[route])
    }

    /// What axum says that it matched, once it said so.
    pub(super) fn matched_path(&self) -> Option<&MatchedPath> {
        self.app.detours.matched.get(self.route?)?.get()
    }
}

/// Where a detour ends, if not at the handler of route and method.
struct Entry<S>(Handler<S>);

impl<S> Clone for Entry<S> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

/// The end of the detour.
struct ComeBack<S> {
    /// The application holds the Router that holds this.
    app: Weak<App<S>>,
    route: Option<usize>,
}

impl<S> Clone for ComeBack<S> {
    fn clone(&self) -> Self {
        Self {
            app: Weak::clone(&self.app),
            route: self.route,
        }
    }
}

impl<S: Clone + Send + Sync + 'static> Service<Request> for ComeBack<S> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = AnswerFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> AnswerFuture {
        let entry = request.extensions_mut().remove::<Entry<S>>();
        let handler = |app: &App<S>| match entry {
            Some(Entry(entry)) => Some(entry),
            None => app.handler(self.route, request.method()),
        };
        let app = self.app.upgrade();
        let found = app.and_then(|app| Some((handler(&app)?, app)));
        match found {
            Some((handler, app)) => {
                app.learn(self.route, &request);
                if let Some(base_path) = app.base_path() {
                    base_path.enter(&mut request, TrailingSlash::Ignore);
                }
                AnswerFuture::handler(handler(Call {
                    request: &mut Some(request),
                    app: &app,
                    route: self.route,
                    through_router: true,
                    depth: WHOLE,
                }))
            }
            // Nothing on the way changes the method, and who sent the request holds the application.
            None => AnswerFuture::ready(empty(StatusCode::INTERNAL_SERVER_ERROR)),
        }
    }
}
