mod error;
mod loading;

pub async fn GET() -> &'static str {
    error::GET().await
}

pub async fn POST() -> &'static str {
    loading::loading()
}
