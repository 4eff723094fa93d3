use router_runtime::routes;

#[derive(Clone)]
struct Pool(u32);

#[derive(Clone)]
struct AppState {
    pool: Pool,
}

impl axum::extract::FromRef<AppState> for Pool {
    fn from_ref(state: &AppState) -> Self {
        state.pool.clone()
    }
}

routes!("cases/legal-state/app", state = AppState);

fn main() {
    let state = AppState { pool: Pool(1) };
    let _ = app::router(state.clone());
    let _ = app::service(state);
}
