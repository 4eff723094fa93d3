pub async fn GET() -> &'static str {
    "data"
}
