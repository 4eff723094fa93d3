pub const dynamic: &str = "force-static";

pub async fn GET() -> &'static str {
    "nine to five"
}
