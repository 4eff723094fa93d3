pub const LIMIT: u32 = 10;

pub async fn GET() -> &'static str {
    "found"
}
