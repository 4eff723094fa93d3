pub async fn page() {}
