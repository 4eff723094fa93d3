use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_vary: &[&str] = &["accept-language: en, de", "x-plan: free, paid"];

pub async fn GET(State(handlers): State<Handlers>, headers: HeaderMap) -> Result<String> {
    handlers.run("chosen").await?;
    let of = |name| headers.get(name).map(|value: &HeaderValue| value.to_str());
    Ok(format!("{:?} {:?}", of("accept-language"), of("x-plan")))
}
