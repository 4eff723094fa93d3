pub const revalidte: u32 = 60;

pub async fn GET() -> &'static str {
    "ok"
}
