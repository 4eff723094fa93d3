//! The extensions of a request that only an axum Router can insert, for the extractors that read them.

use crate::{
    matching::{AxumPattern, BasePath, HIDDEN_NAME, Segment, TrailingSlash, axum_patterns},
    table::RouteTable,
};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, NestedPath, OriginalUri, Request},
    http::{Extensions, Response, Uri},
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

/// The extensions of axum's Router that a request has, for the route that it matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AxumExtensions {
    /// None, or those of an outer Router.
    Missing,
    /// `MatchedPath` and `OriginalUri`. No outer Router has matched a part of the path.
    Matched,
    /// Those and the path parameters, whose type is private to axum.
    All,
}

/// The routes as axum knows them.
pub(crate) struct AxumBridge {
    routes: &'static RouteTable,
    trailing_slash: TrailingSlash,
    base_path: Option<BasePath>,
    /// Created on first use.
    axum: OnceLock<AxumRoutes>,
    /// Empty, with room for the extensions that a request is given on its way. A map that grows step by step costs more than its use.
    empty_extensions: Extensions,
}

/// The patterns and Routers of all routes.
struct AxumRoutes {
    patterns: Vec<AxumPattern>,
    /// By route: the index of its pattern, if there is only one.
    only_pattern: Vec<Option<usize>>,
    /// For each route, and last for the handler of unmatched paths: an axum Router with only this route, created on first use.
    routers: Vec<OnceLock<Router>>,
    /// By route: axum's `MatchedPath`, if it is the same for all requests. Known from the first one.
    matched: Vec<OnceLock<MatchedPath>>,
}

impl AxumRoutes {
    fn new(routes: &RouteTable, trailing_slash: TrailingSlash) -> Self {
        let segments: Vec<&[Segment]> = routes.iter().map(|route| route.segments).collect();
        let patterns = axum_patterns(&segments, trailing_slash);
        let mut only_pattern = vec![None; segments.len()];
        let mut seen = vec![false; segments.len()];
        for (index, pattern) in patterns.iter().enumerate() {
            let is_first = !mem::replace(&mut seen[pattern.route], true);
            only_pattern[pattern.route] = is_first.then_some(index);
        }
        Self {
            patterns,
            only_pattern,
            routers: (0..=segments.len()).map(|_| OnceLock::new()).collect(),
            matched: segments.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Remembers axum's `MatchedPath`, unless it depends on the request: under an outer Router, or with several patterns.
    fn remember(&self, route: Option<usize>, request: &Request) {
        let Some(slot) = route.and_then(|route| self.matched.get(route)) else {
            return;
        };
        if slot.get().is_some() {
            return;
        }
        if let Some(matched) = request.extensions().get::<MatchedPath>()
            && let Some(only) = route.and_then(|route| self.only_pattern[route])
            && self.patterns[only].pattern == matched.as_str()
        {
            slot.get_or_init(|| matched.clone());
        }
    }
}

/// Returns empty extensions with capacity for seven values. Their clones have the same capacity.
fn empty_extensions() -> Extensions {
    let mut extensions = Extensions::new();
    extensions.insert(0_u8);
    extensions.insert(0_u16);
    extensions.insert(0_u32);
    extensions.insert(0_u64);
    extensions.clear();
    extensions
}

impl AxumBridge {
    pub(crate) fn new(
        routes: &'static RouteTable,
        trailing_slash: TrailingSlash,
        base_path: Option<BasePath>,
    ) -> Self {
        Self {
            routes,
            trailing_slash,
            base_path,
            axum: OnceLock::new(),
            empty_extensions: empty_extensions(),
        }
    }

    fn axum(&self) -> &AxumRoutes {
        let create = || AxumRoutes::new(self.routes, self.trailing_slash);
        self.axum.get_or_init(create)
    }

    /// Returns the patterns under which axum knows the routes.
    pub(crate) fn patterns(&self) -> &[AxumPattern] {
        &self.axum().patterns
    }

    /// Returns axum's `MatchedPath`, if it is known.
    pub(crate) fn matched_path(&self, route: Option<usize>) -> Option<&MatchedPath> {
        self.axum.get()?.matched.get(route?)?.get()
    }

    /// Registers a service under a pattern, below the base path.
    pub(crate) fn register<T>(&self, router: Router, pattern: &str, service: T) -> Router
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        let Some(base_path) = &self.base_path else {
            return router.route_service(pattern, service);
        };
        let base_path = base_path.as_str();
        match (pattern, self.trailing_slash) {
            ("/", TrailingSlash::Remove) => router.route_service(base_path, service),
            ("/", TrailingSlash::Ignore) => router
                .route_service(base_path, service.clone())
                .route_service(&format!("{base_path}/"), service),
            _ => router.route_service(&format!("{base_path}{pattern}"), service),
        }
    }

    /// Inserts the extensions of [`AxumExtensions::Matched`]. Returns `false` if they depend on the request.
    pub(crate) fn insert_matched_path(&self, route: Option<usize>, request: &mut Request) -> bool {
        let Some(matched) = self.matched_path(route) else {
            return false;
        };
        if self.base_path.is_some() || is_nested(request) {
            return false;
        }
        let original = OriginalUri(request.uri().clone());
        let extensions = request.extensions_mut();
        extensions.insert(original);
        extensions.insert(matched.clone());
        true
    }

    /// Has an axum Router insert the path parameters, which are missing in [`AxumExtensions::Matched`].
    ///
    /// # Errors
    ///
    /// Returns the Router's response if it does not match the path.
    pub(crate) fn insert_parameters(
        &self,
        route: Option<usize>,
        request: &mut Request,
    ) -> Result<(), Box<Response<Body>>> {
        // A Router puts the pattern that is already there in front of its own.
        let matched = request.extensions_mut().remove::<MatchedPath>();
        self.run_through_axum(route, request)?;
        // Middleware may have changed it.
        match matched {
            Some(matched) => request.extensions_mut().insert(matched),
            None => request.extensions_mut().remove(),
        };
        Ok(())
    }

    /// Has an axum Router insert its extensions into a request that this route matched, or none.
    ///
    /// # Errors
    ///
    /// Returns the Router's response if it does not match the path.
    pub(crate) fn run_through_axum(
        &self,
        route: Option<usize>,
        request: &mut Request,
    ) -> Result<(), Box<Response<Body>>> {
        let outer = self.take_expanded_path(route, request);
        let mut extensions = self.empty_extensions.clone();
        extensions.extend(mem::take(request.extensions_mut()));
        let mut routed = routed(request.uri().clone(), extensions);
        if let Some(base_path) = &self.base_path
            && let Some(uri) = base_path.prepend(routed.uri(), self.trailing_slash)
        {
            *routed.uri_mut() = uri;
        }
        *request.extensions_mut() = extensions_of(self.router(route), routed)?;
        match outer {
            Some(outer) if !outer.is_empty() => {
                correct_matched_path(request, |own| Some(format!("{outer}{own}")));
            }
            _ => self.axum().remember(route, request),
        }
        if let Some(base_path) = &self.base_path
            && let Some(nested) = request.extensions().get::<NestedPath>()
            && nested.as_str().ends_with(base_path.as_str())
        {
            // The outer Router matched the base path, and so did ours.
            let base_path = base_path.as_str();
            let twice = format!("{base_path}{base_path}");
            correct_matched_path(request, |matched| {
                let (outer, own) = matched.split_once(&twice)?;
                Some(format!("{outer}{base_path}{own}"))
            });
        }
        Ok(())
    }

    /// Removes the `MatchedPath` of a pattern that stems from a catch-all above, and returns the part that outer Routers matched.
    fn take_expanded_path(&self, route: Option<usize>, request: &mut Request) -> Option<String> {
        let extensions = request.extensions_mut();
        let matched = extensions.get::<MatchedPath>()?.as_str();
        if !matched.contains(HIDDEN_NAME) {
            return None;
        }
        let patterns = self.patterns().iter();
        let mut expanded = patterns.filter(|it| it.is_expanded && Some(it.route) == route);
        let outer = expanded.find_map(|it| matched.strip_suffix(&*it.pattern))?;
        let base_path = self.base_path.as_ref().map_or("", BasePath::as_str);
        let outer = outer.strip_suffix(base_path)?.to_owned();
        extensions.remove::<MatchedPath>();
        Some(outer)
    }

    /// Returns an axum Router with one route, or with only a fallback for unmatched paths.
    fn router(&self, route: Option<usize>) -> &Router {
        let index = route.unwrap_or(self.routes.len());
        self.axum().routers[index].get_or_init(|| match route {
            None => Router::new().fallback_service(TakeExtensions),
            Some(route) => {
                // Alone, a route has its own patterns.
                let segments = self.routes.as_slice()[route].segments;
                let patterns = axum_patterns(&[segments], self.trailing_slash);
                let router = Router::new().without_v07_checks();
                patterns.iter().fold(router, |router, pattern| {
                    self.register(router, &pattern.pattern, TakeExtensions)
                })
            }
        })
    }
}

/// Replaces the `MatchedPath` of a request by one that matches its complete path. Only a Router can create that type.
#[cold]
fn correct_matched_path(request: &mut Request, correct: impl FnOnce(&str) -> Option<String>) {
    let extensions = request.extensions_mut();
    let matched = extensions.get::<MatchedPath>();
    let Some(pattern) = matched.and_then(|matched| correct(matched.as_str())) else {
        return;
    };
    let Some(OriginalUri(uri)) = extensions.get() else {
        return;
    };
    let router = Router::new().without_v07_checks();
    let router = router.route_service(&pattern, TakeExtensions);
    let request = routed(uri.clone(), Extensions::new());
    if let Ok(mut complete) = extensions_of(&router, request)
        && let Some(matched) = complete.remove::<MatchedPath>()
    {
        extensions.insert(matched);
    }
}

/// Returns `true` if a request passed an outer Router, which leaves this extension.
pub(super) fn is_nested(request: &Request) -> bool {
    request.extensions().get::<OriginalUri>().is_some()
}

fn routed(uri: Uri, extensions: Extensions) -> Request {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri;
    *request.extensions_mut() = extensions;
    request
}

/// Returns the extensions of a request that passed a Router with [`TakeExtensions`].
///
/// # Errors
///
/// Returns the Router's response if it does not match the path.
fn extensions_of(router: &Router, request: Request) -> Result<Extensions, Box<Response<Body>>> {
    // A Router calls its service when its future is first polled.
    let response = pin!(router.clone().call(request));
    match response.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(response)) => Err(Box::new(response)),
        Poll::Pending => Ok(EXTENSIONS.take()),
    }
}

thread_local! {
    /// The extensions of a request that passed a Router, on their way back.
    static EXTENSIONS: Cell<Extensions> = Cell::default();
}

/// The service behind the Router. It never responds, because the response would be ignored and a pending future needs no memory.
#[derive(Clone)]
struct TakeExtensions;

impl Service<Request> for TakeExtensions {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pending<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        EXTENSIONS.set(mem::take(request.extensions_mut()));
        pending()
    }
}
