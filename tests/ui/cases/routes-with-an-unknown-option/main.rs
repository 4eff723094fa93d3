use router_runtime::routes;

struct AppState;

routes!("cases/routes-with-an-unknown-option/app", stat = AppState);

fn main() {
    let _ = AppState;
}
