use router_runtime::routes;

routes!(#[cfg(unix)] pub mod app = "cases/routes-with-cfg-inside/app");

fn main() {}
