use router_runtime::prelude::*;

pub async fn GET() -> Result<impl IntoResponse> {
    let value = HeaderValue::from_bytes("café".as_bytes())?;
    Ok(([("X-L", value)], "r"))
}
