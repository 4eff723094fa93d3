use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Result<Response> {
    if request.headers().contains_key("x-key") {
        return Ok(next.run(request).await);
    }
    Err(see_other(crate::mount::p::id::href("login")))
}
