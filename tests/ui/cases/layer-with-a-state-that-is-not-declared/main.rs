use router_runtime::routes;

#[derive(Clone)]
pub struct AppState;

routes!("cases/layer-with-a-state-that-is-not-declared/app");

fn main() {
    let _ = app::router();
}
