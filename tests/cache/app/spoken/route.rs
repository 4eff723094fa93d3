use crate::lab::Lab;
use router_runtime::prelude::*;

pub const revalidate: u32 = 60;
pub const cache_vary: &[&str] = &["accept-language"];

pub async fn GET(State(lab): State<Lab>, headers: HeaderMap) -> Result<Response> {
    let answer = lab.run("spoken").await?;
    if answer.headers().contains_key(header::VARY) {
        return Ok(answer);
    }
    let names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
    let language = headers.get("accept-language");
    Ok(format!("{language:?} of {names:?}").into_response())
}
