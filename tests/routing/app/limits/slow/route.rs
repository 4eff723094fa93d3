use std::time::Duration;

pub const max_duration: u32 = 5;

pub async fn GET() -> &'static str {
    tokio::time::sleep(Duration::from_secs(4)).await;
    "in time"
}

pub async fn POST() -> &'static str {
    tokio::time::sleep(Duration::from_secs(6)).await;
    "too late"
}
