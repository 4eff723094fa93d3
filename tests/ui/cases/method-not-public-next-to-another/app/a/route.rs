pub async fn POST() -> &'static str {
    "ok"
}

async fn GET() -> &'static str {
    "a"
}
