#[derive(Clone)]
struct New;

type Alias = crate::other::Thing;

pub async fn GET(alias: Alias) -> Alias {
    let _ = New;
    alias
}

pub async fn POST() -> impl axum::response::IntoResponse {
    let _ = New;
}
