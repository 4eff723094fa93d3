//! The error of a body that arrives too slowly.

use std::{error::Error, fmt};

/// The error of a body that arrives too slowly. Whoever reports it responds with 408 (RFC 9110 section 15.5.9).
#[derive(Debug)]
pub(crate) struct SlowBody;

impl fmt::Display for SlowBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request body arrives too slowly")
    }
}

impl Error for SlowBody {}
