use crate::lab::Lab;
use router_runtime::prelude::*;

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("plain").await
}
