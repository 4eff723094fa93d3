//! Observation of requests: the access line, request ids, spans and metrics.
//!
//! Nothing is observed by default. Each option of the builder applies to all requests of the application, with any response: of a handler,
//! of the cache, a public file, a redirect, a 404, 405 or 400.
//!
//! ```no_run
//! # mod app { pub fn builder() -> router_runtime::AppBuilder<()> { unimplemented!() } }
//! use router_runtime::observe::RequestIds;
//!
//! let service = app::builder()
//!     .access_log()
//!     .request_ids(RequestIds::new())
//!     .request_spans()
//!     .service();
//! ```
//!
//! | option | adds |
//! |---|---|
//! | [`access_log`](crate::AppBuilder::access_log) | one `tracing` event per request |
//! | [`request_ids`](crate::AppBuilder::request_ids) | a [`RequestId`], in the response, in logs and for handlers |
//! | [`request_spans`](crate::AppBuilder::request_spans) | one `tracing` span per request |
//! | `http_metrics`, with the feature `metrics` | duration, sizes and number of the requests by route |
//!
//! The names of fields and metrics are those of OpenTelemetry's semantic conventions for HTTP, except in the access line, whose names
//! are those of the other events of this crate.

mod access_line;
mod body;
mod current;
mod exchange;
mod method_name;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(not(feature = "metrics"))]
mod no_metrics;
mod observer;
mod printable;
mod received;
mod report;
mod request_id;
mod span;

pub(crate) use body::observe;
pub(crate) use current::{request_id, set_route};
pub(crate) use exchange::Exchange;
pub(crate) use observer::{ObserveOptions, Observer};
pub(crate) use printable::{Indented, printable_method, printable_path, printable_value};
pub use request_id::{RequestId, RequestIds};

#[cfg(feature = "metrics")]
use self::metrics as measure;
#[cfg(not(feature = "metrics"))]
use self::no_metrics as measure;
