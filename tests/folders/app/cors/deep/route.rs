pub async fn GET() -> &'static str {
    "open to all"
}
