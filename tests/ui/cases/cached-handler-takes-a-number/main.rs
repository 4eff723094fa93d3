use router_runtime::routes;

#[derive(Clone)]
pub struct Shop;

routes!("cases/cached-handler-takes-a-number/app", state = Shop);

fn main() {
    let _ = app::router(Shop);
}
