use router_runtime::routes;

#[derive(Clone)]
struct AppState;

routes!("cases/state-not-named/app");

fn main() {
    let _ = app::router();
    let _ = AppState;
}
