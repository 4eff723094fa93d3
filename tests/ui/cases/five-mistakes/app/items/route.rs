pub async fn get() -> &'static str {
    "items"
}
