pub async fn GET() -> &'static str {
    "beside the folder"
}
