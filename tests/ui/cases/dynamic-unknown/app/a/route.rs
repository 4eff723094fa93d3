pub const dynamic: &str = "foo";

pub async fn GET() -> &'static str {
    "ok"
}
