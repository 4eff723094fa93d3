use router_runtime::routes;

mod facade {
    pub use router_runtime as router;
}

routes!(
    "cases/routes-with-a-crate-that-is-not-there/app",
    crate = crate::facade::rooter
);

fn main() {
    let _ = app::router();
}
