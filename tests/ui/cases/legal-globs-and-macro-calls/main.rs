use router_runtime::routes;

mod shared {
    pub const TAG: &str = "shared";
}

routes!("cases/legal-globs-and-macro-calls/app");

fn main() {
    let _ = app::router();
}
