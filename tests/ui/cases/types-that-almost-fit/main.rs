use router_runtime::routes;

#[derive(Clone)]
pub struct AppState;

pub mod other {
    #[derive(Clone)]
    pub struct AppState;

    pub struct Params;
}

routes!("cases/types-that-almost-fit/app", state = AppState);

fn main() {
    let _ = app::router(AppState);
    let _ = (other::AppState, other::Params);
}
