//! Errors that are not `std::error::Error`.

use std::error::Error as StdError;

use super::error::Error;

mod kind {
    /// Converts into a boxed error that can be sent: `anyhow`, `eyre`, `String`, …
    #[derive(Debug)]
    pub enum Sendable {}
    /// `Box<dyn Error>`, which cannot be sent and is kept as text.
    #[derive(Debug)]
    pub enum Local {}
}

/// Turns errors that `?` does not convert by itself into a 500 with an empty body.
///
/// `anyhow::Error`, `Box<dyn Error>` and their like do not implement [`std::error::Error`].
///
/// ```
/// use router_runtime::prelude::*;
///
/// fn load() -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
///     Err("no such file".into())
/// }
///
/// pub async fn GET() -> Result<String> {
///     let text = load().internal()?;
///     Ok(text)
/// }
/// ```
///
/// `Kind` is inferred; it only tells the two families of errors apart.
pub trait ResultExt<T, Kind> {
    /// The value, or a 500 whose cause is logged and not sent.
    ///
    /// # Errors
    ///
    /// When `self` is an error.
    fn internal(self) -> Result<T, Error>;
}

impl<T, E> ResultExt<T, kind::Sendable> for Result<T, E>
where
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn internal(self) -> Result<T, Error> {
        self.map_err(|error| Error::from_boxed(error.into()))
    }
}

impl<T> ResultExt<T, kind::Local> for Result<T, Box<dyn StdError>> {
    fn internal(self) -> Result<T, Error> {
        self.map_err(|error| Error::from_local(&*error))
    }
}
