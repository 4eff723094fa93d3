use router_runtime::prelude::*;

pub async fn POST(Json(value): Json<Vec<u32>>) -> String {
    format!("{value:?}")
}
