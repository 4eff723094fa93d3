pub async fn GET() -> &'static str {
    "a body"
}
