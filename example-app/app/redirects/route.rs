//! # Redirects
//!
//! `redirect` is a 307, a temporary redirect. The compiler checks its target.
//!
//! ```console
//! $ curl -s http://localhost:3000/redirects
//! < 307
//! < location: /items/pen
//! ```

use crate::app::items;
use router_runtime::prelude::*;

pub async fn GET() -> Error {
    redirect(items::slug::href("pen"))
}
