use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_vary: &[&str] = &["accept-language"];

pub async fn GET(State(handlers): State<Handlers>, headers: HeaderMap) -> Result<Response> {
    let response = handlers.run("language").await?;
    if response.headers().contains_key(header::VARY) {
        return Ok(response);
    }
    let names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
    let language = headers.get("accept-language");
    Ok(format!("{language:?} of {names:?}").into_response())
}
