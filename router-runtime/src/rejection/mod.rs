//! Rejections that an `Error` preserves: the reasons why an extractor refuses a request.

#[cfg(feature = "multipart")]
mod form_data;
mod path;

#[cfg(feature = "multipart")]
pub use form_data::FormDataRejection;
#[cfg(feature = "multipart")]
pub(crate) use form_data::{MAX_FIELDS, multipart_status};
pub use path::PathRejection;
