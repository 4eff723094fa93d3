use router_runtime::prelude::*;
use serde_json::{Value, json};

pub async fn POST(mut request: Request) -> Result<Json<Value>> {
    let res: Value = request.json().await?;
    Ok(Json(json!({ "res": res })))
}

pub async fn DELETE(mut request: Request) -> Result<Json<Value>> {
    let res: Value = request.json().await?;
    Ok(Json(json!({ "res": res })))
}

pub async fn OPTIONS(mut request: Request) -> Result<Json<Value>> {
    let res: Value = request.json().await?;
    Ok(Json(json!({ "res": res })))
}

pub async fn PUT(mut request: Request) -> Result<Json<Value>> {
    let res: Value = request.json().await?;
    Ok(Json(json!({ "res": res })))
}

pub async fn PATCH(mut request: Request) -> Result<Json<Value>> {
    let res: Value = request.json().await?;
    Ok(Json(json!({ "res": res })))
}
