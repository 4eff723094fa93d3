pub async fn generate_static_params() -> Result<Vec<crate::models::Item>, std::fmt::Error> {
    Ok(Vec::new())
}

pub async fn GET() -> &'static str {
    "ok"
}
