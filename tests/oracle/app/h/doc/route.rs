use router_runtime::prelude::*;

pub async fn GET(headers: HeaderMap) -> impl IntoResponse {
    let referer = headers.get(header::REFERER).cloned();
    (
        referer.map(|referer| [(header::REFERER, referer)]),
        "Hello, Next.js!",
    )
}
