pub async fn GET() -> &'static str {
    "connected"
}
