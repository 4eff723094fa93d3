pub const revalidate: u32 = -1;

pub async fn GET() -> &'static str {
    "ok"
}
