pub async fn GET() -> &'static str {
    "3"
}
