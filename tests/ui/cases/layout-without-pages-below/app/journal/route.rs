pub async fn GET() -> &'static str {
    "no layout stands around a route"
}
