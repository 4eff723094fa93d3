pub const revalidate: u32 = 60;
pub const cache_vary: &[&str] = &["accept", "Cookie: a"];

pub async fn GET() {}
