pub const revalidate: i32 = -1;

pub async fn GET() -> &'static str {
    "ok"
}
