use router_runtime::routes;

#[derive(Clone)]
pub struct AppState;

pub mod other {
    #[derive(Clone)]
    pub struct AppState;

    pub type Number = u32;
}

routes!(
    "cases/static-params-take-another-state/app",
    state = AppState
);

fn main() {
    let _ = app::router(AppState);
    let _ = other::AppState;
}
