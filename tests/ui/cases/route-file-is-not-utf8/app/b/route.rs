pub async fn GET() -> &'static str { "café" }
