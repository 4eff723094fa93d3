//! # Cookies
//!
//! `Cookies` reads, sets and deletes cookies. Changes are part of the response, even if the handler
//! returns an error.
//!
//! ```console
//! $ curl -s -X POST -d 'ink=royal+blue' http://localhost:3000/cookies
//! < 204
//! < set-cookie: ink=royal%20blue; HttpOnly; SameSite=Lax; Path=/
//! $ curl -s -H 'cookie: ink=royal%20blue' http://localhost:3000/cookies
//! < 200
//! Your ink is royal blue.
//! $ curl -s http://localhost:3000/cookies
//! < 200
//! You have not chosen an ink.
//! $ curl -s -X DELETE http://localhost:3000/cookies
//! < 204
//! …
//! ```

use axum::response::NoContent;
use router_runtime::{cookie::SameSite, prelude::*};

#[derive(Debug, serde::Deserialize)]
pub struct Choice {
    ink: String,
}

pub async fn GET(cookies: Cookies) -> String {
    match cookies.get("ink") {
        Some(ink) => format!("Your ink is {}.", ink.value()),
        None => "You have not chosen an ink.".to_owned(),
    }
}

pub async fn POST(cookies: Cookies, Form(choice): Form<Choice>) -> NoContent {
    let ink = Cookie::build(("ink", choice.ink));
    cookies.set(ink.http_only(true).same_site(SameSite::Lax));
    NoContent
}

pub async fn DELETE(cookies: Cookies) -> NoContent {
    cookies.delete("ink");
    NoContent
}
