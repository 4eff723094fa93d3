pub async fn POST() -> &'static str {
    "ignored"
}
