use crate::{app::b::slug::Params, other::Number};

pub fn generate_static_params(number: Number) -> Vec<Params> {
    drop(number.to_string());
    Vec::new()
}

pub async fn GET() -> &'static str {
    "ok"
}
