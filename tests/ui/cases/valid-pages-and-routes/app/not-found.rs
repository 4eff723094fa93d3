use router_runtime::prelude::*;

pub async fn not_found(uri: Uri) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("no {uri}"))
}
