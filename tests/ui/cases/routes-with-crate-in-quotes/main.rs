use router_runtime::routes;

routes!(
    "cases/routes-with-crate-in-quotes/app",
    crate = "router_runtime"
);

fn main() {}
