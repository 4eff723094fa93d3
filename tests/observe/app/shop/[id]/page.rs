use router_runtime::prelude::*;

pub async fn page() -> Result<Html<&'static str>> {
    Err(forbidden())
}
