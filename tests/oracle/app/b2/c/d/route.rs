pub async fn GET() -> &'static str {
    "b2/c/d"
}
