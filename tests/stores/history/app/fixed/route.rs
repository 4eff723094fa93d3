use crate::instance::Instance;
use router_runtime::prelude::*;

pub const revalidate: u32 = 600;
pub const cache_tags: &[&str] = &["fixed"];

pub async fn GET(State(instance): State<Instance>) -> Result<Response> {
    instance.run("fixed").await
}

pub async fn PUT() -> StatusCode {
    StatusCode::NO_CONTENT
}
