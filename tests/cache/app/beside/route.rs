use crate::lab::Lab;
use router_runtime::prelude::*;

pub const dynamic: &str = "force-static";

pub async fn GET(State(lab): State<Lab>) -> Result<Response> {
    lab.run("beside").await
}

pub async fn POST(State(lab): State<Lab>) -> Result<Response> {
    lab.run("POST beside").await
}

pub async fn DELETE(State(lab): State<Lab>) -> Result<Response> {
    lab.run("DELETE beside").await
}
