use router_runtime::prelude::*;

pub async fn POST() -> Result<()> {
    Err(unauthorized())
}
