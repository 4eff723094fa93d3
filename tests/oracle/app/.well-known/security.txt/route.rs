pub async fn GET() -> &'static str {
    "well-known"
}
