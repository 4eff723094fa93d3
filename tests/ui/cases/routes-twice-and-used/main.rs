use router_runtime::routes;

routes!("cases/routes-twice-and-used/app");
routes!("cases/routes-twice-and-used/app");

fn main() {
    let _ = app::router();
}
