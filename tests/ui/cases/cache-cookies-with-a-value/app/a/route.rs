pub const revalidate: u32 = 60;
pub const cache_cookies: &[&str] = &["theme=dark"];

pub async fn GET() {}
