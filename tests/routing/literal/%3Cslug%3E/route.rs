pub async fn GET() -> &'static str {
    "angles"
}
