use router_runtime::routes;

mod app {}

routes!("cases/routes-name-taken/app");

fn main() {
}
