pub const revalidate: u32 = 60;

pub async fn GET() -> String {
    "a".repeat(1023)
}
