const PERIOD: u32 = 60;
const MODE: &str = "force-static";

pub const revalidate: u32 = PERIOD * 2;
pub const dynamic: &str = MODE;
pub const preferred_region: &[&str] = &["fra1", "iad1"];

pub async fn GET() -> &'static str {
    "ok"
}
