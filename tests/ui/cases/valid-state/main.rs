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

pub struct Visits(u32);

mod copies {
    macro_rules! copied {
        ($($name:ty),*) => {
            $(impl Clone for $name {
                fn clone(&self) -> Self {
                    Self(self.0)
                }
            })*
        };
    }

    struct Other(u32);

    copied!(Other, super::Visits);

    pub fn other() -> u32 {
        Other(1).clone().0
    }
}

routes!(pub mod counted = "cases/valid-state/counted", state = Visits);

fn main() {
    let _ = counted::router(Visits(copies::other()));
    let state = AppState { pool: Pool(1) };
    let _ = app::router(state.clone());
    let _ = app::service(state);
}
