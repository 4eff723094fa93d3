pub static max_duration: u32 = 60;

pub async fn GET() -> &'static str {
    "ok"
}
