use std::collections::HashMap;

pub async fn generate_static_params() -> Vec<HashMap<String, String>> {
    Vec::new()
}

pub async fn GET() -> &'static str {
    "ok"
}
