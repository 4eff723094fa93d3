use router_runtime::routes;

#[derive(Debug)]
pub struct AppState {
    name: String,
}

routes!("cases/state-is-not-clone/app", state = AppState);

fn main() {
    let name = "name".to_owned();
    let _ = app::router(AppState { name });
}
