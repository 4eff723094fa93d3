use router_runtime::prelude::*;

pub fn layer(folder: FolderLayers, (): &()) -> FolderLayers {
    get_layer(folder)
}

pub async fn middleware(request: Request, next: Next) -> Response {
    next.run(request).await
}

async fn pass(request: Request, next: Next) -> Response {
    next.run(request).await
}

/// A helper that other files call too.
pub fn get_layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(axum::middleware::from_fn(pass))
}
