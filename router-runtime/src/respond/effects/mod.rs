//! Response effects: the cookies that a handler sets, and its work for after the response.
//!
//! The router lends [`ResponseEffects`] to a request whose handler, middleware or extractors may use them, and applies them to the
//! response.

mod cookie_jar;
mod lazy;
mod tasks;

pub use tasks::AfterFullError;
pub(crate) use {
    cookie_jar::{Jar, expire, set_cookie},
    lazy::LazyEffects,
    tasks::Pending,
};

use self::tasks::{BodyWithTasks, Tasks};
use crate::client::{TrustedProxies, is_https};
use axum::{body::Body, extract::Request, http::HeaderMap, response::Response};
use cookie::Cookie;
use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Changes to the response of one request that its handler did not return. Clones share them.
#[derive(Clone)]
pub(crate) struct ResponseEffects {
    shared: Arc<EffectsState>,
    /// `true` if the response passes a middleware or a layout afterwards, which may add effects.
    is_inner: bool,
}

struct EffectsState {
    /// Unused effects are not applied.
    is_used: AtomicBool,
    jar: Mutex<Jar>,
    /// `true` if cookies are `Secure` by default, because the client uses TLS.
    is_https: bool,
    /// `true` if changes of cookies are lost, because the response was sent or no router sends one.
    is_closed: AtomicBool,
    has_warned: AtomicBool,
    /// `None` outside an application.
    tasks: Option<Tasks>,
}

/// The parts of a request and its application from which effects are created.
#[derive(Clone)]
struct EffectsParts {
    jar: Jar,
    is_https: bool,
    pending: Arc<Pending>,
}

impl EffectsParts {
    fn new(request: &Request, pending: &Arc<Pending>, proxies: Option<&TrustedProxies>) -> Self {
        let (headers, extensions) = (request.headers(), request.extensions());
        Self {
            jar: Jar::new(headers),
            is_https: is_https(proxies, headers, extensions),
            pending: Arc::clone(pending),
        }
    }

    fn create(self) -> ResponseEffects {
        let tasks = Tasks::new(self.pending);
        ResponseEffects::of_jar(self.jar, Some(tasks), self.is_https)
    }
}

impl ResponseEffects {
    pub(crate) fn new(
        request: &Request,
        pending: &Arc<Pending>,
        proxies: Option<&TrustedProxies>,
    ) -> Self {
        EffectsParts::new(request, pending, proxies).create()
    }

    /// Returns effects without a response: cookies can only be read.
    pub(crate) fn read_only(headers: &HeaderMap) -> Self {
        Self::of_jar(Jar::new(headers), None, false)
    }

    fn of_jar(jar: Jar, tasks: Option<Tasks>, is_https: bool) -> Self {
        Self {
            shared: Arc::new(EffectsState {
                is_used: AtomicBool::new(false),
                jar: Mutex::new(jar),
                is_https,
                is_closed: AtomicBool::new(tasks.is_none()),
                has_warned: AtomicBool::new(false),
                tasks,
            }),
            is_inner: false,
        }
    }

    /// Returns the same effects for a response that passes middleware or layouts.
    pub(crate) fn inner(&self) -> Self {
        self.clone().within(true)
    }

    /// Returns the effects for a response that passes middleware or layouts if `is_inner`, and else for the final one.
    pub(crate) fn within(self, is_inner: bool) -> Self {
        Self { is_inner, ..self }
    }

    /// Marks the effects as used.
    pub(crate) fn into_used(self) -> Self {
        self.shared.is_used.store(true, Ordering::Release);
        self
    }

    fn is_used(&self) -> bool {
        self.shared.is_used.load(Ordering::Acquire)
    }

    pub(crate) fn tasks(&self) -> Option<&Tasks> {
        self.shared.tasks.as_ref()
    }

    /// Returns the guard that applies the effects to the response.
    pub(crate) fn guard(self) -> EffectsGuard {
        let sent = (!self.is_inner).then(|| SentOnDrop(Arc::clone(&self.shared)));
        EffectsGuard {
            shared: self.shared,
            sent,
        }
    }

    /// Sets or deletes a cookie. If no response will have it, that is logged, once per request.
    pub(crate) fn change_jar(
        &self,
        mut cookie: Cookie<'static>,
        change: impl FnOnce(&mut Jar, Cookie<'static>),
    ) {
        let EffectsState {
            is_https,
            is_closed,
            has_warned,
            ..
        } = &*self.shared;
        if *is_https && cookie.secure().is_none() {
            cookie.set_secure(true);
        }
        if is_closed.load(Ordering::Acquire) && !has_warned.swap(true, Ordering::AcqRel) {
            tracing::warn!(
                "the change of the cookie {:?} is lost: the headers of the response were sent before, or no router handles the \
                 request; change cookies before the handler returns, not in `After`, a spawned task or a stream",
                cookie.name()
            );
        }
        self.with_jar(|jar| change(jar, cookie));
    }

    pub(crate) fn with_jar<T>(&self, work: impl FnOnce(&mut Jar) -> T) -> T {
        work(&mut self.shared.jar())
    }
}

impl fmt::Debug for ResponseEffects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseEffects")
    }
}

impl EffectsState {
    fn jar(&self) -> MutexGuard<'_, Jar> {
        // Nothing that can panic runs while the lock is held.
        self.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Response effects to be applied. If the future that holds the guard is dropped, the tasks start, and nothing is applied.
pub(crate) struct EffectsGuard {
    shared: Arc<EffectsState>,
    /// `None` where the outermost effects start the tasks.
    sent: Option<SentOnDrop>,
}

impl EffectsGuard {
    pub(crate) fn apply(self, mut response: Response) -> Response {
        let Self { shared, sent } = self;
        if sent.is_some() {
            shared.is_closed.store(true, Ordering::Release);
        }
        if !shared.is_used.load(Ordering::Acquire) {
            return response;
        }
        // Collected first: an invalid one drops the response, and so code of the user, which may use the jar.
        let changes: Vec<_> = shared.jar().take_changes().cloned().collect();
        response = cookie_jar::set_cookies(response, changes.iter());
        match sent {
            Some(sent) if shared.tasks.as_ref().is_some_and(Tasks::is_used) => {
                response.map(|body| Body::new(BodyWithTasks { body, _sent: sent }))
            }
            _ => response,
        }
    }
}

/// Starts the tasks of a request when it is dropped: the response was sent, or never will be.
struct SentOnDrop(Arc<EffectsState>);

impl Drop for SentOnDrop {
    fn drop(&mut self) {
        self.0.is_closed.store(true, Ordering::Release);
        if self.0.is_used.load(Ordering::Acquire)
            && let Some(tasks) = &self.0.tasks
        {
            tasks.start_all();
        }
    }
}
