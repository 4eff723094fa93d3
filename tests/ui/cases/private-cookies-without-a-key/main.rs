use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use router_runtime::{PrivateCookies, cookie::Key, prelude::*, routes};

#[derive(Clone)]
pub struct Shop;

pub struct User;

impl<S: Send + Sync> FromRequestParts<S> for User
where
    Key: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        PrivateCookies::from_request_parts(parts, state).await?;
        Ok(Self)
    }
}

routes!("cases/private-cookies-without-a-key/app", state = Shop);

fn main() {
    let _ = app::router(Shop);
}
