//! # Redirects: permanent
//!
//! `permanent_redirect` is a 308, which preserves the method and the body. URLs that differ only in
//! slashes are redirected before any handler runs, and so are the paths of the rules in
//! `src/main.rs`.
//!
//! ```console
//! $ curl -s -X POST http://localhost:3000/redirects/old
//! < 308
//! < location: /redirects
//! $ curl -s 'http://localhost:3000//redirects/?from=mail'
//! < 308
//! < location: /redirects?from=mail
//! $ curl -s 'http://localhost:3000/shelves/writing/ink?from=mail'
//! < 308
//! < location: /catalog/writing/ink?from=mail
//! $ curl -s http://localhost:3000/convention
//! < 200
//! < x-content-type-options: nosniff
//! …
//! ```

use crate::app::redirects;
use router_runtime::prelude::*;

pub async fn GET() -> Error {
    permanent_redirect(redirects::href())
}

pub async fn POST() -> Error {
    permanent_redirect(redirects::href())
}
