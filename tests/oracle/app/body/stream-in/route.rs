use router_runtime::prelude::*;
use serde_json::{Value, json};
use tokio_stream::StreamExt;

pub async fn POST(request: Request) -> Result<Json<Value>> {
    let mut pieces = request.into_body().into_data_stream();
    let (mut n, mut total) = (0, 0);
    while let Some(piece) = pieces.next().await {
        n += 1;
        total += piece?.len();
    }
    Ok(Json(json!({ "many": n > 1, "total": total })))
}
