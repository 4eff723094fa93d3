use crate::cfg_app::poison::gsp::id::Params;

pub const dynamic: &str = "force-static";

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params {
        id: "known".to_owned(),
    }]
}

pub async fn GET(Params { id }: Params) -> String {
    format!("GET body {id}")
}
