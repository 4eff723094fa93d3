//! What a handler answers besides axum's types: errors and redirects as values for `?`.

mod error;
mod failure;
mod location;
mod result_ext;
mod shortcut;

pub use error::Error;
pub(crate) use failure::Failure;
pub use result_ext::ResultExt;
pub use shortcut::{forbidden, not_found, permanent_redirect, redirect, unauthorized};

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
