use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> Result<impl IntoResponse> {
    let token = cookies.get("token").ok_or("no token").internal()?;
    let set = format!("token={}", token.value());
    Ok(([(header::SET_COOKIE, set)], "Hello, Next.js!"))
}
