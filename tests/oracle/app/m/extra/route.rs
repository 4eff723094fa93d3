pub const FOO: u32 = 1;

pub async fn GET() -> &'static str {
    "extra"
}
