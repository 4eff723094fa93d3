async fn error() -> &'static str {
    "failed"
}
