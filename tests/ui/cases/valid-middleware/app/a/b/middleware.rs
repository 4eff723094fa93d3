use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers, (): &()) -> FolderLayers {
    folder.layer(axum::middleware::from_fn(pass))
}

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}

async fn pass(request: Request, next: Next) -> Response {
    next.run(request).await
}
