pub async fn POST() -> &'static str {
    "b5/only-post POST"
}
