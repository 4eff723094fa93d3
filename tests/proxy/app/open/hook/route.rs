pub const check_origin: bool = 1 > 2;

pub async fn POST() -> &'static str {
    "hook"
}
