use router_runtime::routes;

mod app {
    pub fn name() -> &'static str {
        "app"
    }
}

routes!("cases/routes-name-taken-and-used/app");

fn main() {
    let _ = (app::router(), app::name());
}
