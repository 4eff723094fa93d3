use router_runtime::prelude::*;

pub async fn GET() -> Result<String> {
    Ok("x".parse::<u32>()?.to_string())
}
