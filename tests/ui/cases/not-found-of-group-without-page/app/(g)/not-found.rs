pub async fn not_found() -> &'static str {
    "nothing here"
}
