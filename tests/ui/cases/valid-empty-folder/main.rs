use router_runtime::routes;

routes!("cases/valid-empty-folder/app");

fn main() {
    let _ = app::router();
}
