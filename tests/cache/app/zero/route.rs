use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 0;

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("zero").await
}
