pub const dynamic: &str = "force-static";

pub async fn GET() -> String {
    "x".repeat(5000)
}
