//! What a handler does to its answer from the side: cookies, and work for when the answer has been sent.
//!
//! An [`Effects`] hangs among the extensions of a request, or in its [`Offer`], whose handler, middleware or extractors may ask for
//! it. Whoever put it there settles it with the response.

mod after;
mod cookies;
mod jar;
#[cfg(any(feature = "cookie-private", feature = "cookie-signed"))]
mod keyed;
mod unrouted;

pub(crate) use after::Pending;
pub use after::{After, AfterFullError};
pub use cookies::Cookies;
pub(crate) use jar::{expire, set_cookie};
#[cfg(feature = "cookie-private")]
pub use keyed::PrivateCookies;
#[cfg(feature = "cookie-signed")]
pub use keyed::SignedCookies;
pub use unrouted::UnroutedRejection;

use self::{
    after::{Followed, Sent, Tasks},
    jar::Jar,
};
use crate::offer::Offer;
use axum::{
    body::Body,
    extract::Request,
    http::{Extensions, HeaderMap, HeaderValue, header::COOKIE},
    response::Response,
};
use std::{
    any::Any,
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// What is done to the answer of one request.
#[derive(Clone)]
pub(crate) struct Effects {
    shared: Arc<Shared>,
    /// Whether a middleware further out sees the response, and may still change it.
    is_passed_on: bool,
}

struct Shared {
    /// Until somebody asks for it there is nothing to settle.
    is_asked_for: AtomicBool,
    /// The request's `Cookie` headers, read when first asked for.
    sent: Vec<HeaderValue>,
    jar: Mutex<Option<Jar>>,
    /// `None` where no application counts them.
    tasks: Option<Tasks>,
}

impl Effects {
    fn new(headers: &HeaderMap, tasks: Option<Tasks>) -> Self {
        Self {
            shared: Arc::new(Shared {
                is_asked_for: AtomicBool::new(false),
                sent: headers.get_all(COOKIE).iter().cloned().collect(),
                jar: Mutex::new(None),
                tasks,
            }),
            is_passed_on: false,
        }
    }

    /// Puts it into a request that has none yet.
    pub(crate) fn offer(request: &mut Request, pending: &Arc<Pending>) {
        if Self::found(request.extensions()).is_none() {
            let effects = Self::new(request.headers(), Some(Tasks::new(pending)));
            request.extensions_mut().insert(effects);
        }
    }

    /// The same, as a part of what else is offered to the request.
    pub(crate) fn offered(
        request: &Request,
        pending: &Arc<Pending>,
    ) -> Option<Arc<dyn Any + Send + Sync>> {
        let has_none = request.extensions().get::<Self>().is_none();
        has_none.then(|| Self::new(request.headers(), Some(Tasks::new(pending))).shared as _)
    }

    /// Of a request that goes through middleware; the handler finds it, and its response is not the last word.
    pub(crate) fn around(request: &mut Request, pending: &Arc<Pending>) -> Self {
        let effects = Self::new(request.headers(), Some(Tasks::new(pending)));
        request.extensions_mut().insert(Self {
            is_passed_on: true,
            ..effects.clone()
        });
        effects
    }

    pub(crate) fn found(extensions: &Extensions) -> Option<Self> {
        if let Some(effects) = extensions.get::<Self>() {
            return Some(effects.clone());
        }
        let offered = extensions.get::<Offer>()?.effects.clone()?;
        Some(Self {
            shared: offered.downcast().ok()?,
            is_passed_on: false,
        })
    }

    /// The same, for whoever works on the answer.
    pub(crate) fn asked_for(extensions: &Extensions) -> Option<Self> {
        let effects = Self::found(extensions)?;
        effects.shared.is_asked_for.store(true, Ordering::Release);
        Some(effects)
    }

    fn is_asked_for(&self) -> bool {
        self.shared.is_asked_for.load(Ordering::Acquire)
    }

    /// Cookies that are read only: nobody sends what is changed.
    pub(crate) fn unsettled(headers: &HeaderMap) -> Self {
        Self::new(headers, None)
    }

    pub(crate) fn cookies(self) -> Cookies {
        Cookies::new(self)
    }

    /// The answer, with what was done to it.
    pub(crate) async fn settle(self, answer: Answer) -> Response {
        let settling = self.settling();
        settling.settle(answer.await)
    }

    pub(crate) fn settling(self) -> Settling {
        let sent = (!self.is_passed_on).then(|| Sent(self.clone()));
        Settling {
            effects: self,
            sent,
        }
    }

    fn jar(&self) -> MutexGuard<'_, Option<Jar>> {
        // Nothing that can panic runs while it is held.
        self.shared
            .jar
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn with_jar<T>(&self, work: impl FnOnce(&mut Jar) -> T) -> T {
        let mut jar = self.jar();
        work(jar.get_or_insert_with(|| Jar::read(&self.shared.sent)))
    }
}

/// An answer's part in its [`Effects`]. It is dropped with the future, should nobody wait for that any more.
pub(crate) struct Settling {
    effects: Effects,
    /// `None` where a middleware further out settles it.
    sent: Option<Sent>,
}

impl Settling {
    pub(crate) fn settle(self, mut response: Response) -> Response {
        let Self { effects, sent } = self;
        if !effects.is_asked_for() {
            return response;
        }
        let mut jar = effects.jar();
        let changed = jar.as_mut().map_or_else(Vec::new, Jar::take_changes);
        drop(jar);
        if !changed.is_empty() {
            response = jar::write(response, &changed);
        }
        let is_followed = |tasks: &Tasks| tasks.are_asked_for();
        match sent {
            Some(by) if effects.shared.tasks.as_ref().is_some_and(is_followed) => {
                response.map(|body| Body::new(Followed { body, _by: by }))
            }
            _ => response,
        }
    }
}

impl fmt::Debug for Effects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Effects")
    }
}
