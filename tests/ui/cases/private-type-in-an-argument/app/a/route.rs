use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
struct New {
    name: String,
}

pub async fn POST(Json(new): Json<New>) -> String {
    new.name
}
