//! A cached error.

use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> Result<&'static str> {
    Err(not_found())
}
