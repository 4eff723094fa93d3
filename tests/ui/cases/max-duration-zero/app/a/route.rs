pub const max_duration: u32 = 0;

pub async fn GET() -> &'static str {
    "ok"
}
