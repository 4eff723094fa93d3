use router_runtime::routes;

struct AppState;

routes!("cases/routes-with-a-comma-missing/app" state = AppState);

fn main() {
    let _ = AppState;
}
