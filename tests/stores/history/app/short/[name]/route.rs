use crate::instance::Instance;
use router_runtime::prelude::*;

pub const revalidate: u32 = 1;
pub const cache_expire: u32 = 4;

pub async fn GET(
    State(instance): State<Instance>,
    Path(name): Path<String>,
    entry: CacheEntry,
) -> Result<Response> {
    entry.tag(format!("short.{name}"))?;
    instance.run(&format!("short.{name}")).await
}

pub async fn PUT() -> StatusCode {
    StatusCode::NO_CONTENT
}
