use router_runtime::routes;

routes!("cases/routes-with-an-empty-folder/app");

fn main() {
    let _ = app::router();
}
