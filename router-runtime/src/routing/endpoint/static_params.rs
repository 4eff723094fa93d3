//! Static params: the paths of `generate_static_params` and `generate_sitemaps`.

use crate::{
    cache::{Clock, canonical},
    errors::{ErrorCause, error_response},
    href::with_links,
    routing::handler::signature::IntoHandlerFuture,
};
use axum::{
    body::Body,
    extract::{FromRef, State},
    http::{Response, StatusCode},
};
use std::{
    collections::HashSet,
    fmt,
    future::{Future, ready},
    pin::Pin,
    time::Duration,
};
use tokio::sync::OnceCell;

/// The time limit of `generate_static_params` and `generate_sitemaps`.
pub(crate) const LISTING_TIMEOUT: Duration = Duration::from_secs(30);

/// Returns the output of a future; `None` after the time limit.
pub(crate) async fn within_listing_timeout<F: Future>(
    clock: &Clock,
    future: F,
) -> Option<F::Output> {
    let deadline = clock.now().saturating_add(LISTING_TIMEOUT);
    tokio::select! {
        output = future => Some(output),
        () = clock.sleep_until(deadline) => None,
    }
}

/// The future of the paths that a route generates.
pub type StaticPathsFuture = Pin<Box<dyn Future<Output = Listed> + Send>>;

/// The paths of a route, or the failure of the user's function.
pub(crate) type Listed = Result<Vec<String>, String>;

/// The reason that static params are not known.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ListingError {
    TimedOut,
    /// The text of the error that the user's function returned.
    Failed(String),
}

/// The generated function that lists the paths of a route.
pub(crate) type StaticPaths<S> = fn(S) -> StaticPathsFuture;

/// The return type of `generate_static_params` in a folder with the parameters `P`.
#[diagnostic::on_unimplemented(
    message = "[R0313] `generate_static_params` returns `{Self}`, expected a `Vec` of its folder's `Params`",
    label = "expected a list of `{P}`",
    note = "write `pub async fn generate_static_params() -> Vec<Params>`, with the `Params` of this folder, or `Result<Vec<Params>, E>`"
)]
pub trait StaticParams<P> {
    /// Returns their paths.
    ///
    /// # Errors
    ///
    /// Returns the text of the user's error.
    fn paths(self, link: fn(&P) -> String) -> Result<Vec<String>, String>;
}

#[diagnostic::do_not_recommend]
impl<P> StaticParams<P> for Vec<P> {
    fn paths(self, link: fn(&P) -> String) -> Listed {
        Ok(self.iter().map(link).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<P, E: fmt::Display> StaticParams<P> for Result<Vec<P>, E> {
    fn paths(self, link: fn(&P) -> String) -> Listed {
        match self {
            Ok(params) => StaticParams::paths(params, link),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Returns the paths of the static params. `link` is the function of their folder.
pub fn static_params<P, R, K>(returned: R, _kind: K, link: fn(&P) -> String) -> StaticPathsFuture
where
    P: 'static,
    R: IntoHandlerFuture<K>,
    R::Future: Send + 'static,
    R::Output: StaticParams<P>,
{
    let parameters = returned.into_future();
    Box::pin(async move { parameters.await.paths(link) })
}

/// The return type of `generate_sitemaps`.
#[diagnostic::on_unimplemented(
    message = "[R0708] `generate_sitemaps` returns `{Self}`, expected a `Vec` of ids",
    label = "expected a `Vec` of ids",
    note = "write `pub async fn generate_sitemaps() -> Vec<u32>`, or `Result<Vec<u32>, E>`; an id can be any type that implements `Display`"
)]
pub trait SitemapIds {
    /// Returns their paths.
    ///
    /// # Errors
    ///
    /// Returns the text of the user's error.
    fn paths(self, link: fn(&dyn fmt::Display) -> String) -> Result<Vec<String>, String>;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Display> SitemapIds for Vec<T> {
    fn paths(self, link: fn(&dyn fmt::Display) -> String) -> Listed {
        Ok(self.iter().map(|id| link(id)).collect())
    }
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Display, E: fmt::Display> SitemapIds for Result<Vec<T>, E> {
    fn paths(self, link: fn(&dyn fmt::Display) -> String) -> Listed {
        match self {
            Ok(ids) => SitemapIds::paths(ids, link),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Returns the paths of the sitemap ids. `link` is the function of their folder.
pub fn sitemaps<R, K>(
    returned: R,
    _kind: K,
    link: fn(&dyn fmt::Display) -> String,
) -> StaticPathsFuture
where
    R: IntoHandlerFuture<K>,
    R::Future: Send + 'static,
    R::Output: SitemapIds,
{
    let ids = returned.into_future();
    Box::pin(async move { ids.await.paths(link) })
}

/// An argument of `generate_static_params` or `generate_sitemaps`, in an application with the state `S`.
#[diagnostic::on_unimplemented(
    message = "[R0319] `generate_static_params` or `generate_sitemaps` takes `{Self}`, expected `State` of the application's state or of a part of it",
    label = "not `State` of the application's state",
    note = "the function runs without a request: take `State<T>`, where `T` is the type of the state or implements `FromRef` of it"
)]
pub trait GeneratorArgumentOf<S> {
    /// Returns the argument.
    fn from_state(state: &S) -> Self;
}

#[diagnostic::do_not_recommend]
impl<S, T: FromRef<S>> GeneratorArgumentOf<S> for State<T> {
    fn from_state(state: &S) -> Self {
        Self(T::from_ref(state))
    }
}

/// Returns the argument of `generate_static_params` and `generate_sitemaps`.
pub fn state_argument<S, A: GeneratorArgumentOf<S>>(state: &S) -> A {
    A::from_state(state)
}

/// The response where static params are not known.
#[cold]
pub(super) fn not_listed(pattern: &str, error: &ListingError) -> Response<Body> {
    match error {
        ListingError::TimedOut => {
            tracing::error!(
                "the static params of `{pattern}` were not listed within {} s",
                LISTING_TIMEOUT.as_secs()
            );
            error_response(
                StatusCode::GATEWAY_TIMEOUT,
                ErrorCause::Timeout(LISTING_TIMEOUT),
            )
        }
        ListingError::Failed(error) => {
            tracing::error!("the static params of `{pattern}` were not listed: {error}");
            error_response(StatusCode::INTERNAL_SERVER_ERROR, ErrorCause::Internal)
        }
    }
}

/// The generated paths of a route, listed on demand.
pub(crate) struct GeneratedPaths<S> {
    list: StaticPaths<S>,
    paths: OnceCell<HashSet<String>>,
    /// `dynamic_params = false`
    allows_no_others: bool,
}

impl<S: Clone> GeneratedPaths<S> {
    /// With `allows_no_others` and no list, the route matches no path: its list may be configured out, or `routes!` may not see it.
    pub(crate) fn new(list: Option<StaticPaths<S>>, allows_no_others: bool) -> Option<Self> {
        let nothing: StaticPaths<S> = |_| Box::pin(ready(Ok(Vec::new())));
        Some(Self {
            list: list.or_else(|| allows_no_others.then_some(nothing))?,
            paths: OnceCell::new(),
            allows_no_others,
        })
    }

    /// Calls the user's function.
    pub(crate) fn list(&self, state: &S) -> StaticPathsFuture {
        // The links of the listed values are compared with paths, also if a request waits for them.
        let paths = (self.list)(state.clone());
        Box::pin(with_links(None, paths))
    }

    /// Returns `true` if the route responds to this path; `None` if the paths must be listed first.
    pub(super) fn allow(&self, path: &str) -> Option<bool> {
        if !self.allows_no_others {
            return Some(true);
        }
        Some(self.paths.get()?.contains(&*canonical(path)))
    }

    /// Lists the paths unless that was done before.
    ///
    /// # Errors
    ///
    /// Returns an error after the timeout, or if the user's function fails; the next request tries again.
    pub(super) async fn list_once(&self, state: &S, clock: &Clock) -> Result<(), ListingError> {
        let listed = self.paths.get_or_try_init(|| async {
            let paths = self.list(state).await?;
            let paths = paths.iter().map(|path| canonical(path).into_owned());
            Ok(paths.collect())
        });
        match within_listing_timeout(clock, listed).await {
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => Err(ListingError::Failed(error)),
            None => Err(ListingError::TimedOut),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::handler::signature::IsValue;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn without_a_list_no_path_is_allowed() {
        let paths = GeneratedPaths::<()>::new(None, true).unwrap();
        assert_eq!(paths.list(&()).await, Ok(Vec::new()));
        assert_eq!(paths.allow("/items/7"), None, "the list is needed");
        assert_eq!(paths.list_once(&(), &Clock::default()).await, Ok(()));
        assert_eq!(paths.allow("/items/7"), Some(false));
        assert!(GeneratedPaths::<()>::new(None, false).is_none());
    }

    #[tokio::test]
    async fn a_failed_list_is_tried_again() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        let list: StaticPaths<()> = |()| {
            let call = CALLS.fetch_add(1, Ordering::Relaxed);
            let listed: Result<Vec<u32>, &str> = if call == 0 {
                Err("no database")
            } else {
                Ok(vec![7])
            };
            static_params(listed, IsValue, |id| format!("/items/{id}"))
        };
        let paths = GeneratedPaths::new(Some(list), true).unwrap();
        let failed = paths.list_once(&(), &Clock::default()).await;
        assert_eq!(failed, Err(ListingError::Failed("no database".to_owned())));
        assert_eq!(paths.allow("/items/7"), None);
        assert_eq!(paths.list_once(&(), &Clock::default()).await, Ok(()));
        assert_eq!(paths.allow("/items/7"), Some(true));
    }
}
