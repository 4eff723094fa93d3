pub const check_origin: bool = true;

pub async fn POST() -> &'static str {
    "closed"
}
