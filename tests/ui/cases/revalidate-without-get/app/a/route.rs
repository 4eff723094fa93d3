pub const revalidate: u32 = 60;

pub async fn POST() -> &'static str {
    "ok"
}
