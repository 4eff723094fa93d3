use crate::lab::Lab;
use router_runtime::prelude::*;

pub const dynamic: &str = "error";

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("error").await
}
