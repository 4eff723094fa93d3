//! HTTP responses from stored responses: validators, ranges, and the headers of a cache.

pub(crate) mod body;
pub(crate) mod cache_control;
pub(crate) mod cache_status;
pub(crate) mod cdn_header;
pub(crate) mod coding;
#[cfg(feature = "compression")]
pub(crate) mod compression;
#[cfg(not(feature = "compression"))]
#[path = "compression/absent.rs"]
pub(crate) mod compression;
mod conditional;
mod etag;
pub(crate) mod headers;
mod range;
mod recent_heads;
pub(crate) mod representation;
pub(crate) mod response;
mod selection;
pub(crate) mod stored_headers;
pub(crate) mod stored_response;
pub(crate) mod time_headers;

#[cfg(feature = "compression")]
pub(crate) use self::compression::{Effort, MIN_BYTES, encode, is_suitable};
#[cfg(feature = "fetch")]
pub(crate) use self::headers::{remove_connection_headers, remove_unstorable_headers};
pub(crate) use self::{
    coding::{Coding, vary_by_coding},
    conditional::{Precondition, evaluate},
    etag::etag_of,
    range::{ByteRange, requested_range},
};
