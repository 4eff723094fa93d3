pub async fn GET() -> &'static str {
    "home"
}
