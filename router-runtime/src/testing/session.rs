//! The state that a test client shares with its requests.

use super::{cookies::CookieStore, error::ClientError};
use axum::{
    body::Body,
    http::{HeaderMap, Request, Response},
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tower::{BoxError, util::BoxCloneSyncService};

/// The maximum size of a response body in bytes. It ends a test whose response never ends.
pub(super) const BODY_LIMIT: usize = 64 << 20;

/// The service under test, whose types are erased.
pub(super) type Application = BoxCloneSyncService<Request<Body>, Response<Body>, BoxError>;

/// An application, the cookies that it set, and the options of its requests. Clones share the cookies.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) service: Application,
    pub(super) redirects: usize,
    pub(super) peer: SocketAddr,
    pub(super) headers: HeaderMap,
    /// The first reason why no request can be sent.
    pub(super) error: Option<ClientError>,
    cookies: Arc<Mutex<CookieStore>>,
}

impl Session {
    pub(super) fn new(service: Application) -> Self {
        Self {
            service,
            redirects: 0,
            peer: SocketAddr::from((Ipv4Addr::LOCALHOST, 49152)),
            headers: HeaderMap::new(),
            error: None,
            cookies: Arc::default(),
        }
    }

    pub(super) fn cookies(&self) -> MutexGuard<'_, CookieStore> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
