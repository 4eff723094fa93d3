use router_runtime::prelude::*;

pub const revalidate: u32 = 600;
pub const cache_vary: &[&str] = &["host"];

pub async fn GET(headers: HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    host.unwrap_or("none").to_owned()
}
