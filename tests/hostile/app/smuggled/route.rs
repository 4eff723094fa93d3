pub async fn GET() -> &'static str {
    "smuggled"
}
