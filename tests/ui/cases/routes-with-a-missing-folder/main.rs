use router_runtime::routes;

routes!("cases/routes-with-a-missing-folder/app");

fn main() {
    let _ = app::router();
}
