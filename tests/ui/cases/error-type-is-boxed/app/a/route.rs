use std::error::Error;

pub async fn GET() -> Result<String, Box<dyn Error + Send + Sync>> {
    Ok("5".parse::<u32>()?.to_string())
}
