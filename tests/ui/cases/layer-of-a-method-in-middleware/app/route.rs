pub async fn POST() -> &'static str {
    "ok"
}
