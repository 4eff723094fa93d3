use router_runtime::prelude::*;

pub async fn GET(uri: Uri) -> String {
    format!("space {}", uri.path())
}
