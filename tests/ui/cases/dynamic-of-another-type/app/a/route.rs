pub const dynamic: bool = true;

pub async fn GET() -> &'static str {
    "ok"
}
