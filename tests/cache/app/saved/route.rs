use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const stale_if_error: u32 = 60;

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("saved").await
}
