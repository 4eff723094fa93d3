const MODE: &str = "force-statick";

pub const dynamic: &str = MODE;

pub async fn GET() -> &'static str {
    "ok"
}
