pub const dynamic: &str = "force-static";

pub async fn GET() -> &'static [u8] {
    &[0, 1, 2, 128, 255]
}
