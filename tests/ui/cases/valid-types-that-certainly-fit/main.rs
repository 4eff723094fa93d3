use router_runtime::routes;

#[derive(Clone)]
pub struct AppState {
    pub name: String,
}

routes!("cases/valid-types-that-certainly-fit/app", state = AppState);

fn main() {
    let name = "name".to_owned();
    let _ = app::router(AppState { name });
}
