use router_runtime::prelude::*;

pub async fn not_found(uri: Uri) -> String {
    format!("nothing at {}", uri.path())
}
