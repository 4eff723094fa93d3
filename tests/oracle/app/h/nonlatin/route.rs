use router_runtime::prelude::*;

pub async fn GET() -> Result<impl IntoResponse> {
    let value = HeaderValue::from_str("日")?;
    Ok(([("X-L", value)], "r"))
}
