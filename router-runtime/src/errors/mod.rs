//! Errors that the router responds with: their causes, and their responses before they are rendered.

mod cause;
mod response;
mod slow_body;
mod wrapped_body;

pub use cause::{ErrorCause, RejectionCause};
pub(crate) use response::{
    TEXT, Unrendered, error_response, internal_error, text_body, text_headers, text_response,
    unrendered,
};
pub(crate) use slow_body::SlowBody;
pub(crate) use wrapped_body::wrapped_body;
