use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET() -> Result<()> {
    Err(not_found())
}
