pub async fn page() -> &'static str {
    include_str!("route.js")
}
