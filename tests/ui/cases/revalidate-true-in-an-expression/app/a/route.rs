const FOREVER: bool = 1 + 1 == 2;

pub const revalidate: bool = FOREVER;

pub async fn GET() -> &'static str {
    "ok"
}
