use router_runtime::routes;

routes!("cases/static-params-re-exported/app");

pub async fn generate_static_params() -> Vec<app::slug::Params> {
    Vec::new()
}

fn main() {
    let _ = app::router();
}
