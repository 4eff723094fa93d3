pub const revalidate: bool = true;

pub async fn GET() -> &'static str {
    "ok"
}
