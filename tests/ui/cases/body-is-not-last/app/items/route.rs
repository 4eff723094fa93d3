use router_runtime::prelude::*;

pub async fn POST(Json(names): Json<Vec<String>>, headers: HeaderMap) -> String {
    format!("{names:?} {headers:?}")
}
