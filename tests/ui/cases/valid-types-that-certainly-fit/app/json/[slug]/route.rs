use router_runtime::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct New;

pub async fn POST(Json(new): Json<New>) -> (StatusCode, Json<New>) {
    (StatusCode::OK, Json(new))
}

pub async fn PUT(Query(query): Query<Vec<(String, u8)>>, Form(new): Form<New>) -> Json<Vec<New>> {
    let _ = (query, new);
    Json(Vec::new())
}
