use router_runtime::routes;

mod shared {
    pub const TAG: &str = "shared";
}

routes!("cases/valid-globs-and-macro-calls/app");

fn main() {
    let _ = app::router();
}
