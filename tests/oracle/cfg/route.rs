use router_runtime::prelude::*;

pub async fn GET(uri: Uri) -> String {
    format!("root route {} bp= {uri}", uri.path())
}
