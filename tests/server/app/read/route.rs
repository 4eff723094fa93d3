pub async fn POST(body: String) -> String {
    body.len().to_string()
}
