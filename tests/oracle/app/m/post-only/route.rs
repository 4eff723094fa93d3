pub async fn POST() -> &'static str {
    "posted"
}
