use router_runtime::prelude::*;

use crate::models::{Number, User};

pub async fn GET(number: Number) -> String {
    number.to_string()
}

pub async fn PUT(user: User, body: String) -> String {
    let User = user;
    body
}

pub async fn POST(user: Option<User>) -> Json<User> {
    Json(user.unwrap_or(User))
}

pub fn PATCH() -> impl Future<Output = User> {
    async { User }
}

pub async fn DELETE() -> Result<User> {
    Ok(User)
}
