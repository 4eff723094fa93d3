use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: bool = false;

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("never").await
}
