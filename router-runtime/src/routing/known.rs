//! `generate_static_params`: the paths of a route that are known before anybody asks.

use super::{app::App, signature::AnswerKind};
use crate::cache::canonical;
use axum::extract::{FromRef, State};
use std::{collections::HashSet, future::Future, pin::Pin, sync::Arc};
use tokio::sync::OnceCell;

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

/// The argument of `generate_static_params`.
pub fn state_argument<S, T: FromRef<S>>(state: &S) -> State<T> {
    State(T::from_ref(state))
}

/// The routes whose known paths are listed, and those paths once somebody asked.
pub(super) struct KnownPaths<S> {
    by_route: Vec<Option<Route<S>>>,
}

struct Route<S> {
    list: Known<S>,
    paths: OnceCell<HashSet<String>>,
    /// `dynamic_params = false`
    no_others: bool,
}

impl<S: Clone> KnownPaths<S> {
    pub(super) fn new(
        routes: usize,
        known: &[(usize, Known<S>)],
        is_closed: impl Fn(usize) -> bool,
    ) -> Self {
        let routes = if known.is_empty() { 0 } else { routes };
        let mut by_route: Vec<_> = (0..routes).map(|_| None).collect();
        for (route, list) in known {
            if let Some(place) = by_route.get_mut(*route) {
                *place = Some(Route {
                    list: *list,
                    paths: OnceCell::new(),
                    no_others: is_closed(*route),
                });
            }
        }
        Self { by_route }
    }

    /// Lists the known paths of a route, anew each time.
    pub(super) fn list(&self, route: usize, state: &S) -> Option<KnownFuture> {
        let known = self.by_route.get(route)?.as_ref()?;
        Some((known.list)(state.clone()))
    }

    /// Whether a route answers this path; `None` if its known paths must be listed first.
    pub(super) fn answers(&self, route: usize, path: &str) -> Option<bool> {
        match self.by_route.get(route) {
            Some(Some(known)) if known.no_others => {
                let paths = known.paths.get()?;
                Some(paths.contains(&*canonical(path)))
            }
            _ => Some(true),
        }
    }
}

impl<S: Clone + Send + Sync + 'static> App<S> {
    /// Lists the known paths of a route that answers no others; once.
    pub(super) async fn list_known(self: &Arc<Self>, route: usize) {
        let Some(Some(known)) = self.known.by_route.get(route) else {
            return;
        };
        known
            .paths
            .get_or_init(|| async {
                let paths = (known.list)(self.state.clone()).await;
                paths
                    .iter()
                    .map(|path| canonical(path).into_owned())
                    .collect()
            })
            .await;
    }
}
