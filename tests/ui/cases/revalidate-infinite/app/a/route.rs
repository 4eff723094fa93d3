pub const revalidate: f64 = f64::INFINITY;

pub async fn GET() -> &'static str {
    "ok"
}
