pub async fn GET() -> &'static str {
    "dollar"
}
