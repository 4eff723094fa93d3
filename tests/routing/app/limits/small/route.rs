use router_runtime::prelude::*;

pub const body_limit: usize = 8;

pub async fn POST(body: String) -> String {
    body
}

pub async fn PUT(body: Body) -> Result<String> {
    let bytes = axum::body::to_bytes(body, usize::MAX).await?;
    Ok(bytes.len().to_string())
}
