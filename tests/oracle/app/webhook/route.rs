pub async fn POST(payload: String) -> &'static str {
    // Process the webhook payload
    drop(payload);
    "Success!"
}
