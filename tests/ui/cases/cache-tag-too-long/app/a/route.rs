pub const revalidate: u32 = 60;
pub const cache_tags: &[&str] = &[match std::str::from_utf8(&[b'a'; 257]) {
    Ok(tag) => tag,
    Err(_) => "",
}];

pub async fn GET() -> &'static str {
    "ok"
}
