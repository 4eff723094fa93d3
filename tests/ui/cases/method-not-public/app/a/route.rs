async fn GET() -> &'static str {
    "a"
}
