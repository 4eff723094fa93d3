use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(mut request: Request) -> Result<Json<Value>> {
    let t = request.text().await?;
    Ok(Json(json!({ "t": t, "len": t.encode_utf16().count() })))
}
