//! Options first, then the application.

use super::{
    app::{App, Definition, NotFound, Options},
    base_path::BasePath,
    failure::HandlerFailure,
    front::Front,
    router,
    service::AppService,
};
use crate::table::RouteKind;
use crate::{
    cache::{Cache, CacheOptions, Engine, Policy},
    matching::{Segment, TrailingSlash},
    public::{Missing, Public},
    rules::{HeaderRule, Redirect},
};
use axum::{Router, handler::Handler, response::IntoResponse};
use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

/// Builds an application with options, made by `app::builder()`.
///
/// ```no_run
/// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
/// use router_runtime::TrailingSlash;
///
/// let router = app::builder()
///     .trailing_slash(TrailingSlash::Add)
///     .not_found(async || "nothing here")
///     .router();
/// ```
pub struct AppBuilder<S: 'static> {
    definition: &'static Definition<S>,
    state: S,
    options: Options<S>,
    cache_options: Option<CacheOptions>,
    /// Made when first asked for; all that this builder makes share it.
    engine: OnceLock<Arc<Engine>>,
    public_dir: Option<PathBuf>,
    /// Listed when first asked for.
    public: OnceLock<Result<Option<Arc<Public>>, Missing>>,
}

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    pub(crate) fn new(definition: &'static Definition<S>, state: S) -> Self {
        let options = Options {
            trailing_slash: TrailingSlash::default(),
            not_found: definition.not_found.map(NotFound::File),
            on_error: None,
            front: Front::default(),
            #[cfg(feature = "fetch")]
            fetch_client: crate::fetch::FetchClient::default(),
        };
        Self {
            definition,
            state,
            options,
            cache_options: None,
            engine: OnceLock::new(),
            public_dir: None,
            public: OnceLock::new(),
        }
    }

    /// Where the files that are sent as they are lie, in place of the crate's folder `public`; `PUBLIC_DIR` in the environment wins.
    ///
    /// They are listed when the application is built. A file comes before routes with parameters; what begins with a dot, other
    /// than `.well-known`, and links that lead out of the folder are left out.
    #[must_use]
    pub fn public_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.public_dir = Some(folder.into());
        self.public = OnceLock::new();
        self
    }

    fn public(&self) -> &Result<Option<Arc<Public>>, Missing> {
        self.public.get_or_init(|| {
            let told = self.public_dir.clone();
            let compiled = self.definition.public.map(PathBuf::from);
            Public::find(told.or(compiled)).map(|found| found.map(Arc::new))
        })
    }

    /// The limits of the cache, and its clock.
    ///
    /// All that one builder makes shares one cache; two builders share nothing.
    ///
    /// # Panics
    ///
    /// If the limits do not fit together; [`CacheOptions::check`] tells beforehand.
    #[must_use]
    pub fn cache(mut self, options: CacheOptions) -> Self {
        if let Err(error) = options.check() {
            refuse(&error);
        }
        self.cache_options = Some(options);
        self.engine = OnceLock::new();
        self
    }

    /// A handle to the cache, for what runs outside of handlers.
    pub fn cache_handle(&self) -> Cache {
        Cache::new(Arc::clone(self.engine()))
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        self.engine.get_or_init(|| {
            let routes = self.definition.routes.iter().map(|route| {
                // What is part of the program needs no copy of it.
                let is_asset = route.kind == RouteKind::Asset;
                let policy = match Policy::of(route.config, route.pattern, route.leaf()) {
                    Ok(policy) => policy.filter(|_| !is_asset).map(Arc::new),
                    Err(error) => refuse(&format_args!("{}: {error}", route.file)),
                };
                let has_params = route
                    .segments
                    .iter()
                    .any(|segment| !matches!(segment, Segment::Static(_)));
                (policy, has_params)
            });
            let options = self.cache_options.clone().unwrap_or_default();
            Arc::new(Engine::new(options, routes.collect()))
        })
    }

    /// What is done about a slash at the end of a path; by default it is redirected away.
    #[must_use]
    pub fn trailing_slash(mut self, trailing_slash: TrailingSlash) -> Self {
        self.options.trailing_slash = trailing_slash;
        self
    }

    /// Where below its host the application lives, as `/docs`.
    ///
    /// Requests come in with it, and handlers see the path without it, as under `nest` of an axum Router; `OriginalUri` has
    /// it all. Redirects to the clean path and redirects by rule keep it. What a handler writes is its own: `href`, `ROUTES` and
    /// the cache name paths of the application, as `redirect` and `revalidatePath` of Next.js do.
    ///
    /// # Panics
    ///
    /// If it does not begin with a slash, ends with one, or holds more than letters, digits and plain signs.
    #[must_use]
    pub fn base_path(mut self, path: &str) -> Self {
        match BasePath::new(path) {
            Ok(path) => self.options.front.base_path = Some(path),
            Err(error) => refuse(&error),
        }
        self
    }

    /// Redirects by rule, before any route is looked for; the first that matches wins.
    ///
    /// In [`routes`](Self::routes), which have no fallback, they reach only paths that a route matches.
    ///
    /// # Panics
    ///
    /// If a rule cannot be; [`Redirect::check`] tells beforehand.
    #[must_use]
    pub fn redirects(mut self, rules: impl IntoIterator<Item = Redirect>) -> Self {
        if let Err(error) = self.options.front.rules.add_redirects(rules) {
            refuse(&error);
        }
        self
    }

    /// Headers by rule, for every answer but redirects by rule and to the clean path.
    ///
    /// # Panics
    ///
    /// If a rule cannot be; [`HeaderRule::check`] tells beforehand.
    #[must_use]
    pub fn headers(mut self, rules: impl IntoIterator<Item = HeaderRule>) -> Self {
        if let Err(error) = self.options.front.rules.add_headers(rules) {
            refuse(&error);
        }
        self
    }

    /// The HTTP client of [`Fetch`](crate::Fetch), in place of the one that
    /// [`client_builder`](crate::fetch::client_builder) makes.
    #[cfg(feature = "fetch")]
    #[must_use]
    pub fn fetch_client(mut self, client: reqwest::Client) -> Self {
        self.options.fetch_client = client.into();
        self
    }

    /// Answers paths that nothing matches, in place of `not-found.rs`. An answer with status 200 is sent as 404.
    #[must_use]
    pub fn not_found<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, S> + Sync,
    {
        let call = move |request, state| -> super::call::HandlerFuture {
            Box::pin(handler.clone().call(request, state))
        };
        self.options.not_found = Some(NotFound::Handler(Arc::new(call)));
        self
    }

    /// Answers what went wrong while a handler ran: a returned error, a panic, a missed deadline. It was logged before.
    #[must_use]
    pub fn on_error<F, R>(mut self, answer: F) -> Self
    where
        F: Fn(HandlerFailure) -> R + Send + Sync + 'static,
        R: IntoResponse,
    {
        self.options.on_error = Some(Arc::new(move |failure| answer(failure).into_response()));
        self
    }

    /// The application as an axum Router, with a fallback that redirects to clean paths and answers 404.
    ///
    /// Replacing that fallback by `.fallback(…)` loses the redirects: set a page for unmatched paths with [`not_found`](Self::not_found).
    ///
    /// # Panics
    ///
    /// If `public/` was there when the program was built and is missing, as axum panics at start for what cannot be served.
    pub fn router(&self) -> Router {
        router::router(&self.app_with_files())
    }

    /// The same without the fallback, for `.merge()`: axum panics when two Routers with fallbacks merge. Of `public/` it sends the
    /// files whose paths a route with parameters matches as well, no others.
    ///
    /// # Panics
    ///
    /// As [`router`](Self::router).
    pub fn routes(&self) -> Router {
        router::routes(&self.app_with_files())
    }

    /// The application as a service, with the shortest way to the handler. If `public/` is missing, it is an error of
    /// [`serve`](AppService::serve).
    pub fn service(&self) -> AppService<S> {
        AppService::new(self.app())
    }

    fn app_with_files(&self) -> Arc<App<S>> {
        if let Err(missing) = self.public() {
            refuse(missing);
        }
        self.app()
    }

    pub(super) fn app(&self) -> Arc<App<S>> {
        Arc::new(App::new(
            self.definition,
            self.state.clone(),
            self.options.clone(),
            Arc::clone(self.engine()),
            self.public(),
        ))
    }
}

/// Stops a program that could not keep its word, at start, as an axum Router does for routes that clash.
#[expect(clippy::panic, reason = "a builder has no error to return")]
fn refuse(error: &dyn fmt::Display) -> ! {
    panic!("{error}")
}

impl<S> fmt::Debug for AppBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppBuilder")
            .field("definition", &self.definition)
            .finish_non_exhaustive()
    }
}
