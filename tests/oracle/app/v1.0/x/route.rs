pub async fn GET() -> &'static str {
    "v1.0/x"
}
