//! The conversion of errors that do not implement `std::error::Error`.

use super::error::Error;

/// Converts errors into a 500 without their text, including `Box<dyn Error>`, which `?` does not convert because it is not `Send`.
///
/// ```
/// use router_runtime::prelude::*;
///
/// fn load() -> Result<String, Box<dyn std::error::Error>> {
///     Err("no such file".into())
/// }
///
/// pub async fn GET() -> Result<String> {
///     let text = load().internal()?;
///     Ok(text)
/// }
/// ```
///
/// The trait is sealed: [`Result`] implements it.
pub trait ResultExt: sealed::Sealed {
    /// The type of the value.
    type Value;
    /// The type of the error.
    type Error;

    /// Returns the value, or a 500 whose cause is not sent, but logged with the caller's file and line.
    ///
    /// # Errors
    ///
    /// Returns an error if `self` is an error.
    #[track_caller]
    fn internal<Kind>(self) -> Result<Self::Value, Error>
    where
        Self::Error: sealed::IntoInternal<Kind>;
}

impl<T, E> ResultExt for Result<T, E> {
    type Value = T;
    type Error = E;

    #[track_caller]
    fn internal<Kind>(self) -> Result<T, Error>
    where
        E: sealed::IntoInternal<Kind>,
    {
        match self {
            Ok(value) => Ok(value),
            // `map_err` would hide the caller's line.
            Err(error) => Err(sealed::IntoInternal::into_internal(error)),
        }
    }
}

mod sealed {
    use super::Error;
    use std::error::Error as StdError;

    pub trait Sealed {}

    impl<T, E> Sealed for Result<T, E> {}

    /// An error that [`internal`](super::ResultExt::internal) accepts. `Kind` is inferred. It keeps the implementations apart, which
    /// would overlap without it.
    #[diagnostic::on_unimplemented(
        message = "[R0321] `internal` cannot convert `{Self}` into the prelude's `Error`",
        label = "expected an error that converts into `Box<dyn Error + Send + Sync>`, or `Box<dyn Error>`",
        note = "implement `std::error::Error` for it, or call `.map_err(…)` with an error that does"
    )]
    pub trait IntoInternal<Kind> {
        #[track_caller]
        fn into_internal(self) -> Error;
    }

    /// Types that convert into a boxed error that is `Send`.
    #[derive(Debug)]
    pub enum Sendable {}

    /// `Box<dyn Error>`, which is not `Send`: only its text is preserved.
    #[derive(Debug)]
    pub enum Local {}

    impl<E: Into<Box<dyn StdError + Send + Sync>>> IntoInternal<Sendable> for E {
        #[track_caller]
        fn into_internal(self) -> Error {
            Error::from_boxed(self.into())
        }
    }

    impl IntoInternal<Local> for Box<dyn StdError> {
        #[track_caller]
        fn into_internal(self) -> Error {
            Error::from_local(&*self)
        }
    }
}
