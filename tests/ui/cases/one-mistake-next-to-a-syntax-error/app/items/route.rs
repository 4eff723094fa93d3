pub async fn GET( -> &'static str {
    "items"
}
