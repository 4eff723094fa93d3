//! A handler that fails.

use router_runtime::prelude::*;

pub async fn GET() -> Result<&'static str> {
    Err(forbidden())
}
