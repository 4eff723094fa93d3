pub const revalidate: bool = false;

pub async fn GET() -> &'static str {
    "ok"
}
