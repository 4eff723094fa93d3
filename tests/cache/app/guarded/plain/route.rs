pub async fn GET() -> &'static str {
    "plain"
}
