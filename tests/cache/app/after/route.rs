use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;

pub async fn GET(State(lab): State<Lab>, after: After) -> Result<Response> {
    let left = lab.clone();
    after.run(async move { drop(left.run("after/left").await) })?;
    lab.run("after").await
}

pub async fn POST(State(lab): State<Lab>, after: After) -> Result<StatusCode> {
    after.run(async move { drop(lab.run("after/lingers").await) })?;
    Ok(StatusCode::ACCEPTED)
}
