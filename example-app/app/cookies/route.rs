//! # Cookies
//!
//! `Cookies` reads what the browser sent, sets and deletes. What is changed reaches the response, whatever that is.
//!
//! ```console
//! $ curl -s -H 'cookie: ink=blue%20black' http://localhost:3000/cookies
//! < 200
//! your ink: blue black
//! $ curl -s -d 'ink=blue black' http://localhost:3000/cookies
//! < 204
//! < set-cookie: ink=blue%20black; HttpOnly; SameSite=Lax; Path=/
//! $ curl -s -X DELETE -H 'cookie: ink=green' http://localhost:3000/cookies
//! < 200
//! < set-cookie: ink=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT
//! it was green
//! ```

use router_runtime::{cookie::SameSite, prelude::*};

#[derive(Debug, serde::Deserialize)]
pub struct Choice {
    ink: String,
}

pub async fn GET(cookies: Cookies) -> String {
    let ink = cookies.get("ink");
    let ink = ink.as_ref().map_or("not chosen yet", Cookie::value);
    format!("your ink: {ink}")
}

pub async fn POST(cookies: Cookies, Form(choice): Form<Choice>) -> StatusCode {
    let cookie = Cookie::build(("ink", choice.ink));
    cookies.set(cookie.http_only(true).same_site(SameSite::Lax));
    StatusCode::NO_CONTENT
}

pub async fn DELETE(cookies: Cookies) -> Result<String> {
    let ink = cookies.get("ink").ok_or_else(not_found)?;
    cookies.delete("ink");
    Ok(format!("it was {}", ink.value()))
}
