pub const runtime: &str = "deno";

pub async fn GET() -> &'static str {
    "ok"
}
