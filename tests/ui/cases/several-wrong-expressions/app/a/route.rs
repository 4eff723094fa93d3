const MODE: &str = "statick";

pub const dynamic: &str = MODE;

pub async fn GET() -> &'static str {
    "ok"
}
