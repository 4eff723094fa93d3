pub async fn GET() -> &'static str {
    "1"
}
