const MODE: &str = "force-dynamic";
const MINUTE: u32 = 60;

pub const dynamic: &str = MODE;
pub const revalidate: u32 = MINUTE;

pub async fn GET() -> &'static str {
    "ok"
}
