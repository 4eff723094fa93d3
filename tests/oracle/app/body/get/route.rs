use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn GET(mut request: Request) -> Result<Json<Value>> {
    let text = request.text().await?;
    Ok(Json(json!({ "bodyNull": text.is_empty(), "text": text })))
}
