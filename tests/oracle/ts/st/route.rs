pub const revalidate: u32 = 10;

pub async fn GET() -> &'static str {
    "st"
}
