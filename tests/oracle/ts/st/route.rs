pub const revalidate: u32 = 10;
/// `expireTime` of the recorded application.
pub const cache_expire: u32 = 100;

pub async fn GET() -> &'static str {
    "st"
}
