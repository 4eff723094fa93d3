pub const runtime: &str = "edge";

pub async fn GET() -> &'static str {
    "ok"
}
