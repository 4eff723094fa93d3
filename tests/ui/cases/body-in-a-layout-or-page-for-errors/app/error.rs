use router_runtime::prelude::*;

pub async fn error(_error: ErrorContext, Json(body): Json<u32>) -> String {
    body.to_string()
}
