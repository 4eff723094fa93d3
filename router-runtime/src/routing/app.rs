//! One built application: what its endpoints share.

use super::{
    answer::{ResponseFuture, Running},
    base_path::BasePath,
    call::{Call, Handler, HandlerFuture, Handlers},
    detour::Detours,
    failure::{self, FailureCause, HandlerFailure, OnError, panic_message},
    front::Front,
    known::Known,
    layout::{self, Layout, Layouts},
    location,
    methods::{MethodMatch, MethodTable},
    middleware::{Middleware, Wrapped},
    public_files::PublicFiles,
    special::Special,
};
use crate::table::{RouteInfo, RouteTable};
use crate::{
    cache::{Cache, Engine},
    matching::{Lead, Matcher, Segment, TrailingSlash, Verdict, is_clean, is_clean_behind},
    public::{Missing, Public},
    respond::effects::Pending,
};
use axum::{
    body::Body,
    extract::Request,
    http::{Method, Response, StatusCode},
};
use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// What `routes!` found, as generated code hands it over.
pub struct Definition<S: 'static> {
    /// The routes.
    pub routes: &'static RouteTable,
    /// Their handlers: for each route in turn, a number for each method on its line.
    pub handlers: Handlers<S>,
    /// The handler of `not-found.rs`.
    pub not_found: Option<Handler<S>>,
    /// By route: its `generate_static_params`.
    pub known: &'static [(usize, Known<S>)],
    /// The files `middleware.rs`, those of outer folders first.
    pub middleware: &'static [Middleware<S>],
    /// The files `layout.rs`, those of outer folders first.
    pub layouts: &'static [Layout<S>],
    /// `public/` of the crate, if it was there.
    pub public: Option<&'static str>,
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
    pub(crate) front: Front,
    #[cfg(feature = "fetch")]
    pub(crate) fetch_client: crate::fetch::FetchClient,
}

impl<S> Clone for Options<S> {
    fn clone(&self) -> Self {
        Self {
            trailing_slash: self.trailing_slash,
            not_found: self.not_found.clone(),
            on_error: self.on_error.clone(),
            front: self.front.clone(),
            #[cfg(feature = "fetch")]
            fetch_client: self.fetch_client.clone(),
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
    /// The tasks of `After`.
    pub(super) pending: Arc<Pending>,
    pub(super) places: Vec<Place<S>>,
    handlers: Handlers<S>,
    /// By `middleware.rs`.
    pub(super) wrapped: Vec<Wrapped>,
    /// Those around `not-found.rs`.
    pub(super) not_found_layouts: Option<Layouts<S>>,
    matcher: Matcher,
    pub(super) options: Options<S>,
    /// What stands before the routes; most applications have nothing there.
    front: Option<Box<Front>>,
    pub(super) detours: Detours,
    /// Files of `public/`.
    pub(super) public: Option<PublicFiles>,
    missing_public: Option<Missing>,
}

/// One route.
pub(super) struct Place<S> {
    pub(super) info: &'static RouteInfo,
    lead: Lead,
    pub(super) methods: MethodTable,
    /// What it has beside its handlers; a plain route has nothing.
    pub(super) special: Option<Box<Special<S>>>,
}

impl<S> Place<S> {
    pub(super) fn segments(&self) -> &'static [Segment] {
        self.info.segments
    }

    /// A path that it matched and its pattern, both from the first parameter on.
    pub(super) fn parameters<'p>(&self, path: &'p str) -> (&'p str, &'static [Segment]) {
        self.lead.skip(path, self.segments())
    }
}

impl<S> App<S> {
    /// Calls the handler of this number.
    pub(super) fn handler(&self, number: usize) -> impl Fn(Call<'_, S>) -> HandlerFuture + use<S> {
        let handlers = self.handlers;
        move |call| handlers(number, call)
    }

    pub(super) fn cache_handle(&self) -> Cache {
        Cache::new(Arc::clone(&self.cache))
    }

    pub(super) fn trailing_slash(&self) -> TrailingSlash {
        self.options.trailing_slash
    }

    /// Where below its host the application lives.
    pub(super) fn base_path(&self) -> Option<&BasePath> {
        self.front.as_ref()?.base_path.as_ref()
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    pub(crate) fn new(
        definition: &Definition<S>,
        state: S,
        options: Options<S>,
        cache: Arc<Engine>,
        public: &Result<Option<Arc<Public>>, Missing>,
    ) -> Self {
        let routes = definition.routes.iter().enumerate();
        let mut first = 0;
        let mut places: Vec<_> = routes
            .map(|(index, info)| {
                let methods = MethodTable::new(first, info.exports);
                first += info.exports.count();
                Place {
                    info,
                    lead: Lead::of(info.segments),
                    methods,
                    special: Special::of(index, info, definition, &cache),
                }
            })
            .collect();
        let segments: Vec<_> = places.iter().map(Place::segments).collect();
        let matcher = Matcher::new(&segments, options.trailing_slash);
        let missing_public = public.as_ref().err().cloned();
        let public = public.as_ref().ok().and_then(Clone::clone);
        let public = public.map(PublicFiles::new);
        let shadowed = public.as_ref().map(|it| it.shadowed(&matcher, &segments));
        for (place, shadowed) in places.iter_mut().zip(shadowed.into_iter().flatten()) {
            if shadowed {
                place.special.get_or_insert_default().is_behind_files = true;
            }
        }
        let middleware = definition.middleware.iter();
        Self {
            wrapped: middleware.map(|it| it.wrapped(&state)).collect(),
            not_found_layouts: layout::around_not_found(definition.layouts),
            state,
            routes: definition.routes,
            cache,
            pending: Arc::default(),
            matcher,
            public,
            missing_public,
            detours: Detours::new(),
            places,
            handlers: definition.handlers,
            front: (!options.front.is_empty()).then(|| Box::new(options.front.clone())),
            options,
        }
    }

    pub(super) fn routes(&self) -> &'static RouteTable {
        self.routes
    }

    /// Why there are no files of `public/`, if there should be.
    pub(super) fn missing_public(&self) -> Option<&Missing> {
        self.missing_public.as_ref()
    }

    pub(super) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Answers a request that just came in.
    #[inline]
    pub(super) fn answer_first(&self, call: Call<'_, S>, by: AskedBy) -> ResponseFuture {
        match &self.front {
            None => self.open(call, by),
            Some(front) => self.pass(front, call, by),
        }
    }

    /// Finds the route, unless axum has, and answers.
    #[inline]
    pub(super) fn open(&self, mut call: Call<'_, S>, by: AskedBy) -> ResponseFuture {
        let path = call.request().uri().path();
        let is_clean = match by {
            // What axum compared with a pattern's static beginning is as clean as that is.
            AskedBy::Endpoint(route) => {
                let (rest, _) = self.places[route].parameters(path);
                is_clean_behind(path, rest, self.trailing_slash())
            }
            AskedBy::Service | AskedBy::Fallback => is_clean(path, self.trailing_slash()),
        };
        if !is_clean {
            return self.judge(call, by);
        }
        let route = match by {
            AskedBy::Service => self.matcher.find(path),
            // axum matched the text as sent: right as long as nothing in it is odd.
            AskedBy::Endpoint(route) => Some(route),
            AskedBy::Fallback => None,
        };
        match route {
            Some(route) => self.answer(route, call),
            None => self.not_found(call),
        }
    }

    /// Answers a clean path that this route matches.
    #[inline]
    pub(super) fn answer(&self, route: usize, mut call: Call<'_, S>) -> ResponseFuture {
        call.route = Some(route);
        let place = &self.places[route];
        if let Some(special) = &place.special {
            return match self.hit(route, special, &mut call) {
                Some(response) => ResponseFuture::ready(response),
                None => self.answer_special(route, special, call),
            };
        }
        match place.methods.find(call.request().method()) {
            MethodMatch::Run(number) => {
                self.run(self.handler(number), call, Some(place.info), false)
            }
            MethodMatch::RunWithoutBody(number) => {
                self.run(self.handler(number), call, Some(place.info), true)
            }
            MethodMatch::Options => ResponseFuture::ready(place.methods.options()),
            MethodMatch::NotAllowed => ResponseFuture::ready(place.methods.not_allowed()),
        }
    }

    #[inline]
    pub(super) fn run<'r>(
        &self,
        handler: impl FnOnce(Call<'r, S>) -> HandlerFuture,
        call: Call<'r, S>,
        route: Option<&'static RouteInfo>,
        without_body: bool,
    ) -> ResponseFuture {
        // A user's `Deserialize` may panic while the path is read, before there is a future.
        match catch_unwind(AssertUnwindSafe(|| handler(call))) {
            Ok(future) => self.watch(future, route, without_body),
            Err(panic) => {
                let failure = HandlerFailure {
                    route,
                    cause: FailureCause::Panic(panic_message(&*panic)),
                };
                let response = failure::answer(failure, self.options.on_error.as_ref());
                self.watch(Box::pin(std::future::ready(response)), route, without_body)
            }
        }
    }

    pub(super) fn watch(
        &self,
        handler: HandlerFuture,
        route: Option<&'static RouteInfo>,
        without_body: bool,
    ) -> ResponseFuture {
        ResponseFuture::running(Running {
            handler,
            route,
            deadline: None,
            without_body,
            on_error: self.options.on_error.clone(),
        })
    }

    /// Decides about a path that is not clean, or that no route of an axum Router matched.
    #[cold]
    pub(super) fn judge(&self, mut call: Call<'_, S>, by: AskedBy) -> ResponseFuture {
        match (self.matcher.judge(call.request().uri().path()), by) {
            (Verdict::Redirect(path), _) => {
                ResponseFuture::ready(location::moved(call.request(), &path))
            }
            (Verdict::BadRequest, _) => ResponseFuture::ready(empty(StatusCode::BAD_REQUEST)),
            (Verdict::Route(route), AskedBy::Service) => self.answer(route, call),
            // axum stores what one route matched in the request where nobody can remove it: no other route may answer.
            (Verdict::Route(route), AskedBy::Endpoint(matched)) if route == matched => {
                self.answer(route, call)
            }
            (Verdict::Route(_) | Verdict::NotFound, _) => self.not_found(call),
        }
    }

    /// Answers a path that no route matches: with a file of `public/`, or that there is nothing.
    pub(super) fn not_found(&self, mut call: Call<'_, S>) -> ResponseFuture {
        if self.public.is_some()
            && let Some(answer) = self.answer_with_file(&mut call)
        {
            return answer;
        }
        self.nothing(call)
    }

    /// Answers that there is nothing.
    pub(super) fn nothing(&self, mut call: Call<'_, S>) -> ResponseFuture {
        let without_body = call.request().method() == Method::HEAD;
        match &self.options.not_found {
            None => ResponseFuture::ready(empty(StatusCode::NOT_FOUND)),
            Some(NotFound::File(handler)) => {
                // What an axum Router put into the request belongs to a route.
                call.route = None;
                call.through_router = false;
                let handler = match self.not_found_layouts {
                    Some(_) => layout::enter,
                    None => *handler,
                };
                self.run(handler, call, None, without_body)
            }
            Some(NotFound::Handler(handler)) => {
                let future = handler(call.take(), self.state.clone());
                self.watch(future, None, without_body)
            }
        }
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

pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
