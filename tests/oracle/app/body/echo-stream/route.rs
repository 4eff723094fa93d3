use router_runtime::prelude::*;

pub async fn POST(headers: HeaderMap, body: Body) -> impl IntoResponse {
    let kind = headers.get(header::CONTENT_TYPE).cloned();
    let unknown = HeaderValue::from_static("application/octet-stream");
    ([(header::CONTENT_TYPE, kind.unwrap_or(unknown))], body)
}
