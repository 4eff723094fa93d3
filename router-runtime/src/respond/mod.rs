//! Errors, redirects and methods of responses: what handlers return besides axum's types.
//!
//! A handler returns a [`Result`], and `?` turns every error into a response:
//!
//! ```
//! use router_runtime::prelude::*;
//!
//! // app/double/[number]/route.rs
//! pub async fn GET(Path(number): Path<String>) -> Result<String> {
//!     let number: u32 = number.parse()?; // 500, logged
//!     let double = number.checked_mul(2).ok_or_else(not_found)?; // 404
//!     Ok(double.to_string())
//! }
//! ```

pub(crate) mod effects;
mod error;
mod internal_error;
mod location;
mod panic_message;
mod redirects;
mod rejections;
mod render;
mod response_ext;
mod result_ext;
mod shared_response;
mod sources;

pub use effects::AfterFullError;
pub use error::Error;
pub(crate) use error::RedirectMark;
pub(crate) use internal_error::{InternalError, write_chain};
pub(crate) use panic_message::panic_message;
pub use redirects::{forbidden, not_found, permanent_redirect, redirect, see_other, unauthorized};
pub(crate) use rejections::rejection_response;
pub use render::{ErrorContext, ErrorFormat};
pub(crate) use render::{ErrorRequest, RenderError, RouteList, join, render, wants_text};
pub use response_ext::ResponseExt;
pub use result_ext::ResultExt;
pub(crate) use shared_response::SharedResponse;

/// The result of a handler: any value that becomes a response, or an [`Error`].
///
/// The alias accepts another error type, so that `Result<T, E>` keeps its usual meaning next to the prelude.
pub type Result<T, E = Error> = std::result::Result<T, E>;
