//! # Redirects
//!
//! `redirect` is a 307, for now; the target is a link that the compiler has checked.
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
