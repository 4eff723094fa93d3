//! The error of a server that cannot start.

use std::{error::Error, fmt, io};

/// The error of [`serve`](crate::AppService::serve) if the server cannot start. Its message is one line with the reason and the solution.
///
/// `Debug` writes the same message as `Display`, because Rust prints the error of `main` with `Debug`:
///
/// ```text
/// Error: cannot listen on 127.0.0.1:3000: the address is in use: stop the other program, or choose another port, such as PORT=3001
/// ```
///
/// `?` converts it in a `main` that returns [`io::Result`], `Box<dyn Error>` or `anyhow::Result`. Prefer this type as the error of `main`:
/// an [`io::Error`] would be printed as `Custom { kind: AddrInUse, error: … }`. `?` also converts an [`io::Error`] into this type, such as
/// that of a settings file:
///
/// ```no_run
/// # mod app { pub fn service() -> router_runtime::AppService<()> { unimplemented!() } }
/// use router_runtime::ServeError;
///
/// #[tokio::main]
/// async fn main() -> Result<(), ServeError> {
///     let settings = std::fs::read_to_string("settings.toml")?;
///     println!("{settings}");
///     app::service().serve().await
/// }
/// ```
pub struct ServeError {
    kind: io::ErrorKind,
    message: String,
}

impl ServeError {
    pub(crate) fn new(kind: io::ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// Returns the kind of the error, such as [`AddrInUse`](io::ErrorKind::AddrInUse), or
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) for a variable with an invalid value.
    ///
    /// ```
    /// use router_runtime::ServeError;
    /// use std::io::{Error, ErrorKind};
    ///
    /// let error = ServeError::from(Error::new(ErrorKind::NotFound, "no settings"));
    /// assert_eq!(error.kind(), ErrorKind::NotFound);
    /// assert_eq!(format!("{error:?}"), "no settings");
    /// ```
    pub fn kind(&self) -> io::ErrorKind {
        self.kind
    }
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ServeError {}

impl From<ServeError> for io::Error {
    fn from(error: ServeError) -> Self {
        Self::new(error.kind, error)
    }
}

impl From<io::Error> for ServeError {
    fn from(error: io::Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}
