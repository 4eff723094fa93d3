pub async fn GET() -> &'static str {
    "found"
}
