use router_runtime::routes;

pub struct User;

routes!("cases/one-mistake-in-each-of-twenty-files/app");

fn main() {
    let _ = app::router();
    let _ = User;
}
