pub async fn POST() -> &'static str {
    "open"
}
