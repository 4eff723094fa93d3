use router_runtime::routes;

routes!("cases/routes-without-a-module-name/..");

fn main() {}
