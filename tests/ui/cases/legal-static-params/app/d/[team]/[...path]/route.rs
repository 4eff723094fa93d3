pub async fn generate_static_params() -> Vec<(String, Vec<String>)> {
    vec![("a".to_owned(), Vec::new())]
}

pub async fn GET(params: crate::app::d::team::path::Params) -> String {
    params.team
}
