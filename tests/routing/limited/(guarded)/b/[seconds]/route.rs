use crate::limits::{echo, wait};
use router_runtime::prelude::*;

pub const max_duration: u32 = 50;
pub const body_limit: usize = 16;

pub async fn GET(Path(seconds): Path<u64>) -> &'static str {
    wait(seconds).await
}

pub async fn POST(body: Body) -> Result<String> {
    echo(body).await
}
