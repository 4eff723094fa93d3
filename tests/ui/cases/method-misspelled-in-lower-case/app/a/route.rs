pub async fn gett() -> &'static str {
    "a"
}
