pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &["a"; 129];

pub async fn GET() -> &'static str {
    "ok"
}
