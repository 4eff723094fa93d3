pub async fn GET() -> &'static str {
    "a folder named as something that the macro writes beside it"
}
