use router_runtime::prelude::*;

pub async fn GET(uri: Uri) -> String {
    format!("odd/route {}", uri.path())
}
