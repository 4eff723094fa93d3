use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;

pub async fn GET(State(handlers): State<Handlers>, after: After) -> Result<Response> {
    let left = handlers.clone();
    after.run(async move { drop(left.run("after/left").await) })?;
    handlers.run("after").await
}

pub async fn POST(State(handlers): State<Handlers>, after: After) -> Result<StatusCode> {
    after.run(async move { drop(handlers.run("after/lingers").await) })?;
    Ok(StatusCode::ACCEPTED)
}
