#[expect(
    dead_code,
    reason = "a private helper may have the name of a method in lower case"
)]
async fn get() -> &'static str {
    "lower"
}

pub async fn GET() -> &'static str {
    "upper"
}
