pub async fn GET() -> &'static str {
    "ok"
}

pub async fn Post() -> &'static str {
    "a"
}
