pub const revalidate: u32 = 60;

pub async fn GET() -> &'static str {
    "no layout stands around a route"
}
