//! What only an axum Router can put into a request, for the extractors that read it.

use super::{
    app::{App, Place},
    call::Call,
};
use crate::matching::{AxumRoute, Segment, TrailingSlash, axum_routes};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request},
    http::{Extensions, Response},
    response::IntoResponse,
};
use std::{
    cell::Cell,
    convert::Infallible,
    future::{Future, Pending, pending},
    mem,
    pin::pin,
    sync::OnceLock,
    task::{Context, Poll, Waker},
};
use tower::Service;

/// The routes as axum knows them.
pub(super) struct Detours {
    /// Made when first asked for.
    axum: OnceLock<AxumRoutes>,
    /// Empty, with room for what a request is given on its way: a map that grows bit by bit costs more than what it is for.
    room: Extensions,
}

/// The routes as an axum Router needs them.
struct AxumRoutes {
    routes: Vec<AxumRoute>,
    /// By route: whether axum knows it under other patterns than its own.
    unrolled: Vec<bool>,
    /// By route: its one pattern, if axum knows no other for it.
    only: Vec<Option<usize>>,
    /// For each route, and last for the handler of `not-found.rs`: an axum Router of that route alone, made on first use.
    routers: Vec<OnceLock<Router>>,
    /// By route: what axum tells of every request to it, learned from the first.
    matched: Vec<OnceLock<MatchedPath>>,
}

impl Detours {
    pub(super) fn new() -> Self {
        Self {
            axum: OnceLock::new(),
            room: room(),
        }
    }
}

/// Room for seven, which is kept when it is cleared, and when that is cloned.
fn room() -> Extensions {
    let mut room = Extensions::new();
    room.insert(0_u8);
    room.insert(0_u16);
    room.insert(0_u32);
    room.insert(0_u64);
    room.clear();
    room
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
                let is_first = !mem::replace(&mut seen[route.route], true);
                only[route.route] = is_first.then_some(index);
            }
            AxumRoutes {
                routes,
                unrolled,
                only,
                routers: (0..=segments.len()).map(|_| OnceLock::new()).collect(),
                matched: segments.iter().map(|_| OnceLock::new()).collect(),
            }
        })
    }

    /// Remembers what axum says that it matched, if it says so of every request to this route: under an outer Router, or
    /// where axum knows several patterns for it, it does not.
    fn learn(&self, route: Option<usize>, request: &Request) {
        let known = self.known_to_axum();
        let Some(place) = route.and_then(|route| known.matched.get(route)) else {
            return;
        };
        if place.get().is_some() {
            return;
        }
        if let Some(matched) = request.extensions().get::<MatchedPath>()
            && let Some(only) = route.and_then(|route| known.only[route])
            && known.routes[only].pattern == matched.as_str()
        {
            place.get_or_init(|| matched.clone());
        }
    }
}

impl<S> App<S> {
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

    /// An axum Router that knows one route (or, for `not-found.rs`, none).
    fn detour(&self, route: Option<usize>) -> &Router {
        let index = route.unwrap_or(self.places.len());
        self.known_to_axum().routers[index].get_or_init(|| match route {
            None => Router::new().fallback_service(End),
            Some(route) => self
                .axum_routes()
                .iter()
                .filter(|axum_route| axum_route.route == route)
                .fold(Router::new().without_v07_checks(), |router, axum_route| {
                    self.register(router, &axum_route.pattern, End)
                }),
        })
    }
}

impl<S> Call<'_, S> {
    /// Has an axum Router put into the request what only that can give, unless it came through one.
    ///
    /// # Errors
    ///
    /// The Router's answer, should it not know the path.
    pub(super) fn feed(&mut self) -> Result<(), Box<Response<Body>>> {
        if self.through_router {
            return Ok(());
        }
        let (app, request) = (self.app, self.request.get_or_insert_default());
        let mut asked = Request::new(Body::empty());
        *asked.uri_mut() = request.uri().clone();
        *asked.extensions_mut() = app.detours.room.clone();
        asked
            .extensions_mut()
            .extend(mem::take(request.extensions_mut()));
        if let Some(base_path) = app.base_path() {
            base_path.leave(&mut asked, app.trailing_slash());
        }
        // A Router calls its service when its answer is first asked for.
        let answer = pin!(app.detour(self.route).clone().call(asked));
        if let Poll::Ready(Ok(response)) = answer.poll(&mut Context::from_waker(Waker::noop())) {
            return Err(Box::new(response));
        }
        *request.extensions_mut() = LEFT.take();
        self.through_router = true;
        app.learn(self.route, request);
        Ok(())
    }

    /// Whether axum knows this route under other patterns than its own.
    pub(super) fn is_unrolled(&self) -> bool {
        self.route
            .is_some_and(|route| self.app.known_to_axum().unrolled[route])
    }

    /// What axum says that it matched, once it said so.
    pub(super) fn matched_path(&self) -> Option<&MatchedPath> {
        let known = self.app.detours.axum.get()?;
        known.matched.get(self.route?)?.get()
    }
}

thread_local! {
    /// What the Router put into a request, on its way back.
    static LEFT: Cell<Extensions> = Cell::default();
}

/// Where a detour ends. It never answers: nobody would look at that, and no answer needs no memory.
#[derive(Clone)]
struct End;

impl Service<Request> for End {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pending<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        LEFT.set(mem::take(request.extensions_mut()));
        pending()
    }
}
