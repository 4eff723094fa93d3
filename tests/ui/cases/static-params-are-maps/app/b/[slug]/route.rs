pub struct Item {
    pub slug: String,
}

pub async fn generate_static_params() -> Result<Vec<Item>, String> {
    Ok(Vec::new())
}

pub async fn GET() -> &'static str {
    "ok"
}
