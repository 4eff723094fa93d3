use router_runtime::routes;

mod middleware;

#[path = "app/users.rs"]
#[allow(non_snake_case)]
mod users;

routes!("cases/valid-modules/app");

fn main() {
    let _ = (app::router(), users::GET(), middleware::middleware);
}
