pub async fn GET() -> &'static str {
    "r4/a"
}
