use router_runtime::routes;

mod models {
    pub struct User;
}

routes!("cases/type-does-not-fit-in-many-places/app");

fn main() {
    let _ = app::router();
    let _ = models::User;
}
