use router_runtime::prelude::*;

pub async fn middleware(request: Request, next: Next) -> Result<Response> {
    let _: u32 = request.uri().path().parse()?;
    Ok(next.run(request).await)
}
