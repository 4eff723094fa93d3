pub const dynamic: &str = "auto";
pub const revalidate: u32 = 60 * 10;
pub const dynamic_params: bool = true;
pub const fetch_cache: &str = "default-cache";
pub const runtime: &str = "native";
pub const preferred_region: &str = "fra1";
pub const max_duration: u32 = 30;
pub const check_origin: bool = false;
pub const body_limit: usize = 16 * 1024;
pub const cache_query: &[&str] = &["page"];
pub const cache_vary: &[&str] = &["accept-language"];
pub const cache_tags: &[&str] = &["items"];
pub const cache_shared: bool = 1 + 1 == 3;
pub const cache_expire: u32 = 3600;
pub const stale_if_error: u32 = 60;

pub async fn GET() -> &'static str {
    "ok"
}

pub async fn POST() -> &'static str {
    "ok"
}
