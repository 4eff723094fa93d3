//! Request ids: those of clients that are well-formed, else random ones.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

/// The maximum length of an id that a client sends, in bytes.
const MAX_LENGTH: usize = 128;

/// The id of a request, for handlers and middleware. See [`AppBuilder::request_ids`](crate::AppBuilder::request_ids).
///
/// It is an extractor and an extension of the request.
///
/// ```
/// use router_runtime::{RequestId, prelude::*};
///
/// pub async fn GET(id: RequestId) -> String {
///     format!("please report the number {id}\n")
/// }
/// ```
///
/// It consists of at most 128 letters, digits and characters of `-_.:=+/@`, so that it can be written to a log or a header without
/// escapes. A random id has 32 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        // Both kinds of ids are ASCII.
        self.0.to_str().unwrap_or_default()
    }

    /// Returns the id as the value of a header, for requests to other services.
    pub fn to_header_value(&self) -> HeaderValue {
        self.0.clone()
    }

    /// Reads the id that a client sent. A copy, because the header shares the memory of the whole head.
    fn read(sent: &HeaderValue) -> Option<Self> {
        let bytes = sent.as_bytes();
        let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:=+/@".contains(byte);
        let is_valid = !bytes.is_empty() && bytes.len() <= MAX_LENGTH;
        if !is_valid || !bytes.iter().all(is_allowed) {
            return None;
        }
        HeaderValue::from_maybe_shared(Bytes::copy_from_slice(bytes))
            .ok()
            .map(Self)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RequestId").field(&self.as_str()).finish()
    }
}

/// The options of request ids: the header, and whether a client may set it.
///
/// ```no_run
/// # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
/// use axum::http::HeaderName;
/// use router_runtime::observe::RequestIds;
///
/// let header = HeaderName::from_static("x-correlation-id");
/// let service = app::builder().request_ids(RequestIds::new().header(header)).service();
/// ```
#[derive(Clone, Debug)]
pub struct RequestIds {
    header: HeaderName,
    accepts_incoming: bool,
}

impl RequestIds {
    /// Returns the default: the header `x-request-id`, and the ids of clients are accepted.
    pub fn new() -> Self {
        Self {
            header: HeaderName::from_static("x-request-id"),
            accepts_incoming: true,
        }
    }

    /// Sets the header of requests and responses.
    #[must_use]
    pub fn header(mut self, name: HeaderName) -> Self {
        self.header = name;
        self
    }

    /// Ignores the ids that clients send. Use it without a proxy that sets the header: a client could send the id of another request.
    #[must_use]
    pub fn ignore_incoming(mut self) -> Self {
        self.accepts_incoming = false;
        self
    }
}

impl Default for RequestIds {
    fn default() -> Self {
        Self::new()
    }
}

/// The ids of an application.
#[derive(Debug)]
pub(super) struct IdSource {
    options: RequestIds,
    /// Keyed with random bytes of the operating system. Without these keys, the hash of a number cannot be predicted.
    keys: RandomState,
    created: AtomicU64,
}

impl IdSource {
    pub(super) fn new(options: RequestIds) -> Self {
        Self {
            options,
            keys: RandomState::new(),
            created: AtomicU64::new(0),
        }
    }

    /// Returns the id of a request, which is then the only one in its header.
    pub(super) fn id_of(&self, headers: &mut HeaderMap) -> RequestId {
        let name = &self.options.header;
        if self.options.accepts_incoming {
            let mut sent = headers.get_all(name).iter();
            // Two ids are ambiguous.
            if let (Some(sent), None) = (sent.next(), sent.next())
                && let Some(id) = RequestId::read(sent)
            {
                return id;
            }
        }
        let id = self.create();
        headers.insert(name, id.to_header_value());
        id
    }

    /// Sets the id on the response. It replaces that of an upstream whose response the handler passes on.
    pub(super) fn set(&self, id: &RequestId, headers: &mut HeaderMap) {
        headers.insert(&self.options.header, id.to_header_value());
    }

    fn create(&self) -> RequestId {
        let number = self.created.fetch_add(1, Ordering::Relaxed);
        let halves = [0_u8, 1].map(|half| self.keys.hash_one((number, half)));
        let text = format!("{:016x}{:016x}", halves[0], halves[1]);
        RequestId(HeaderValue::from_maybe_shared(Bytes::from(text)).unwrap_or(EMPTY))
    }
}

const EMPTY: HeaderValue = HeaderValue::from_static("");
