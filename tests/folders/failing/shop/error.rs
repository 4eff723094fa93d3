use router_runtime::prelude::*;

pub async fn error(error: ErrorContext, headers: HeaderMap) -> impl IntoResponse {
    let reader = headers.get("x-reader").and_then(|it| it.to_str().ok());
    let text = format!("{} for {}", error.status(), reader.unwrap_or("all"));
    ([("x-error", "shop")], Html(text))
}
