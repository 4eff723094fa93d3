pub async fn GET() -> &'static str {
    "ok"
}

fn forgotten() -> u32 {
    5
}
