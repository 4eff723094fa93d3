pub async fn GET() -> &'static str {
    "a folder with the name of a generated module"
}
