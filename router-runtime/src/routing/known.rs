//! `generate_static_params`: the paths of a route that are known before anybody asks.

use super::{app::App, signature::AnswerKind};
use crate::cache::canonical;
use axum::extract::{FromRef, State};
use std::{
    collections::HashSet,
    fmt,
    future::{Future, ready},
    pin::Pin,
    time::Duration,
};
use tokio::{sync::OnceCell, time::timeout};

/// What `generate_static_params` and `generate_sitemaps` may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The known paths of a route, on their way.
pub type KnownFuture = Pin<Box<dyn Future<Output = Vec<String>> + Send>>;

/// The generated function that lists a route's known paths.
pub type Known<S> = fn(S) -> KnownFuture;

/// What `generate_static_params` of the folder with the parameters `P` returns.
#[diagnostic::on_unimplemented(
    message = "`generate_static_params` returns `{Self}`, and not a `Vec` of its folder's `Params`",
    label = "not a list of `{P}`",
    note = "write `pub async fn generate_static_params() -> Vec<Params>`, with the `Params` of this very folder"
)]
pub trait StaticParams<P> {
    /// Their paths.
    fn paths(self, link: fn(&P) -> String) -> Vec<String>;
}

impl<P> StaticParams<P> for Vec<P> {
    fn paths(self, link: fn(&P) -> String) -> Vec<String> {
        self.iter().map(link).collect()
    }
}

/// The paths of what `generate_static_params` returned; `link` is that of its folder.
pub fn static_params<P, R, K>(returned: R, _kind: K, link: fn(&P) -> String) -> KnownFuture
where
    P: 'static,
    R: AnswerKind<K>,
    R::Future: Send + 'static,
    R::Output: StaticParams<P>,
{
    let parameters = returned.into_future();
    Box::pin(async move { parameters.await.paths(link) })
}

/// What `generate_sitemaps` returns.
#[diagnostic::on_unimplemented(
    message = "`generate_sitemaps` returns `{Self}`, and not a list of ids",
    label = "not a `Vec` of ids",
    note = "write `pub async fn generate_sitemaps() -> Vec<u32>`; an id is anything that can be displayed"
)]
pub trait SitemapIds {
    /// Their paths.
    fn paths(self, link: fn(&dyn fmt::Display) -> String) -> Vec<String>;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Display> SitemapIds for Vec<T> {
    fn paths(self, link: fn(&dyn fmt::Display) -> String) -> Vec<String> {
        self.iter().map(|id| link(id)).collect()
    }
}

/// The paths of what `generate_sitemaps` returned; `link` is that of its folder.
pub fn sitemaps<R, K>(returned: R, _kind: K, link: fn(&dyn fmt::Display) -> String) -> KnownFuture
where
    R: AnswerKind<K>,
    R::Future: Send + 'static,
    R::Output: SitemapIds,
{
    let ids = returned.into_future();
    Box::pin(async move { ids.await.paths(link) })
}

/// The argument of `generate_static_params` and of `generate_sitemaps`.
pub fn state_argument<S, T: FromRef<S>>(state: &S) -> State<T> {
    State(T::from_ref(state))
}

/// The known paths of a route, and what they are once somebody asked.
pub(super) struct KnownPaths<S> {
    list: Known<S>,
    paths: OnceCell<HashSet<String>>,
    /// `dynamic_params = false`
    no_others: bool,
}

impl<S: Clone> KnownPaths<S> {
    /// Of a route that may have a list. One that answers no others and has none answers nothing: its list may be configured out,
    /// or come from where `routes!` does not see it.
    pub(super) fn of(list: Option<Known<S>>, no_others: bool) -> Option<Self> {
        let nothing: Known<S> = |_| Box::pin(ready(Vec::new()));
        Some(Self {
            list: list.or_else(|| no_others.then_some(nothing))?,
            paths: OnceCell::new(),
            no_others,
        })
    }

    /// Lists them, anew each time.
    pub(super) fn list(&self, state: &S) -> KnownFuture {
        (self.list)(state.clone())
    }

    /// Whether the route answers this path; `None` if its known paths must be listed first.
    pub(super) fn answers(&self, path: &str) -> Option<bool> {
        if !self.no_others {
            return Some(true);
        }
        Some(self.paths.get()?.contains(&*canonical(path)))
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// The known paths of a route, if it lists them.
    pub(super) fn known(&self, route: usize) -> Option<&KnownPaths<S>> {
        self.places.get(route)?.special.as_ref()?.known.as_ref()
    }

    /// Lists the known paths of a route that answers no others; once. Whether there was time for it: if not, the next request
    /// tries again.
    pub(super) async fn list_known(&self, route: usize) -> bool {
        let Some(known) = self.known(route) else {
            return true;
        };
        let listed = known.paths.get_or_init(|| async {
            let paths = known.list(&self.state).await;
            paths
                .iter()
                .map(|path| canonical(path).into_owned())
                .collect()
        });
        timeout(PATIENCE, listed).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_answers_no_others_and_has_no_list_answers_nothing() {
        let known = KnownPaths::<()>::of(None, true).unwrap();
        assert!(known.list(&()).await.is_empty());
        assert_eq!(known.answers("/items/7"), None, "it is asked for its list");
        assert!(KnownPaths::<()>::of(None, false).is_none());
    }
}
