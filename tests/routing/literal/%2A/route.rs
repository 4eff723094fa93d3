pub async fn GET() -> &'static str {
    "star"
}
