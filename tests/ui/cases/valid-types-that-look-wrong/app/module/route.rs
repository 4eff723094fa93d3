mod axum {
    pub type Json<T> = ::axum::extract::Query<T>;
}

pub async fn GET(_: axum::Json<Vec<u8>>, _: axum::Json<Vec<u8>>) -> &'static str {
    "ok"
}
