//! The state that a test client shares with its requests.

use super::cookies::CookieStore;
use axum::{
    body::Body,
    http::{Request, Response},
};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tower::util::BoxCloneSyncService;

/// An application, the cookies that it set, and the limit of redirects. Clones share the cookies.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) service: BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>,
    pub(super) redirects: usize,
    cookies: Arc<Mutex<CookieStore>>,
}

impl Session {
    pub(super) fn new(
        service: BoxCloneSyncService<Request<Body>, Response<Body>, Infallible>,
    ) -> Self {
        Self {
            service,
            redirects: 0,
            cookies: Arc::default(),
        }
    }

    pub(super) fn cookies(&self) -> MutexGuard<'_, CookieStore> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
