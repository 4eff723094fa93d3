use router_runtime::routes;

#[derive(Clone)]
pub struct AppState;

routes!("cases/layer-with-an-owned-state/app", state = AppState);

fn main() {
    let _ = app::router(AppState);
}
