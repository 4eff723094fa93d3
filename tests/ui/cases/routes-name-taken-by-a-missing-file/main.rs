use router_runtime::routes;

mod app;

routes!("cases/routes-name-taken-by-a-missing-file/app");

fn main() {
    let _ = app::router();
}
