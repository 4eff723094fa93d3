pub async fn GET() -> &'static str {
    "r/static"
}
