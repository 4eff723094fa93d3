use router_runtime::prelude::*;

#[derive(serde::Deserialize)]
pub struct User {
    pub name: String,
}

pub async fn GET() -> Json<User> {
    Json(User {
        name: String::new(),
    })
}

pub async fn POST(Json(user): Json<User>) -> Result<Json<Vec<User>>> {
    Ok(Json(vec![user]))
}
