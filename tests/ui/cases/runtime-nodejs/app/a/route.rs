pub const runtime: &str = "nodejs";

pub async fn GET() -> &'static str {
    "ok"
}
