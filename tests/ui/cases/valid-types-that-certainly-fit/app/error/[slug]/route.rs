use router_runtime::prelude::*;

pub async fn GET() -> std::result::Result<&'static str, (StatusCode, String)> {
    Ok("ok")
}
