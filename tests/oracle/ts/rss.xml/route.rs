use router_runtime::prelude::*;

pub async fn GET(uri: Uri) -> String {
    format!("rss {}", uri.path())
}
