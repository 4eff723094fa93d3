use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Result<Response> {
    if request.uri().query() == Some("closed") {
        return Err(forbidden());
    }
    let mut response = next.run(request).await;
    let kind = response.headers().get(header::CONTENT_TYPE).cloned();
    if let Some(kind) = kind {
        response.headers_mut().insert("x-seen", kind);
    }
    Ok(response)
}
