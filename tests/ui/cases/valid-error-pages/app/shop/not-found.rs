use router_runtime::prelude::*;

pub async fn not_found(uri: Uri, error: ErrorContext) -> Result<Html<String>> {
    Ok(Html(format!("{}: {}", uri.path(), error.message())))
}
