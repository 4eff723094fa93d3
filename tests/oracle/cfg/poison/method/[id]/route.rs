use crate::cfg_app::poison::method::id::Params;

pub const revalidate: u32 = 3600;

pub async fn generate_static_params() -> Vec<Params> {
    vec![Params {
        id: "known".to_owned(),
    }]
}

pub async fn GET(Params { id }: Params) -> String {
    format!("method=GET {id}")
}
