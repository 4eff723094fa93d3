use router_runtime::prelude::*;

pub async fn middleware(
    Path((slug, part)): Path<(String, u32)>,
    request: Request,
    next: Next,
) -> Result<Response> {
    if slug.len() < part as usize {
        return Err(forbidden());
    }
    Ok(next.run(request).await)
}
