use router_runtime::prelude::*;

pub async fn not_found() -> (StatusCode, Html<&'static str>) {
    (StatusCode::GONE, Html("club"))
}
