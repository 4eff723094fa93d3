const MINUTE: u32 = 60;

pub const revalidate: u32 = MINUTE;
pub const cache_expire: u32 = MINUTE / 2;

pub async fn GET() -> &'static str {
    "ok"
}
