use crate::app::listed::id::Params;

pub const dynamic_params: bool = false;

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params { id: "a".to_owned() }]
}

pub async fn GET() -> &'static str {
    "listed"
}
