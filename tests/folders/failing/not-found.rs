use router_runtime::prelude::*;

pub async fn not_found(uri: Uri, error: ErrorContext) -> Html<String> {
    Html(format!("root: {} {:?}", uri.path(), error.cause()))
}
