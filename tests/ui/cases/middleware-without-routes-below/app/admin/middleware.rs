use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Result<Response> {
    if !request.headers().contains_key("x-key") {
        return Err(unauthorized());
    }
    Ok(next.run(request).await)
}
