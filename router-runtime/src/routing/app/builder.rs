//! The builder of an application.

mod clients;
#[cfg(feature = "compression")]
mod compression;
mod errors;
mod layers;
mod observe;
mod prerender;
mod probes;

use super::{
    axum_router,
    definition::{Definition, Options, PublicResult},
    dispatch::App,
    service::AppService,
};
use crate::{
    cache::{Cache, CacheOptions, Engine, Policy},
    matching::{BasePath, Segment, TrailingSlash},
    routing::entry::PublicFolder,
    rules::{HeaderRule, Redirect},
    table::RouteKind,
};
use axum::Router;
use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Builds an application with options. Returned by `app::builder()`.
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
    /// Created on first use, and shared by everything that this builder builds.
    engine: OnceLock<Arc<Engine>>,
    public_dir: Option<PathBuf>,
    /// Listed on first use.
    public: OnceLock<PublicResult>,
}

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    pub(crate) fn new(definition: &'static Definition<S>, state: S) -> Self {
        Self {
            definition,
            state,
            options: Options::new(),
            cache_options: None,
            engine: OnceLock::new(),
            public_dir: None,
            public: OnceLock::new(),
        }
    }

    /// Sets the folder of the public files. `PUBLIC_DIR` in the environment takes precedence.
    ///
    /// By default it is the crate's folder `public`, if that existed at build time. The program does not contain the path of this folder,
    /// because the path may not exist on other machines. At start-up the program looks for the folder in this order:
    ///
    /// 1. in the crate, if cargo runs the program (`cargo run`, `cargo test`), from any directory;
    /// 2. next to the program, then in the crate if the program is in the `target` folder of its workspace;
    /// 3. in the current directory.
    ///
    /// If the folder is in none of these places, the application does not start, and the error lists them.
    ///
    /// The files are listed when the application is built. A file takes precedence over routes with parameters. Names that begin with
    /// a dot, except `.well-known`, and links that lead out of the folder are ignored.
    #[must_use]
    pub fn public_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.public_dir = Some(folder.into());
        self.public = OnceLock::new();
        self
    }

    fn public(&self) -> &PublicResult {
        self.public.get_or_init(|| {
            let found = PublicFolder::find(self.public_dir.clone(), self.definition.public);
            found.map(|found| found.map(Arc::new))
        })
    }

    /// Sets the options of the cache: its limits, stores, headers, secrets and clock.
    ///
    /// Everything that one builder builds shares one cache. Two builders share nothing.
    ///
    /// # Panics
    ///
    /// Panics if the options are invalid; see [`CacheOptions::check`].
    #[must_use]
    #[track_caller]
    pub fn cache(mut self, options: CacheOptions) -> Self {
        if let Err(error) = options.check() {
            refuse(&error);
        }
        self.cache_options = Some(options);
        self.engine = OnceLock::new();
        self
    }

    /// Returns a handle to the cache of the applications that this builder makes, for code outside handlers.
    ///
    /// # Panics
    ///
    /// Panics if the variable `CACHE_URL` of the environment is invalid, or needs a feature that is not enabled.
    #[track_caller]
    pub fn cache_handle(&self) -> Cache {
        Cache::new(Arc::clone(self.engine()))
    }

    #[track_caller]
    pub(crate) fn engine(&self) -> &Arc<Engine> {
        if let Some(engine) = self.engine.get() {
            return engine;
        }
        // Not in a closure, so that a panic is at the line of the caller.
        let engine = self.new_engine();
        self.engine.get_or_init(|| engine)
    }

    #[track_caller]
    fn new_engine(&self) -> Arc<Engine> {
        let mut policies = Vec::new();
        for route in self.definition.routes {
            // An asset is part of the program, so that a cached copy would be useless.
            let is_asset = route.kind == RouteKind::Asset;
            let policy = match Policy::of(route.config, route.pattern, route.leaf()) {
                Ok(policy) => policy.filter(|_| !is_asset).map(Arc::new),
                Err(error) => refuse(&format_args!("{}: {error}", route.file)),
            };
            let mut segments = route.segments.iter();
            let has_params = segments.any(|segment| !matches!(segment, Segment::Static(_)));
            policies.push((policy, has_params));
        }
        let options = self.cache_options.clone().unwrap_or_default();
        let options = match options.with_environment() {
            Ok(options) => options,
            Err(error) => refuse(&error),
        };
        #[cfg(feature = "compression")]
        let options = CacheOptions {
            compress: self.options.compress,
            ..options
        };
        let engine = Engine::new(options, policies);
        if let Some(base_path) = &self.options.entry.base_path {
            engine.set_base_path(base_path);
        }
        Arc::new(engine)
    }

    /// Sets the treatment of trailing slashes. By default a path with one is redirected to the path without.
    #[must_use]
    pub fn trailing_slash(mut self, trailing_slash: TrailingSlash) -> Self {
        self.options.trailing_slash = trailing_slash;
        self
    }

    /// Sets the path below which the application is mounted on its host, such as `/docs`.
    ///
    /// * Handlers see the path without it, as under `nest` of an axum Router. `OriginalUri` contains the complete path.
    /// * Redirects to the clean path and redirects by rule keep it.
    /// * `redirect`, `permanent_redirect` and `see_other` put it before a path, unless the path begins with it: `redirect("/items")` and
    ///   `redirect("/docs/items")` both lead to `/docs/items`.
    /// * Links of `href` begin with it in handlers, middleware and layouts; see [`Href`](crate::Href).
    /// * `revalidate_path` accepts paths with and without it. `ROUTES` contains paths without it.
    /// * `""` and `/` are the root of the host, which is the default.
    ///
    /// In an axum Router, the application may be nested at its base path,
    /// `nest("/docs", app::builder().base_path("/docs").router())`, or merged. Both respond to `/docs/…`.
    ///
    /// # Panics
    ///
    /// Panics if another path does not begin with a slash, ends with one, or contains characters that need an escape.
    #[must_use]
    #[track_caller]
    pub fn base_path(mut self, path: &str) -> Self {
        match BasePath::new(path) {
            Ok(path) => {
                if let Some(engine) = self.engine.get()
                    && let Some(path) = &path
                {
                    engine.set_base_path(path);
                }
                self.options.entry.base_path = path;
            }
            Err(error) => refuse(&error),
        }
        self
    }

    /// Sets the time limit of handlers, as `pub const max_duration: u32` does for one file or, in a `middleware.rs`, for the files below.
    /// The nearest value applies: that of the file, else that of the innermost `middleware.rs`, else this one. After that time the
    /// response is a 504. By default there is no limit.
    ///
    /// A cached GET that runs for the cache also has [`CacheOptions::regen_timeout`], which includes the body of the response.
    ///
    /// `app::ROUTES` shows what files and folders set.
    ///
    /// ```no_run
    /// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
    /// use std::time::Duration;
    ///
    /// let service = app::builder()
    ///     .max_duration(Duration::from_secs(30))
    ///     .body_limit(1 << 20)
    ///     .service();
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the limit is zero.
    #[must_use]
    #[track_caller]
    pub fn max_duration(mut self, limit: Duration) -> Self {
        if limit.is_zero() {
            refuse(&"expected `max_duration` to be greater than 0");
        }
        self.options.max_duration = Some(limit);
        self
    }

    /// Sets the maximum size of request bodies in bytes, streams included, as `pub const body_limit: usize` does for one file or, in a
    /// `middleware.rs`, for the files below. The nearest value applies, as for [`max_duration`](Self::max_duration). A longer body is a
    /// 413 (RFC 9110, section 15.5.14). By default only extractors that buffer have a limit, of 2 MiB.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.options.body_limit = Some(bytes);
        self
    }

    /// Adds redirects by rule, which apply before a route is matched. The first rule that matches wins.
    ///
    /// In [`routes`](Self::routes), which has no fallback, they apply only to paths that a route matches.
    ///
    /// # Panics
    ///
    /// Panics if a rule is invalid, see [`Redirect::check`], or if rules redirect a path without end, such as `/a` to `/b` to `/a`.
    #[must_use]
    #[track_caller]
    pub fn redirects(mut self, rules: impl IntoIterator<Item = Redirect>) -> Self {
        if let Err(error) = self.options.entry.rules.add_redirects(rules) {
            refuse(&error);
        }
        self
    }

    /// Adds header rules, which apply to every response except redirects. A redirect to the clean path carries those for cross-origin
    /// requests; see [`HeaderRule`].
    ///
    /// # Panics
    ///
    /// Panics if a rule is invalid; see [`HeaderRule::check`].
    #[must_use]
    #[track_caller]
    pub fn headers(mut self, rules: impl IntoIterator<Item = HeaderRule>) -> Self {
        if let Err(error) = self.options.entry.rules.add_headers(rules) {
            refuse(&error);
        }
        self
    }

    /// Sets the HTTP client of [`Fetch`](crate::Fetch). The default is built by
    /// [`client_builder`](crate::fetch::client_builder).
    #[cfg(feature = "fetch")]
    #[must_use]
    pub fn fetch_client(mut self, client: reqwest::Client) -> Self {
        self.options.fetch_client = client.into();
        self
    }

    /// Returns the application as an axum Router, with a fallback that redirects to clean paths and responds 404.
    ///
    /// `.fallback(…)` would replace the redirects. Set the page for unmatched paths with [`not_found`](Self::not_found).
    ///
    /// If the name of a folder begins with `:` or `*`, call `without_v07_checks()` on a Router before you merge this Router into it or nest
    /// it there. Otherwise axum refuses such segments.
    ///
    /// # Panics
    ///
    /// Panics if the folder of the public files existed at build time and is missing, or as [`cache_handle`](Self::cache_handle) does.
    #[track_caller]
    pub fn router(&self) -> Router {
        axum_router::router(&self.app_with_files())
    }

    /// Returns the application as an axum Router without a fallback, for `.merge()`: axum panics if two Routers with fallbacks merge.
    /// It serves a public file only if a route with parameters also matches its path.
    ///
    /// # Panics
    ///
    /// Panics as [`router`](Self::router) does.
    #[track_caller]
    pub fn routes(&self) -> Router {
        axum_router::routes(&self.app_with_files())
    }

    /// Returns the application as a service, which is faster than [`router`](Self::router). A missing folder of the public files is
    /// an error of [`serve`](AppService::serve).
    ///
    /// # Panics
    ///
    /// Panics as [`cache_handle`](Self::cache_handle) does.
    #[track_caller]
    pub fn service(&self) -> AppService<S> {
        AppService::new(self.app())
    }

    #[track_caller]
    fn app_with_files(&self) -> Arc<App<S>> {
        if let Err(missing) = self.public() {
            refuse(missing);
        }
        self.app()
    }

    #[track_caller]
    pub(super) fn app(&self) -> Arc<App<S>> {
        App::new(
            self.definition,
            self.state.clone(),
            self.options.clone(),
            Arc::clone(self.engine()),
            self.public(),
        )
    }
}

/// Panics at start-up at the caller's line, as an axum Router does for conflicting routes.
#[track_caller]
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
