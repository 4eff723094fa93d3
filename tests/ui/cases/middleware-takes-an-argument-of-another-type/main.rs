use router_runtime::routes;

pub struct User;

routes!("cases/middleware-takes-an-argument-of-another-type/app");

fn main() {
    let _ = app::router();
}
