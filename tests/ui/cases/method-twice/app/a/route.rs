pub async fn GET() -> &'static str {
    "1"
}

pub async fn GET() -> &'static str {
    "2"
}
