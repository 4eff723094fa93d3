use router_runtime::prelude::*;

pub async fn not_found(uri: Uri) -> Html<String> {
    Html(format!("no {}", uri.path()))
}
