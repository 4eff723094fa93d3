pub async fn GET() -> Jason<u32> {
    5
}
