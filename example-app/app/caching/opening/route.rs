//! # Caching: a static response
//!
//! A handler runs for every request unless its file opts into caching. This one runs once: with
//! `force-static` it receives a blank request, so that no data of one client reaches another.
//!
//! ```console
//! $ curl -s 'http://localhost:3000/caching/opening?day=sunday'
//! < 200
//! < cache-control: public, max-age=0, s-maxage=31536000
//! < cdn-cache-control: max-age=31536000
//! < cache-status: rcache; hit
//! 9 to 5, for any query: None
//! ```

use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(uri: Uri) -> String {
    format!("9 to 5, for any query: {:?}", uri.query())
}
