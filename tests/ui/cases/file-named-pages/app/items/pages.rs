pub async fn page() -> &'static str {
    "found"
}
