use router_runtime::routes;

#[derive(Clone)]
pub struct Shop;

routes!("cases/state-not-declared-but-passed/app");

fn main() {
    let _ = app::builder(Shop).router();
}
