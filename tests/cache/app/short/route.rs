use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 2;
pub const cache_expire: u32 = 10;

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("short").await
}
