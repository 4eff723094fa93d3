//! The chain of errors behind an error.

use std::{error::Error, io, iter};

/// Returns the first error of type `E` in the chain of sources, which begins with the error itself.
pub(super) fn find_source<'e, E: Error + 'static>(
    error: &'e (dyn Error + 'static),
) -> Option<&'e E> {
    iter::successors(Some(error), next_source).find_map(<dyn Error>::downcast_ref)
}

/// Returns the next error of the chain. [`io::Error::source`] skips the error that it wraps.
fn next_source<'e>(error: &&'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    let error = *error;
    match error.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref().map(|error| error as &(dyn Error + 'static)),
        None => error.source(),
    }
}
