use router_runtime::prelude::*;

const LIMIT: usize = 3;

#[cfg(unix)]
pub async fn middleware(
    State(()): State<()>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Result<Response> {
    check(&headers)?;
    Ok(next.run(request).await)
}

#[cfg(not(unix))]
pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder
}

fn check(headers: &HeaderMap) -> Result<()> {
    if headers.len() > LIMIT * 100 {
        return Err(forbidden());
    }
    Ok(())
}
