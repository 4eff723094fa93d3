use router_runtime::prelude::*;

pub async fn GET(Path(number): Path<u32>) -> String {
    number.to_string()
}

pub async fn POST(axum::extract::Path(number): axum::extract::Path<u32>) -> String {
    number.to_string()
}
