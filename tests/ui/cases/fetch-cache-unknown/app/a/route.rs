pub const fetch_cache: &str = "zzz";

pub async fn GET() -> &'static str {
    "ok"
}
