use router_runtime::routes;

pub mod state {
    pub struct AppState {
        pub name: String,
    }
}

routes!(
    "cases/state-elsewhere-is-not-clone/app",
    state = state::AppState
);

fn main() {
    let name = "name".to_owned();
    let _ = app::router(state::AppState { name });
}
