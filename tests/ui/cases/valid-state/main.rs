use router_runtime::routes;

#[derive(Clone)]
pub struct Pool(u32);

mod app_state {
    use super::Pool;

    #[derive(Clone)]
    pub struct AppState {
        pub pool: Pool,
    }
}

impl axum::extract::FromRef<AppState> for Pool {
    fn from_ref(state: &AppState) -> Self {
        state.pool.clone()
    }
}

routes!("cases/valid-state/app", state = app_state::AppState);
use app_state::AppState;

fn main() {
    let state = AppState { pool: Pool(1) };
    let _ = app::router(state.clone());
    let _ = app::service(state);
}
