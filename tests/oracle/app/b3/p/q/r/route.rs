pub async fn GET() -> &'static str {
    "b3/p/q/r"
}
