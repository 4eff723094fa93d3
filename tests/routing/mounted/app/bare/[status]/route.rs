use router_runtime::prelude::*;

pub const body_limit: usize = 4;

pub async fn GET(Path(status): Path<u16>) -> Result<impl IntoResponse> {
    Ok((StatusCode::from_u16(status)?, [("content-length", "5")]))
}

pub async fn POST(body: String) -> String {
    body
}
