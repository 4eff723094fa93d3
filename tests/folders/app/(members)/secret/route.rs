//! A cached response behind an access check.

use crate::Journal;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(State(journal): State<Journal>) -> &'static str {
    journal.note("secret made".to_owned());
    "secret"
}

pub async fn POST() -> StatusCode {
    StatusCode::ACCEPTED
}
