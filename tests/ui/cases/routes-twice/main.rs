use router_runtime::routes;

routes!("cases/routes-twice/app");
routes!("cases/routes-twice/app");

fn main() {
    let _ = app::router();
}
