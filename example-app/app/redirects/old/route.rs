//! # Redirects
//!
//! `permanent_redirect` is a 308, which keeps the method and the body. Spellings of a URL that
//! differ by slashes are redirected before any handler runs.
//!
//! ```console
//! $ curl -s -X POST http://localhost:3000/redirects/old
//! < 308
//! < location: /redirects
//! $ curl -s 'http://localhost:3000//redirects/?from=mail'
//! < 308
//! < location: /redirects?from=mail
//! ```

use crate::app::redirects;
use router_runtime::prelude::*;

pub async fn GET() -> Error {
    permanent_redirect(redirects::href())
}

pub async fn POST() -> Error {
    permanent_redirect(redirects::href())
}
