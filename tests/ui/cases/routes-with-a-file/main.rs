use router_runtime::routes;

routes!("cases/routes-with-a-file/app");

fn main() {
    let _ = app::router();
}
