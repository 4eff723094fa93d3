//! Response heads of a hit, prepared for many requests.

use super::{
    response::{not_modified_head, time_headers},
    stored_response::StoredResponse,
};
use crate::cache::{clock::Moment, freshness::Lifetime, outcome::Outcome};
use axum::http::{Response, header::CONTENT_LENGTH};
use std::time::Duration;

/// The heads of a hit. They are the same for one second.
#[derive(Debug)]
pub(crate) struct PreparedHeads {
    /// The head of the whole response, without `Content-Length`, which the server takes from the body.
    pub(crate) whole: Response<()>,
    /// The head of the 304.
    pub(crate) not_modified: Response<()>,
    /// The end of the second.
    pub(crate) valid_until: Moment,
}

impl PreparedHeads {
    /// Prepares the heads of a hit at that age.
    pub(crate) fn new(
        stored: &StoredResponse,
        lifetime: Lifetime,
        age: Duration,
        valid_until: Moment,
    ) -> Self {
        let time_headers = time_headers(stored, lifetime, age, Outcome::Hit);
        let mut whole = Response::new(());
        *whole.status_mut() = stored.status;
        let mut headers = stored.headers.clone();
        headers.remove(CONTENT_LENGTH);
        for (name, value) in time_headers.clone() {
            headers.insert(name, value);
        }
        *whole.headers_mut() = headers;
        Self {
            whole,
            not_modified: not_modified_head(stored, time_headers),
            valid_until,
        }
    }
}
