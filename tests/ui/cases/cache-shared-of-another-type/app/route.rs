pub const revalidate: u32 = 60;
pub const cache_shared: &str = "private";

pub async fn GET() -> &'static str {
    "ok"
}
