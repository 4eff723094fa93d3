//! The cause of a 500, carried beside the response to where it is logged.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Stands in the extensions of a response whose body hides the cause. Displays as the chain of
/// sources, outermost first.
#[derive(Clone, Debug)]
pub(crate) struct Failure(Arc<dyn Error + Send + Sync>);

impl Failure {
    pub(crate) fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Arc::from(source.into()))
    }

    pub(crate) fn into_error(self) -> Arc<dyn Error + Send + Sync> {
        self.0
    }

    pub(super) fn source(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.0
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_chain(&*self.0, f)
    }
}

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
    use std::io;

    use super::Failure;

    #[test]
    fn a_failure_displays_its_chain() {
        let inner = io::Error::other("disk is full");
        assert_eq!(Failure::new(inner).to_string(), "disk is full");
        let wrapped = axum::Error::new(io::Error::other("disk is full"));
        let text = Failure::new(wrapped).to_string();
        assert!(text.ends_with(": disk is full"), "{text}");
    }
}
