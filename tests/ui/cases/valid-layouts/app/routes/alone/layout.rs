use router_runtime::prelude::*;

pub async fn layout(uri: Uri, children: Children) -> impl IntoResponse {
    Html(format!("{uri}{children}"))
}
