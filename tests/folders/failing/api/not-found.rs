use router_runtime::prelude::*;

pub async fn not_found() -> Json<&'static str> {
    Json("no such method")
}
