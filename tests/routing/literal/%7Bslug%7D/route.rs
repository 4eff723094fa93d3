pub async fn GET() -> &'static str {
    "braces"
}
