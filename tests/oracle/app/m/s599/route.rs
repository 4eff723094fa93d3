use router_runtime::prelude::*;

pub async fn GET() -> Result<(StatusCode, &'static str)> {
    Ok((StatusCode::from_u16(599)?, "five"))
}
