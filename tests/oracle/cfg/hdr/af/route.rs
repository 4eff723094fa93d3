pub async fn GET() -> &'static str {
    "file beats afterFiles"
}
