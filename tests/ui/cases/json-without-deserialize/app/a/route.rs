use router_runtime::prelude::*;

pub struct New {
    pub name: String,
}

pub async fn POST(Json(new): Json<New>) -> String {
    new.name
}
