//! A layer whose type hides that it reads the parameter.

use axum::{extract::Path, middleware::from_fn};
use router_runtime::prelude::{FolderLayers, HeaderValue, Next, Request, Response};
use tower::util::BoxCloneSyncServiceLayer;

pub fn layer(folder: FolderLayers) -> FolderLayers {
    folder.layer(BoxCloneSyncServiceLayer::new(from_fn(read)))
}

pub(crate) async fn read(Path(id): Path<String>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let seen = HeaderValue::from_str(&id.escape_default().to_string()).unwrap();
    response.headers_mut().append("x-seen", seen);
    response
}
