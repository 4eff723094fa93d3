use router_runtime::prelude::*;
use router_tests::handlers::Handlers;

pub const revalidate: u32 = 60;
pub const cache_cookies: &[&str] = &["theme", "lang"];

pub async fn GET(
    State(handlers): State<Handlers>,
    cookies: Cookies,
    headers: HeaderMap,
) -> Result<String> {
    handlers.run("cookies").await?;
    let sent = headers.get(header::COOKIE).map(|value| value.to_str());
    let theme = cookies.get("theme").map(|cookie| cookie.value().to_owned());
    Ok(format!("{theme:?} of {sent:?}"))
}
