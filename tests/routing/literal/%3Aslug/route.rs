pub async fn GET() -> &'static str {
    "colon"
}
