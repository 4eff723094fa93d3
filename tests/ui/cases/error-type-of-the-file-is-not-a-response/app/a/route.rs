pub struct Failure;

pub async fn GET() -> Result<String, Failure> {
    Err(Failure)
}
