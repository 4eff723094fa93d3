use crate::models::User;

// The first twenty places of a type have a message of their own.
pub async fn GET(
    _0: User,
    _1: User,
    _2: User,
    _3: User,
    _4: User,
    _5: User,
    _6: User,
    _7: User,
    _8: User,
    _9: User,
    body: String,
) -> String {
    body
}

pub async fn POST(
    _0: User,
    _1: User,
    _2: User,
    _3: User,
    _4: User,
    _5: User,
    _6: User,
    _7: User,
    _8: User,
    _9: User,
    body: String,
) -> String {
    body
}

pub async fn PUT(body: String) -> String {
    body
}

pub async fn PATCH(_user: User, body: String) -> String {
    body
}

pub fn DELETE(_user: User, body: String) -> String {
    body
}
