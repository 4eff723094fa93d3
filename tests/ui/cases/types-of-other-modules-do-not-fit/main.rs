use router_runtime::routes;

mod models {
    pub struct User;
    pub type Number = u32;
}

routes!("cases/types-of-other-modules-do-not-fit/app");

fn main() {
    let _ = app::router();
    let _ = models::User;
}
