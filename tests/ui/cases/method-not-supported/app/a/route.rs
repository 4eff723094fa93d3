pub async fn GET() -> &'static str {
    "ok"
}

pub async fn TRACE() -> &'static str {
    "a"
}
