use router_runtime::prelude::*;

pub const dynamic_params: bool = false;

pub async fn generate_static_params() -> Vec<crate::app::lists::rest::Params> {
    vec![crate::app::lists::rest::Params {
        rest: vec!["a".to_owned(), "b".to_owned()],
    }]
}

pub async fn GET(Path(rest): Path<Vec<String>>) -> String {
    rest.join("+")
}
