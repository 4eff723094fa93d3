//! Filling the cache before anybody asks.

use super::{app::App, builder::AppBuilder, known::PATIENCE, service::AppService};
use crate::table::RouteInfo;
use crate::{
    Href,
    cache::canonical,
    matching::{Segment, Verdict},
};
use axum::http::Method;
use std::{fmt, sync::Arc};
use tokio::task::JoinSet;

/// The answers that are made at the same time.
const AT_ONCE: usize = 8;

/// What `prerender()` did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrerenderReport {
    /// The answers that are in the cache now.
    pub filled: usize,
    /// What is not; those paths start cold.
    pub failures: Vec<PrerenderFailure>,
}

/// A path that could not be prerendered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrerenderFailure {
    /// The route's pattern: `/items/[slug]`.
    pub route: &'static str,
    /// The path; that of the pattern where its parameters could not be listed.
    pub path: String,
    /// Why.
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

impl<S: Clone + Send + Sync + 'static> AppBuilder<S> {
    /// Fills the cache that all which this builder makes share: each cached GET without parameters, and each path of
    /// `generate_static_params`.
    pub async fn prerender(&self) -> PrerenderReport {
        self.app().prerender().await
    }
}

impl<S: Clone + Send + Sync + 'static> AppService<S> {
    /// The same, told in the log.
    pub(crate) async fn prerender_aloud(&self) {
        let prerender = self.app().prerender().await;
        for failure in &prerender.failures {
            tracing::warn!("not prerendered: {failure}");
        }
        let (filled, failed) = (prerender.filled, prerender.failures.len());
        if filled + failed > 0 {
            tracing::info!("prerendered {filled} of {} answers", filled + failed);
        }
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    async fn prerender(self: &Arc<Self>) -> PrerenderReport {
        let mut done = PrerenderReport::default();
        let mut wanted = Vec::new();
        for (index, route) in self.routes().iter().enumerate() {
            if self.cache.policy(index).is_none() || !route.methods.contains(&Method::GET) {
                continue;
            }
            if let Some(path) = path_without_parameters(route) {
                wanted.push((index, path));
                continue;
            }
            let Some(known) = self.known(index) else {
                continue;
            };
            // A task of its own: a panic in there is a failure and nothing more.
            match tokio::time::timeout(PATIENCE, tokio::spawn(known.list(&self.state))).await {
                Ok(Ok(paths)) => wanted.extend(paths.into_iter().map(|path| (index, path))),
                Ok(Err(error)) => done.fail(
                    route,
                    route.pattern,
                    &format!("generate_static_params: {error}"),
                ),
                Err(_) => done.fail(
                    route,
                    route.pattern,
                    &format!(
                        "generate_static_params gave nothing within {} s",
                        PATIENCE.as_secs()
                    ),
                ),
            }
        }
        let total = wanted.len();
        let mut wanted = wanted.into_iter();
        let mut running = JoinSet::new();
        let mut ended = 0;
        loop {
            while running.len() < AT_ONCE
                && let Some((index, path)) = wanted.next()
            {
                let app = Arc::clone(self);
                running.spawn(async move {
                    let reason = app.fill_one(index, &path).await;
                    (index, path, reason)
                });
            }
            let Some(joined) = running.join_next().await else {
                break;
            };
            ended += 1;
            if ended % 100 == 0 {
                tracing::info!("prerendering: {ended} of {total}");
            }
            match joined {
                Ok((_, _, None)) => done.filled += 1,
                Ok((index, path, Some(reason))) => {
                    done.fail(&self.routes().as_slice()[index], &path, &reason)
                }
                Err(error) => tracing::error!("a prerender task ended early: {error}"),
            }
        }
        done.failures
            .sort_by(|one, other| (one.route, &one.path).cmp(&(other.route, &other.path)));
        done
    }

    /// Asks for one path; why it is not kept, if it is not.
    async fn fill_one(self: &Arc<Self>, index: usize, path: &str) -> Option<String> {
        match self.matcher().judge(&self.sent(path)) {
            Verdict::Route(found) if found == index => {}
            Verdict::Route(other) => {
                let other = self.routes().as_slice()[other].pattern;
                return Some(format!("`{other}` answers this path"));
            }
            _ => return Some("no route answers this path".to_owned()),
        }
        self.fill_path(index, &canonical(path)).await.err()
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
    Some(href.finish())
}
