use router_runtime::routes;

#[derive(Clone)]
struct AppState;

#[derive(Clone)]
struct OtherState;

routes!("cases/state-of-another-type/app", state = AppState);

fn main() {
    let _ = app::router(AppState);
    let _ = OtherState;
}
