use router_runtime::routes;

#[derive(Clone)]
struct AppState;

routes!("cases/state-not-declared/app");

fn main() {
    let _ = app::router();
    let _ = AppState;
}
