//! Prerendering: filling the cache before the first request.

use super::{builder::AppBuilder, dispatch::App};
use crate::{
    cache::canonical,
    href::Href,
    matching::{Resolution, Segment, with_added_slash},
    routing::endpoint::{LISTING_TIMEOUT, within_listing_timeout},
    table::RouteInfo,
};
use axum::http::Method;
use std::{fmt, sync::Arc};
use tokio::task::JoinSet;

/// The number of responses that are generated concurrently.
const CONCURRENCY: usize = 8;

/// The result of `prerender()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrerenderReport {
    /// The number of responses that are now cached.
    pub filled: usize,
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

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Fills the cache that everything built by this builder shares: each cached GET without parameters, and each path of
    /// `generate_static_params`.
    pub async fn prerender(&self) -> PrerenderReport {
        self.app().prerender().await
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// Fills the cache and logs the result.
    pub(super) async fn prerender_and_log(self: &Arc<Self>) {
        let report = self.prerender().await;
        for failure in &report.failures {
            tracing::warn!("not prerendered: {failure}");
        }
        let (filled, failed) = (report.filled, report.failures.len());
        if filled + failed > 0 {
            tracing::info!("prerendered {filled} of {} responses", filled + failed);
        }
    }

    async fn prerender(self: &Arc<Self>) -> PrerenderReport {
        let mut report = PrerenderReport::default();
        let paths = self.paths_to_prerender(&mut report).await;
        let total = paths.len();
        let mut paths = paths.into_iter();
        let mut running = JoinSet::new();
        let mut finished = 0;
        loop {
            while running.len() < CONCURRENCY
                && let Some((route, path)) = paths.next()
            {
                let app = Arc::clone(self);
                running.spawn(async move {
                    let result = app.prerender_path(route, &path).await;
                    (route, path, result)
                });
            }
            let Some(joined) = running.join_next().await else {
                break;
            };
            finished += 1;
            if finished % 100 == 0 {
                tracing::info!("prerendering: {finished} of {total}");
            }
            match joined {
                Ok((_, _, Ok(()))) => report.filled += 1,
                Ok((route, path, Err(reason))) => report.fail(self.route(route), &path, &reason),
                Err(error) => tracing::error!("a prerendering task failed: {error}"),
            }
        }
        report
            .failures
            .sort_by(|one, other| (one.route, &one.path).cmp(&(other.route, &other.path)));
        report
    }

    /// Lists the paths of all cached GETs.
    async fn paths_to_prerender(&self, report: &mut PrerenderReport) -> Vec<(usize, String)> {
        let mut paths = Vec::new();
        for (index, route) in self.routes.iter().enumerate() {
            let is_cached = self.shared.cache.policy(index).is_some();
            if !is_cached || !route.methods.contains(&Method::GET) {
                continue;
            }
            if let Some(path) = path_without_parameters(route) {
                paths.push((index, path));
                continue;
            }
            let Some(static_params) = self.endpoints[index].static_params() else {
                continue;
            };
            // In a separate task, a panic is an error of only this route.
            let listed = tokio::spawn(static_params.list(&self.shared.state));
            let clock = self.shared.cache.clock();
            match within_listing_timeout(clock, listed).await {
                Some(Ok(Ok(listed))) => paths.extend(listed.into_iter().map(|path| (index, path))),
                Some(Ok(Err(error))) => {
                    let reason = format!("generate_static_params: {error}");
                    report.fail(route, route.pattern, &reason);
                }
                Some(Err(error)) => {
                    let reason = format!("generate_static_params: {error}");
                    report.fail(route, route.pattern, &reason);
                }
                None => {
                    let limit = LISTING_TIMEOUT.as_secs();
                    let reason = format!("generate_static_params did not return within {limit} s");
                    report.fail(route, route.pattern, &reason);
                }
            }
        }
        paths
    }

    /// Generates one response.
    ///
    /// # Errors
    ///
    /// Returns the reason why it is not cached.
    async fn prerender_path(&self, route: usize, path: &str) -> Result<(), String> {
        let sent = with_added_slash(path, self.shared.trailing_slash);
        match self.matcher.resolve(&sent) {
            Resolution::Route(found) if found == route => {}
            Resolution::Route(other) => {
                let other = self.route(other).pattern;
                return Err(format!("`{other}` matches this path"));
            }
            _ => return Err("no route matches this path".to_owned()),
        }
        self.endpoints[route].prerender(&canonical(path)).await
    }

    fn route(&self, index: usize) -> &'static RouteInfo {
        &self.routes.as_slice()[index]
    }
}

fn path_without_parameters(route: &RouteInfo) -> Option<String> {
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
