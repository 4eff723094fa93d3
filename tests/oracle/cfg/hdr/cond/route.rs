pub async fn GET() -> &'static str {
    "cond"
}
