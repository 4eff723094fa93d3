pub const max_duration: u32 = 1;

pub async fn GET() {
    std::future::pending::<()>().await;
}
