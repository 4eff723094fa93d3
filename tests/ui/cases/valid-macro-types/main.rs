use router_runtime::routes;

macro_rules! t {
    ($ty:ty) => { $ty };
}

routes!("cases/valid-macro-types/app");

fn main() {
    let _ = app::router();
}
