//! Prerendering: filling the cache at start-up.

use super::dispatch::App;
use crate::{
    cache::{Existing, NotPrerendered, canonical},
    href::Href,
    matching::{Resolution, Segment, with_added_slash},
    routing::endpoint::{LISTING_TIMEOUT, within_listing_timeout},
    table::RouteInfo,
};
use axum::http::Method;
use std::{collections::BTreeMap, fmt, sync::Arc};
use tokio::{sync::Semaphore, task::JoinSet};
#[cfg(feature = "second-tier")]
use {
    crate::{
        cache::SeedBuilder,
        server::{self, ServeError},
    },
    std::{io, path::Path},
};

/// The number of responses that are generated concurrently.
const CONCURRENCY: usize = 8;

/// Those of one route, so that a route that hangs delays no other one. After as many timeouts in a row the route is given up.
const CONCURRENCY_OF_ROUTE: usize = 4;

/// The number of lists of parameters that are generated concurrently. They are counted apart, so that a list that hangs delays no
/// response.
const CONCURRENT_LISTS: usize = 8;

/// The result of `prerender()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrerenderReport {
    /// The number of responses that were generated and are now cached.
    pub generated: usize,
    /// The failures. These responses are generated on request.
    pub failures: Vec<PrerenderFailure>,
}

/// A path that could not be prerendered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrerenderFailure {
    /// The route's pattern: `/items/[slug]`.
    pub route: &'static str,
    /// The path, or the pattern if its parameters could not be listed.
    pub path: String,
    /// The reason.
    pub reason: String,
}

/// Writes the number of responses, and for each route and reason one line with the number of failures and one path.
impl fmt::Display for PrerenderReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (generated, failed) = (self.generated, self.failures.len());
        write!(
            f,
            "prerendered {generated} of {} responses",
            generated + failed
        )?;
        let mut groups = BTreeMap::<_, (usize, &str)>::new();
        for failure in &self.failures {
            let group = groups.entry((failure.route, &failure.reason));
            group.or_insert((0, &failure.path)).0 += 1;
        }
        for ((route, reason), (count, path)) in groups {
            write!(f, "\n  {count} of `{route}`, such as `{path}`: {reason}")?;
        }
        Ok(())
    }
}

impl fmt::Display for PrerenderFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            route,
            path,
            reason,
        } = self;
        write!(f, "`{path}` of `{route}`: {reason}")
    }
}

impl PrerenderReport {
    fn fail(&mut self, route: &RouteInfo, path: &str, reason: &str) {
        self.failures.push(PrerenderFailure {
            route: route.pattern,
            path: path.to_owned(),
            reason: reason.to_owned(),
        });
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// Generates all responses, and writes them to a seed.
    #[cfg(feature = "second-tier")]
    pub(super) async fn prerender_to(self: &Arc<Self>, path: &Path) -> io::Result<PrerenderReport> {
        let (seed, report) = self.prerender_into_seed(path).await?;
        seed.finish()?;
        Ok(report)
    }

    /// Generates all responses. Those of the report are in the seed, which has to be finished.
    #[cfg(feature = "second-tier")]
    async fn prerender_into_seed(
        self: &Arc<Self>,
        path: &Path,
    ) -> io::Result<(Arc<SeedBuilder>, PrerenderReport)> {
        let seed = Arc::new(self.shared.cache.new_seed(path)?);
        let existing = Existing::ReplaceInto(Arc::clone(&seed));
        let report = self.prerender(&existing).await;
        Ok((seed, report))
    }

    /// Writes a complete seed, and prints the report. The program ends afterwards, so it leaves no records and leases in a second tier.
    #[cfg(feature = "second-tier")]
    pub(super) async fn write_seed(self: &Arc<Self>, path: &Path) -> Result<(), ServeError> {
        let cannot_write = |error: io::Error| {
            let message = format!("the seed {} cannot be written: {error}", path.display());
            ServeError::new(error.kind(), message)
        };
        self.shared.cache.detach_second_tier();
        let prerendered = self.prerender_into_seed(path).await;
        let (seed, report) = prerendered.map_err(cannot_write)?;
        if !report.failures.is_empty() {
            let message = format!("the seed {} is not written: {report}", path.display());
            return Err(ServeError::new(io::ErrorKind::Other, message));
        }
        seed.finish().map_err(cannot_write)?;
        Ok(server::print(report.to_string())?)
    }

    /// Generates the responses that are not cached, and logs the result.
    pub(super) async fn prerender_and_log(self: &Arc<Self>) {
        let report = self.prerender(&Existing::Keep).await;
        if !report.failures.is_empty() {
            tracing::warn!("{report}; these are generated on request");
        } else if report.generated > 0 {
            tracing::info!("{report}");
        }
    }

    pub(super) async fn prerender(self: &Arc<Self>, existing: &Existing) -> PrerenderReport {
        let slots = Arc::new(Slots::default());
        // Dropping the set aborts its tasks.
        let mut routes = JoinSet::new();
        for (index, route) in self.routes.iter().enumerate() {
            let is_cached = self.shared.cache.policy(index).is_some();
            if is_cached && route.methods.contains(&Method::GET) {
                let (app, slots) = (Arc::clone(self), Arc::clone(&slots));
                let existing = existing.clone();
                routes.spawn(async move { app.prerender_route(index, &existing, &slots).await });
            }
        }
        let mut report = PrerenderReport::default();
        while let Some(joined) = routes.join_next().await {
            match joined {
                Ok(of_route) => {
                    report.generated += of_route.generated;
                    report.failures.extend(of_route.failures);
                }
                Err(error) => tracing::error!("a prerendering task failed: {error}"),
            }
        }
        report
            .failures
            .sort_by(|one, other| (one.route, &one.path).cmp(&(other.route, &other.path)));
        report
    }

    /// Generates the responses of one route.
    async fn prerender_route(
        self: &Arc<Self>,
        index: usize,
        existing: &Existing,
        slots: &Arc<Slots>,
    ) -> PrerenderReport {
        let (route, mut report) = (self.route(index), PrerenderReport::default());
        let mut paths = match self.paths_to_prerender(index, slots).await {
            Ok(paths) => paths.into_iter(),
            Err(error) => {
                report.fail(route, route.pattern, &error);
                return report;
            }
        };
        let mut running = JoinSet::new();
        let mut timeouts_in_a_row = 0;
        loop {
            while running.len() + timeouts_in_a_row < CONCURRENCY_OF_ROUTE
                && let Some(path) = paths.next()
            {
                let (app, slots) = (Arc::clone(self), Arc::clone(slots));
                let existing = existing.clone();
                running.spawn(async move {
                    let _slot = slots.responses.acquire().await;
                    let result = app.prerender_path(index, &path, &existing).await;
                    (path, result)
                });
            }
            let Some(joined) = running.join_next().await else {
                break;
            };
            timeouts_in_a_row = match &joined {
                Ok((_, Err(NotPrerendered::TimedOut))) => timeouts_in_a_row + 1,
                _ => 0,
            };
            match joined {
                Ok((_, Ok(()))) => report.generated += 1,
                Ok((path, Err(reason))) => report.fail(route, &path, &reason.to_string()),
                Err(error) => tracing::error!("a prerendering task failed: {error}"),
            }
        }
        for path in paths {
            let reason = format!(
                "not tried, because {CONCURRENCY_OF_ROUTE} responses of the route timed out"
            );
            report.fail(route, &path, &reason);
        }
        report
    }

    /// Lists the paths of a cached GET.
    ///
    /// # Errors
    ///
    /// Returns the reason why they are not known.
    async fn paths_to_prerender(
        self: &Arc<Self>,
        index: usize,
        slots: &Slots,
    ) -> Result<Vec<String>, String> {
        if let Some(path) = path_without_parameters(self.route(index)) {
            return Ok(vec![path]);
        }
        let _slot = slots.lists.acquire().await;
        // In a separate task, a panic is an error of only this route. Dropping the set aborts the task.
        let mut task = JoinSet::new();
        let app = Arc::clone(self);
        task.spawn(async move {
            match app.endpoints[index].static_params() {
                Some(static_params) => static_params.list(&app.shared.state).await,
                None => Ok(Vec::new()),
            }
        });
        let listed = within_listing_timeout(self.shared.cache.clock(), task.join_next()).await;
        let error = match listed.flatten() {
            Some(Ok(Ok(paths))) => return Ok(paths),
            Some(Ok(Err(error))) => error,
            Some(Err(error)) => error.to_string(),
            None => {
                let limit = LISTING_TIMEOUT.as_secs();
                return Err(format!(
                    "generate_static_params did not return within {limit} s"
                ));
            }
        };
        Err(format!("generate_static_params: {error}"))
    }

    /// Generates one response.
    ///
    /// # Errors
    ///
    /// Returns the reason why it is not cached.
    async fn prerender_path(
        &self,
        route: usize,
        path: &str,
        existing: &Existing,
    ) -> Result<(), NotPrerendered> {
        let sent = with_added_slash(path, self.shared.trailing_slash);
        match self.matcher.resolve(&sent) {
            Resolution::Route(found) if found == route => {}
            Resolution::Route(other) => {
                let other = self.route(other).pattern;
                return Err(format!("`{other}` matches this path").into());
            }
            _ => return Err("no route matches this path".to_owned().into()),
        }
        let endpoint = &self.endpoints[route];
        endpoint.prerender(&canonical(path), existing).await
    }

    fn route(&self, index: usize) -> &'static RouteInfo {
        &self.routes.as_slice()[index]
    }
}

/// The limits of concurrent work.
struct Slots {
    responses: Semaphore,
    lists: Semaphore,
}

impl Default for Slots {
    fn default() -> Self {
        Self {
            responses: Semaphore::new(CONCURRENCY),
            lists: Semaphore::new(CONCURRENT_LISTS),
        }
    }
}

/// Returns the path of a route that has no parameters.
pub(super) fn path_without_parameters(route: &RouteInfo) -> Option<String> {
    let mut href = Href::new();
    for segment in route.segments {
        match segment {
            Segment::Static(name) => href = href.push_static(name),
            Segment::Dynamic(_) | Segment::CatchAll(_) | Segment::OptionalCatchAll(_) => {
                return None;
            }
        }
    }
    Some(href.path())
}
