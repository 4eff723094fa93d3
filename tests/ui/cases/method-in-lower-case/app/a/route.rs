pub async fn get() -> &'static str {
    "a"
}
