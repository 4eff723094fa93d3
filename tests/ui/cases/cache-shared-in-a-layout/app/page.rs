pub async fn page() -> &'static str {
    "ok"
}
