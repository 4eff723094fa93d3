use router_runtime::prelude::*;

pub async fn GET(uri: Uri) -> String {
    format!("a {} {uri}", uri.path())
}

pub async fn POST(uri: Uri) -> String {
    format!("post a {}", uri.path())
}
