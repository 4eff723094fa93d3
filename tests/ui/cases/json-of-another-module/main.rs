use router_runtime::routes;

pub struct Item;

routes!("cases/json-of-another-module/app");

fn main() {
    let _ = app::router();
}
