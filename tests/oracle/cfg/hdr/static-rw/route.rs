pub async fn GET() -> &'static str {
    "never: beforeFiles wins"
}
