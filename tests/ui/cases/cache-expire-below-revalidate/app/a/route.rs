pub const revalidate: u32 = 60;
pub const cache_expire: u32 = 30;

pub async fn GET() -> &'static str {
    "ok"
}
