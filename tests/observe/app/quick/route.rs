pub const max_duration: u32 = 1;

/// Never responds.
pub async fn GET() {
    std::future::pending::<()>().await;
}
