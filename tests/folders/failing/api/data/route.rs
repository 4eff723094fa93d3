use router_runtime::prelude::*;

pub async fn GET() -> Result<&'static str> {
    Err(not_found())
}

pub async fn POST() -> Result<&'static str> {
    Err(forbidden())
}
