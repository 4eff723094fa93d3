//! The error behind a response whose body hides it.

use std::{error::Error, fmt, panic::Location, sync::Arc};

/// An error that is logged and not sent: an extension of the response. `Display` writes the chain of sources, outermost first.
#[derive(Clone, Debug)]
pub(crate) struct InternalError {
    source: Arc<dyn Error + Send + Sync>,
    /// The place where it was converted.
    place: Option<&'static Location<'static>>,
}

impl InternalError {
    pub(crate) fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: Arc::from(source.into()),
            place: None,
        }
    }

    /// Sets the place where it was converted.
    pub(super) fn at(self, place: &'static Location<'static>) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    pub(crate) fn place(&self) -> Option<&'static Location<'static>> {
        self.place
    }

    pub(super) fn shared(&self) -> Arc<dyn Error + Send + Sync> {
        Arc::clone(&self.source)
    }

    pub(crate) fn into_inner(self) -> Arc<dyn Error + Send + Sync> {
        self.source
    }

    pub(super) fn source(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.source
    }
}

impl fmt::Display for InternalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_chain(&*self.source, f)
    }
}

/// Writes an error and its sources, separated by colons.
pub(crate) fn write_chain(error: &(dyn Error + 'static), out: &mut impl fmt::Write) -> fmt::Result {
    write!(out, "{error}")?;
    let mut source = error.source();
    while let Some(error) = source {
        write!(out, ": {error}")?;
        source = error.source();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::InternalError;
    use std::io;

    #[test]
    fn an_internal_error_displays_its_sources() {
        let inner = io::Error::other("disk is full");
        assert_eq!(InternalError::new(inner).to_string(), "disk is full");
        let wrapped = axum::Error::new(io::Error::other("disk is full"));
        let text = InternalError::new(wrapped).to_string();
        assert!(text.ends_with(": disk is full"), "{text}");
    }
}
