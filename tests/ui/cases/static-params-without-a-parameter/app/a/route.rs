pub async fn generate_static_params() -> Vec<String> {
    vec!["a".to_owned()]
}

pub async fn GET() -> &'static str {
    "ok"
}
