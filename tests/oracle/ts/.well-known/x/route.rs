pub async fn GET() -> &'static str {
    "wk"
}
