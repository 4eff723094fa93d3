use router_runtime::prelude::*;

pub async fn generate_static_params() -> Vec<String> {
    vec!["a/b".to_owned()]
}

pub async fn GET(Path(rest): Path<Vec<String>>) -> String {
    rest.join("/")
}
