type Seconds = u32;

pub const max_duration: Seconds = 60;

pub async fn GET() -> &'static str {
    "ok"
}
