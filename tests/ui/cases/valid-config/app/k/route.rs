use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use router_runtime::StaticInput;
use std::convert::Infallible;

pub const revalidate: u32 = 60;

pub struct Host;

impl StaticInput for Host {}

impl<S: Sync> FromRequestParts<S> for Host {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

pub async fn GET(_: Host) -> &'static str {
    "ok"
}
