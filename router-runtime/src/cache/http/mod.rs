//! HTTP responses from stored responses: validators, ranges, and the headers of a cache.

pub(crate) mod body;
pub(crate) mod cache_control;
pub(crate) mod cache_status;
mod conditional;
mod etag;
pub(crate) mod headers;
mod range;
pub(crate) mod response;
pub(crate) mod stored_response;
mod timed_head;

#[cfg(feature = "fetch")]
pub(crate) use self::headers::{remove_connection_headers, remove_unstorable_headers};
pub(crate) use self::{
    conditional::{Precondition, evaluate},
    etag::etag_of,
    range::{ByteRange, requested_range},
};
