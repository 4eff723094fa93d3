//! The application, and the way of a request to its endpoint.

use super::{
    arrival::{Arrival, MatchedBy},
    definition::{Definition, Options, PublicResult},
    layers::Layers,
    observed::observed,
};
use crate::{
    cache::{Engine, cache_control::BeforeChanges},
    errors::{ErrorCause, internal_error},
    href::LinkStyle,
    matching::{BasePath, Match, Matcher, Resolution, is_clean, is_clean_behind},
    observe::{self, Observer},
    routing::{
        endpoint::{
            Chain, Endpoint, ErrorPages, Extras, FolderService, GeneratedPaths, Layouts, NotFound,
            error_pages,
        },
        entry::{
            Decision, EntryRules, HostRule, MissingFolder, PublicFiles, has_lost_slash,
            has_valid_host, moved_permanently, path_as_sent,
        },
        handler::{
            AxumBridge, AxumExtensions, Call, Pattern, ResponseFuture, ResponseOptions, Shared,
        },
    },
    rules::{RuleHeaders, apply_headers},
    server::Readiness,
    table::RouteTable,
};
use axum::{
    body::Body,
    extract::Request,
    http::{Response, StatusCode},
};
use std::sync::{Arc, Weak, atomic::AtomicBool};

/// An application, built once at start-up.
pub(super) struct App<S: 'static> {
    pub(super) shared: Arc<Shared<S>>,
    pub(super) routes: &'static RouteTable,
    pub(super) matcher: Arc<Matcher>,
    pub(super) endpoints: Vec<Arc<Endpoint<S>>>,
    /// `None` in most applications.
    around: Option<Box<Around>>,
    not_found: Arc<NotFound<S>>,
    /// The error of the public folder, if it is missing.
    pub(super) missing_public: Option<MissingFolder>,
    pub(super) readiness: Readiness,
}

/// The steps around the dispatch of an application with such options: the observer, inside of it the layers, and inside of them the
/// rules.
struct Around {
    observer: Option<Observer>,
    layers: Option<Layers>,
    entry: EntryRules,
}

impl Around {
    fn new(
        observer: Option<Observer>,
        layers: Option<Layers>,
        entry: EntryRules,
    ) -> Option<Box<Self>> {
        let around = Self {
            observer,
            layers,
            entry,
        };
        let is_used =
            around.observer.is_some() || around.layers.is_some() || !around.entry.is_empty();
        is_used.then(|| Box::new(around))
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    pub(super) fn new(
        definition: &Definition<S>,
        state: S,
        options: Options<S>,
        cache: Arc<Engine>,
        public: &PublicResult,
    ) -> Arc<Self> {
        let routes = definition.routes;
        let slash = options.trailing_slash;
        let middleware = definition.middleware.iter();
        let middleware: Vec<_> = middleware
            .map(|middleware| FolderService::new(middleware, &state))
            .collect();
        let shared = Arc::new(Shared {
            state,
            cache,
            pending: Arc::default(),
            client: options.client,
            response_options: ResponseOptions::new(
                options.render_error,
                LinkStyle::new(options.entry.base_path.clone(), slash),
            ),
            patterns: routes.iter().map(Pattern::new).collect(),
            trailing_slash: slash,
            is_served: AtomicBool::new(false),
            axum_bridge: AxumBridge::new(routes, slash, options.entry.base_path.clone()),
            #[cfg(feature = "fetch")]
            fetch_client: options.fetch_client,
        });
        let segments: Vec<_> = routes.iter().map(|route| route.segments).collect();
        let matcher = Arc::new(Matcher::new(&segments, slash));
        shared.cache.set_matcher(&matcher);
        let public_files = public.as_ref().ok().and_then(Clone::clone);
        let public_files = public_files.map(|folder| {
            let clock = shared.cache.clock().clone();
            Arc::new(PublicFiles::new(folder, clock))
        });
        let shadowed = public_files.as_ref();
        let shadowed = shadowed.map(|files| files.shadowed_routes(&matcher, routes));
        let error_pages = error_pages(
            definition.error_pages,
            options.not_found,
            definition.layouts,
            &shared,
        );
        let not_found = NotFound::new(
            &error_pages,
            public_files.clone(),
            options.max_duration,
            &shared,
        );
        let endpoints = routes.iter().enumerate().map(|(route, info)| {
            let list = definition.static_paths.iter().find(|it| it.0 == info.line);
            let is_shadowed = shadowed.as_ref().is_some_and(|it| it[route]);
            let max_duration = info.max_duration().or(options.max_duration);
            let extras = Extras {
                public_files: public_files.clone().filter(|_| is_shadowed),
                static_params: GeneratedPaths::new(
                    list.map(|it| it.1),
                    !info.config.dynamic_params,
                ),
                middleware: Chain::of(info, &middleware),
                policy: shared.cache.policy(route).cloned(),
                body_limit: info.config.body_limit.or(options.body_limit),
                max_duration,
                layouts: Layouts::of_page(info, definition.layouts, &shared),
                error_pages: ErrorPages::of_page(route, &error_pages, max_duration, &shared),
                not_found: Arc::clone(&not_found),
            };
            Arc::new(Endpoint::new(
                &shared,
                route,
                info.first_handler,
                definition.handlers,
                extras,
            ))
        });
        let endpoints = endpoints.collect();
        Arc::new_cyclic(|app| Self {
            endpoints,
            shared,
            routes,
            matcher,
            around: Around::new(
                Observer::new(options.observe),
                options
                    .layers
                    .map(|layers| Layers::new(layers, Weak::<Self>::clone(app))),
                options.entry,
            ),
            not_found,
            missing_public: public.as_ref().err().cloned(),
            readiness: options.readiness,
        })
    }

    /// Responds to a request that no other Router has seen. A function of its own, so that [`respond`](Self::respond) is
    /// compiled for this arrival.
    pub(super) fn respond_at_service(
        &self,
        request: &mut Request,
        host: HostRule,
    ) -> ResponseFuture {
        self.respond(request, Arrival::at_service(host))
    }

    /// Responds to a request.
    #[expect(
        clippy::inline_always,
        reason = "it is compiled for the arrival of each caller"
    )]
    #[inline(always)]
    pub(super) fn respond(&self, request: &mut Request, arrival: Arrival) -> ResponseFuture {
        let Some(around) = &self.around else {
            if !has_valid_host(request, arrival.host) {
                return ResponseFuture::ready(self.invalid_host(request));
            }
            return match self.find(request, arrival.matched) {
                Ok(route) => self.respond_at(route, request, arrival.axum_extensions),
                Err(response) => ResponseFuture::ready(*response),
            };
        };
        match &around.observer {
            None => self.enter_layers(around, request, arrival),
            Some(observer) => observed(observer, request, |request| {
                self.enter_layers(around, request, arrival)
            }),
        }
    }

    /// Sends a request through the layers of the builder, if there are any.
    fn enter_layers(
        &self,
        around: &Around,
        request: &mut Request,
        arrival: Arrival,
    ) -> ResponseFuture {
        match &around.layers {
            Some(layers) => self.respond_through_layers(layers, request, arrival),
            None => self.enter(around, request, arrival),
        }
    }

    /// Responds to a request that passed the layers.
    pub(super) fn respond_behind_layers(
        &self,
        request: &mut Request,
        arrival: Arrival,
    ) -> ResponseFuture {
        match &self.around {
            Some(around) => self.enter(around, request, arrival),
            None => ResponseFuture::ready(internal_error()),
        }
    }

    /// Returns the path below which the application is mounted.
    pub(super) fn base_path(&self) -> Option<&BasePath> {
        self.around.as_ref()?.entry.base_path.as_ref()
    }

    /// Responds to a request whose host is invalid.
    #[cold]
    fn invalid_host(&self, request: &Request) -> Response<Body> {
        let (status, cause) = (StatusCode::BAD_REQUEST, ErrorCause::InvalidHost);
        self.shared.error(request, None, status, cause)
    }

    /// Acts on the decision about a request before a route is matched.
    fn enter(&self, around: &Around, request: &mut Request, arrival: Arrival) -> ResponseFuture {
        let slash = self.shared.trailing_slash;
        if !has_valid_host(request, arrival.host) {
            let mut response = self.invalid_host(request);
            let headers = around.entry.headers(request, slash);
            apply_headers(headers, response.headers_mut());
            return ResponseFuture::ready(response);
        }
        let entered = around.entry.remove_base_path(request, slash);
        let decision = around.entry.decide(request, &entered, &self.matcher, slash);
        match decision {
            Decision::Respond(response, headers) => {
                let mut response = self.shared.render(request, None, response);
                apply_headers(headers, response.headers_mut());
                ResponseFuture::ready(response)
            }
            Decision::Inside(headers) => self.dispatch_around(around, request, arrival, headers),
            Decision::Nested(headers) => {
                let arrival = Arrival {
                    matched: MatchedBy::Nothing,
                    axum_extensions: AxumExtensions::Missing,
                    ..arrival
                };
                self.dispatch_around(around, request, arrival, headers)
            }
            Decision::Outside(headers) => {
                let call = Call::new(&self.shared, request);
                self.with_headers(self.not_found.respond_with_page(call), headers, false)
            }
        }
    }

    /// Finds the endpoint of a request, calls it, and sets the headers of rules on the response. Notes the route, if it is observed.
    fn dispatch_around(
        &self,
        around: &Around,
        request: &mut Request,
        arrival: Arrival,
        rules: RuleHeaders,
    ) -> ResponseFuture {
        match self.find(request, arrival.matched) {
            Ok(route) => {
                if let (Some(route), Some(_)) = (route, &around.observer) {
                    observe::set_route(self.shared.patterns[route].info);
                }
                let method = request.method();
                let is_from_cache = route.is_some_and(|it| self.endpoints[it].caches(method));
                let response = self.respond_at(route, request, arrival.axum_extensions);
                self.with_headers(response, rules, is_from_cache)
            }
            Err(response) => self.with_headers(ResponseFuture::ready(*response), rules, false),
        }
    }

    /// Calls the endpoint of a route.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    fn respond_at(
        &self,
        route: Option<usize>,
        request: &mut Request,
        axum_extensions: AxumExtensions,
    ) -> ResponseFuture {
        match route {
            Some(route) => self.endpoints[route].respond(request, axum_extensions),
            None => self.not_found.respond(Call::new(&self.shared, request)),
        }
    }

    /// Returns the route of a request, or the response to a path that is not clean.
    #[expect(clippy::inline_always, reason = "every request takes this path")]
    #[inline(always)]
    pub(super) fn find(
        &self,
        request: &Request,
        matched: MatchedBy,
    ) -> Result<Option<usize>, Box<Response<Body>>> {
        let slash = self.shared.trailing_slash;
        let path = request.uri().path();
        let found = match matched {
            MatchedBy::Nothing => self.matcher.find(path),
            // axum compares the path as it was sent, which is correct for a clean path.
            MatchedBy::AxumRoute(route) => Some(Match::unknown(route)),
            MatchedBy::AxumFallback => None,
        };
        let route = found.map(|found| found.route);
        let is_clean = match route {
            // The path equals that of the pattern, which is clean.
            Some(_) if found.is_some_and(|found| found.is_static) => {
                is_clean_behind(path, "", slash) && !has_lost_slash(request)
            }
            // The static prefix of the pattern, which is clean, equals that of the path.
            Some(route) => {
                let (rest, _) = self.shared.patterns[route].parameters(path);
                // If axum matched a static prefix, no slash can be lost before it.
                let may_lack_slash = rest.len() == path.len() || matched == MatchedBy::Nothing;
                path.starts_with('/')
                    && is_clean_behind(path, rest, slash)
                    && !(may_lack_slash && has_lost_slash(request))
            }
            None => is_clean(path, slash) && !has_lost_slash(request),
        };
        if is_clean {
            Ok(route)
        } else {
            self.resolve(request, matched)
        }
    }

    /// Returns the route of a path that is not clean, or the response to the path.
    #[cold]
    fn resolve(
        &self,
        request: &Request,
        matched: MatchedBy,
    ) -> Result<Option<usize>, Box<Response<Body>>> {
        let path = path_as_sent(request);
        match (self.matcher.resolve(&path), matched) {
            (Resolution::Redirect(path), _) => Err(Box::new(moved_permanently(request, &path))),
            (Resolution::BadRequest, _) => {
                let (status, cause) = (StatusCode::BAD_REQUEST, ErrorCause::InvalidPath);
                let error = self.shared.error(request, None, status, cause);
                Err(Box::new(error))
            }
            (Resolution::Route(route), MatchedBy::Nothing) => Ok(Some(route)),
            // axum's private extension with the parameters cannot be removed, so that no other route may respond.
            (Resolution::Route(route), MatchedBy::AxumRoute(axum_route)) if route == axum_route => {
                Ok(Some(route))
            }
            (Resolution::Route(_) | Resolution::NotFound, _) => Ok(None),
        }
    }

    /// Sets the headers of rules on a response, which the cache may have stored.
    fn with_headers(
        &self,
        response: ResponseFuture,
        rules: RuleHeaders,
        is_from_cache: bool,
    ) -> ResponseFuture {
        if rules.is_empty() {
            return response;
        }
        let cdn_header = self.shared.cache.cdn_header().clone();
        response.map(move |response| {
            let headers = response.headers_mut();
            let before = BeforeChanges::take(headers, is_from_cache, &cdn_header);
            apply_headers(rules, headers);
            if let Some(before) = before {
                before.complete(headers, &cdn_header);
            }
        })
    }
}
