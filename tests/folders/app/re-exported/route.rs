pub async fn GET() -> &'static str {
    "re-exported"
}
