pub async fn errors() -> &'static str {
    "failed"
}
