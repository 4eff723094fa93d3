pub async fn GET() -> &'static str {
    "in a private folder"
}
