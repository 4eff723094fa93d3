use router_runtime::prelude::*;

pub async fn POST(method: Method) -> String {
    format!("post {method}")
}

pub async fn DELETE() -> &'static str {
    "deleted"
}
