use router_runtime::prelude::*;

pub async fn generate_static_params() -> Vec<Vec<String>> {
    vec![vec!["a".to_owned()]]
}

pub async fn GET(Path(rest): Path<Vec<String>>) -> String {
    rest.join("/")
}
