pub async fn GET() -> &'static str {
    "dotfoo"
}
