pub async fn GET() -> &'static str {
    "coffee"
}
