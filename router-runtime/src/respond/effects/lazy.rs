//! The response effects of a request with middleware, most of which use none.

use super::{EffectsGuard, EffectsParts, Pending, ResponseEffects};
use crate::client::TrustedProxies;
use axum::extract::Request;
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering, fence},
};

/// The response effects of a request that passes middleware, created on first use.
pub(crate) struct LazyEffects {
    /// `None` if only the handler may use effects: then it passes the function that creates them.
    parts: Option<Box<EffectsParts>>,
    created: OnceLock<ResponseEffects>,
    is_sent: AtomicBool,
}

impl LazyEffects {
    /// Returns effects for the request that a handler receives.
    pub(crate) fn of_handler() -> Self {
        Self {
            parts: None,
            created: OnceLock::new(),
            is_sent: AtomicBool::new(false),
        }
    }

    pub(crate) fn new(
        request: &Request,
        pending: &Arc<Pending>,
        proxies: Option<&TrustedProxies>,
    ) -> Self {
        Self {
            parts: Some(Box::new(EffectsParts::new(request, pending, proxies))),
            created: OnceLock::new(),
            is_sent: AtomicBool::new(false),
        }
    }

    /// Returns the effects for a response inside of the outermost middleware, unless they are for the request that a handler receives.
    pub(crate) fn inner(&self) -> Option<ResponseEffects> {
        let parts = self.parts.as_deref()?;
        Some(self.inner_or(|| parts.clone().create()))
    }

    /// Returns the effects for a response inside of the outermost middleware, which are these if they are the first.
    ///
    /// This function and `guard` each write their variable before they read the other one. The fences guarantee that at least one of two
    /// concurrent calls sees the write of the other.
    pub(crate) fn inner_or(&self, create: impl FnOnce() -> ResponseEffects) -> ResponseEffects {
        let created = self.created.get_or_init(create);
        fence(Ordering::SeqCst);
        // The guard of effects that were used before starts their tasks.
        if self.is_sent.load(Ordering::Relaxed) && !created.is_used() {
            drop(created.clone().into_used().guard());
        }
        created.inner()
    }

    /// Returns the guard of the effects, if they were created. Those that are used later are effects of a response that was sent.
    pub(crate) fn guard(&self) -> Option<EffectsGuard> {
        self.is_sent.store(true, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        self.created.get().cloned().map(ResponseEffects::guard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::respond::effects::Jar;
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
        let (first, second) = (lazy.inner().unwrap(), lazy.inner().unwrap());
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
        let late = lazy.inner().unwrap().into_used();
        assert!(late.shared.is_closed.load(Ordering::Acquire));
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let task = async move { sender.send(()).unwrap() };
        late.tasks().unwrap().add(task).unwrap();
        receiver.await.unwrap();
    }

    #[tokio::test]
    async fn effects_after_the_response_leave_tasks_until_its_body_is_sent() {
        let lazy = lazy();
        let effects = lazy.inner().unwrap().into_used();
        let (sender, mut receiver) = tokio::sync::oneshot::channel();
        let tasks = effects.tasks().unwrap();
        tasks.mark_used();
        tasks.add(async move { sender.send(()).unwrap() }).unwrap();
        let response = lazy.guard().unwrap().apply(Response::default());
        drop(lazy.inner());
        // A task that was started too early would run now.
        tokio::task::yield_now().await;
        assert!(receiver.try_recv().is_err());
        drop(response);
        receiver.await.unwrap();
    }
}
