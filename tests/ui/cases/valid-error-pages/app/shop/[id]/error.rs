use router_runtime::{ErrorContext, prelude::*};

pub async fn error(Path(id): Path<String>, error: ErrorContext) -> (StatusCode, Html<String>) {
    (error.status(), Html(id))
}
