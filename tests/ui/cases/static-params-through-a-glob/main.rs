use router_runtime::routes;

mod lists {
    use crate::app::slug::Params;

    pub async fn generate_static_params() -> Vec<Params> {
        Vec::new()
    }
}

routes!("cases/static-params-through-a-glob/app");

fn main() {
    let _ = app::router();
}
