pub const max_duration: &str = "60";

pub async fn GET() -> &'static str {
    "ok"
}
