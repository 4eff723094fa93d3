use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> Result<()> {
    Err(not_found())
}
