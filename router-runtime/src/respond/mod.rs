//! What a handler answers besides axum's types: errors and redirects as values for `?`.

pub(crate) mod effects;
mod error;
mod failure;
mod location;
mod panic_message;
mod redirects;
mod response_ext;
mod result_ext;

pub use effects::AfterFullError;
pub use error::Error;
pub(crate) use failure::{Failure, write_chain};
pub(crate) use panic_message::panic_message;
pub use redirects::{forbidden, not_found, permanent_redirect, redirect, unauthorized};
pub use response_ext::ResponseExt;
pub use result_ext::ResultExt;

/// What a handler returns when it uses `?`.
///
/// ```
/// use router_runtime::prelude::*;
///
/// // app/double/[number]/route.rs
/// pub async fn GET(Path(number): Path<String>) -> Result<String> {
///     let number: u32 = number.parse()?;
///     let double = number.checked_mul(2).ok_or_else(not_found)?;
///     Ok(double.to_string())
/// }
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;
