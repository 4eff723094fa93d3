//! The response effects of a request with middleware, most of which use none.

use super::{EffectsGuard, Jar, Pending, ResponseEffects, tasks::Tasks};
use crate::client::{TrustedProxies, is_https};
use axum::extract::Request;
use std::sync::{Arc, OnceLock};

/// The response effects of a request that passes middleware, created on first use.
pub(crate) struct LazyEffects {
    /// Without changes, until the first use.
    jar: Jar,
    is_https: bool,
    pending: Arc<Pending>,
    /// `None` in it if the response was sent before the first use.
    created: OnceLock<Option<ResponseEffects>>,
}

impl LazyEffects {
    pub(crate) fn new(
        request: &Request,
        pending: &Arc<Pending>,
        proxies: Option<&TrustedProxies>,
    ) -> Self {
        let (headers, extensions) = (request.headers(), request.extensions());
        Self {
            jar: Jar::new(headers),
            is_https: is_https(proxies, headers, extensions),
            pending: Arc::clone(pending),
            created: OnceLock::new(),
        }
    }

    /// Returns the effects for a response inside of the outermost middleware.
    pub(crate) fn inner(&self) -> ResponseEffects {
        let created = self.created.get_or_init(|| Some(self.create()));
        let late = || {
            let late = self.create();
            drop(late.clone().into_used().guard());
            late
        };
        created.clone().unwrap_or_else(late).inner()
    }

    /// Returns the guard of the effects, if they were used. Those that are used later are effects of a response that was sent.
    pub(crate) fn guard(&self) -> Option<EffectsGuard> {
        let created = self.created.get_or_init(|| None);
        created.clone().map(ResponseEffects::guard)
    }

    fn create(&self) -> ResponseEffects {
        let tasks = Tasks::new(&self.pending);
        ResponseEffects::of_jar(self.jar.clone(), Some(tasks), self.is_https)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{
        HeaderValue,
        header::{COOKIE, SET_COOKIE},
    };
    use axum::response::Response;
    use cookie::Cookie;
    use std::sync::atomic::Ordering;

    fn lazy() -> LazyEffects {
        let mut request = Request::default();
        let cookie = HeaderValue::from_static("a=1");
        request.headers_mut().insert(COOKIE, cookie);
        LazyEffects::new(&request, &Arc::default(), None)
    }

    fn set(effects: &ResponseEffects) {
        let effects = effects.clone().into_used();
        effects.change_jar(Cookie::new("b", "2"), Jar::set);
    }

    #[test]
    fn effects_are_created_once_and_applied() {
        let lazy = lazy();
        let (first, second) = (lazy.inner(), lazy.inner());
        assert!(first.with_jar(|jar| jar.get("a").is_some()));
        set(&first);
        assert!(second.with_jar(|jar| jar.get("b").is_some()));
        let response = lazy.guard().unwrap().apply(Response::default());
        assert_eq!(response.headers()[SET_COOKIE], "b=2; Path=/");
    }

    #[tokio::test]
    async fn effects_after_the_response_start_their_tasks_at_once() {
        let lazy = lazy();
        assert!(lazy.guard().is_none());
        let late = lazy.inner().into_used();
        assert!(late.shared.is_closed.load(Ordering::Acquire));
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let task = async move { sender.send(()).unwrap() };
        late.tasks().unwrap().add(task).unwrap();
        receiver.await.unwrap();
        assert!(lazy.guard().is_none());
    }
}
