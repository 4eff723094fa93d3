pub const revalidate: u32 = 60 * 100_000_000;

pub async fn GET() -> &'static str {
    "ok"
}
