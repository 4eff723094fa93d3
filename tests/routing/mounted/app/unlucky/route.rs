use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET() -> Result<String> {
    Ok("x".parse::<u32>()?.to_string())
}
