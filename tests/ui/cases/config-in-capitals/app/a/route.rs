pub const REVALIDATE: u32 = 60;

pub async fn GET() -> &'static str {
    "ok"
}
