use axum::{extract::FromRequestParts, http::request::Parts};
use router_runtime::prelude::{Children, Html};
use std::convert::Infallible;

pub struct Language(String);

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(format!("{:?}", parts.headers.get("accept-language"))))
    }
}

#[cfg(any())]
pub async fn layout(children: Children) -> Html<String> {
    Html(children.to_string())
}

#[cfg(all())]
pub async fn layout(Language(language): Language, children: Children) -> Html<String> {
    Html(format!("<main lang={language}>{children}</main>"))
}
