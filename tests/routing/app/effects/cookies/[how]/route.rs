use axum::{extract::FromRequestParts, http::request::Parts};
use router_runtime::{PrivateCookies, SignedCookies, UnroutedRejection, cookie::Key, prelude::*};

/// An extractor that reads cookies itself.
pub struct Visit(String);

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = UnroutedRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, UnroutedRejection> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        let before = cookies.get("visit").map(|it| it.value().to_owned());
        cookies.set(("visit", "again"));
        Ok(Self(before.unwrap_or_else(|| "first".to_owned())))
    }
}

fn key() -> Key {
    Key::from(&[7; 64])
}

pub async fn GET(Path(how): Path<String>, cookies: Cookies) -> Result<Response> {
    cookies.set(("how", how.clone()));
    let signed: SignedCookies = cookies.signed(&key());
    let private: PrivateCookies = cookies.private(&key());
    let text = |cookie: Option<Cookie<'_>>| cookie.map(|it| it.value().to_owned());
    match how.as_str() {
        "missing" => Err(not_found()),
        "elsewhere" => Err(redirect("/type")),
        "failed" => Err("lost").internal(),
        "own" => Ok(Response::json("own").with_cookie(("how", "mine"))),
        "unfit" => {
            cookies.set(("a\r\nset-cookie: b", "1"));
            Ok(Response::json("sent"))
        }
        "keep" => {
            signed.set(("signed", "7"));
            private.set(("private", "8"));
            Ok(Response::json("read"))
        }
        "read" => {
            let both = (text(signed.get("signed")), text(private.get("private")));
            Ok(Response::json(&both))
        }
        _ => Ok(Response::json("value")),
    }
}

pub async fn POST(Visit(before): Visit) -> String {
    before
}
