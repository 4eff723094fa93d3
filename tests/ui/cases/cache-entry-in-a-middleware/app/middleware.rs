use router_runtime::prelude::*;

pub async fn middleware(entry: CacheEntry, request: Request, next: Next) -> Response {
    entry.no_store();
    next.run(request).await
}
