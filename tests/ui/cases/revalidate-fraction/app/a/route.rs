pub const revalidate: f64 = 1.5;

pub async fn GET() -> &'static str {
    "ok"
}
