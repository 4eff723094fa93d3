use router_runtime::routes;

#[derive(Clone)]
pub struct Shop;

routes!("cases/data-that-borrows/app", state = Shop);

fn main() {
    let _ = app::router(Shop);
}
