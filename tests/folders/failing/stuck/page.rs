use router_runtime::prelude::*;

pub const max_duration: u32 = 1;

pub async fn page() -> Result<Html<&'static str>> {
    Err(forbidden())
}
