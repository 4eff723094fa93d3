pub async fn GET() -> Result<&'static str, std::num::ParseIntError> {
    let _: u32 = "5".parse()?;
    Ok("items")
}
